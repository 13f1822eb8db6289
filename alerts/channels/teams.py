"""Microsoft Teams by a Workflows address: an adaptive card in a channel or chat.

Every text stands in a rich text block, whose runs Teams never reads as Markdown: there a stranger's
`[Acknowledge](…)` stays those signs. A workflow says that it took a card, not that it showed it.
"""

from datetime import datetime
from typing import Any, Final

import msgspec
from pydantic import SecretStr

from alerts.channels.form import Parcel
from alerts.channels.verdict import Reply, judge_reply
from alerts.errors import DeliveryError
from alerts.gist import Gist, Section, write_gist
from alerts.letter import Letter
from alerts.notice import PAGES, Reason

VERSION: Final = "1.4"
"""Of the card: what Teams shows on phones."""
MOST_BYTES: Final = 25_000
"""Teams refuses a message of more than 28 KB."""
SCHEMA: Final = "http://adaptivecards.io/schemas/adaptive-card.json"

Element = dict[str, Any]


class TeamsWorkflow:
    """One workflow, whose address is the secret; see `Form`."""

    service = "Teams"

    def __init__(self, address: SecretStr) -> None:
        self._address = address

    def write(self, letter: Letter, now: datetime) -> Parcel | None:  # noqa: ARG002 - Teams asks for no time.
        gist = write_gist(letter)
        is_whole = letter.notice.reason in PAGES | {Reason.DIGEST}
        for sections in range(len(gist.sections) if is_whole else 0, -1, -1):
            body = msgspec.json.encode(_write_message(gist, sections))
            if len(body) <= MOST_BYTES:
                break
        return Parcel(self._address.get_secret_value(), body)

    def judge(self, reply: Reply) -> DeliveryError | None:
        return None if reply.is_ok else judge_reply(reply, self.service, "make a new workflow address")


def _write_message(gist: Gist, sections: int) -> Element:
    body = [_text([_run(gist.headline, weight="Bolder", size="Large")])]
    body += [
        _text([_run(line, weight="Bolder" if number == 1 else "Default")])
        for number, line in enumerate(gist.lead)
    ]
    for part in gist.sections[:sections]:
        body += _write_section(part)
    body.append(_text([_run(gist.ids, size="Small", isSubtle=True)]))
    card = {
        "$schema": SCHEMA,
        "type": "AdaptiveCard",
        "version": VERSION,
        "fallbackText": gist.headline,
        "body": body,
    }
    attachment = {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "contentUrl": None,
        "content": card,
    }
    return {"type": "message", "summary": gist.headline, "attachments": [attachment]}


def _write_section(part: Section) -> list[Element]:
    elements = [_text([_run(part.title, weight="Bolder")], separator=True)]
    elements += [_text([_run(f"{label}: ", weight="Bolder"), _run(value)]) for label, value in part.facts]
    elements += [_text([_run(line)]) for line in part.lines]
    for saying in part.sayings:
        elements.append(_text([_run(f"“{saying.text}”")]))
        source = _run(saying.source, size="Small", isSubtle=True)
        if saying.link:
            source["selectAction"] = {"type": "Action.OpenUrl", "url": saying.link}
        elements.append(_text([source]))
    return elements


def _text(runs: list[Element], **more: object) -> Element:
    return {"type": "RichTextBlock", "inlines": runs, **more}


def _run(text: str, **more: object) -> Element:
    return {"type": "TextRun", "text": text, **more}
