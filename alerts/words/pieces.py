"""The words of the lines that say under which registered AI-made content a rise stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.ai_content import Disclosure, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceWords:
    """In one language."""

    title: str
    under: str
    """How many mentions: `{title}`, `{count}`, `{negative}`."""
    disclosed: str
    """Whether and how people were told: `{how}`."""
    undisclosed: str
    text_only: str
    """Where is not registered: `{text}`."""
    place_only: str
    """With which words is not registered: `{place}`."""
    text_and_place: str
    shown: Mapping[Disclosure, str]
    """Whether a platform shows it: `{platform}`."""
    vendor: str
    """Whose AI it was: `{vendor}`."""
    contact: str
    """`{contact}`."""
    no_vendor: str
    status: Mapping[Status, str]
    reviewed: str
    """`{who}`."""
    unreviewed: str
    forgotten: str
    """A piece that the configuration does not have any more."""
    others: str
    """How many pieces are not shown: `{count}`."""
