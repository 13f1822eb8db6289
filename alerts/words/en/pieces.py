"""Under which AI-made content a rise stands, in English."""

from typing import Final

from alerts.words.pieces import PieceWords
from connectors.ai_content import Disclosure, Status

PIECES: Final = PieceWords(
    title="Under your AI-made content",
    under="“{title}”: {count} mentions stand under it, {negative} of them negative",
    disclosed="Disclosure: {how}",
    undisclosed="no disclosure is registered",
    text_only="“{text}”; where it stands is not registered",
    place_only="in {place}; its words are not registered",
    text_and_place="“{text}”, in {place}",
    shown={
        Disclosure.DONE: "shown on {platform}",
        Disclosure.REQUIRED: "required on {platform} and not shown yet",
        Disclosure.ABSENT: "not shown on {platform}",
    },
    vendor="Made with: {vendor}",
    contact="contact: {contact}",
    no_vendor="no vendor is registered",
    status={
        Status.PLANNED: "Registered as planned, not as published",
        Status.DRAFT: "Registered as a draft, not as published",
        Status.PUBLISHED: "Registered as published",
    },
    reviewed="reviewed by {who}",
    unreviewed="no review by a person is registered",
    forgotten="It is not in the register any more",
    others="{count} further pieces",
)
