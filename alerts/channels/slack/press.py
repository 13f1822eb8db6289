"""A press: what a button means, and what it carries from the message to the desk."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from alerts.channels.slack.text import cut_plain
from alerts.incident import Incident
from connectors.wire import Wire

LONGEST_BUTTON: Final = 75
PREFIX: Final = "crisis"


class Press(StrEnum):
    """What can be pressed, in a message or in a form."""

    ACKNOWLEDGE = "acknowledge"
    STILL_ON_IT = "still_on_it"
    TAKE_OVER = "take_over"
    TICK = "tick"
    """A step of which a tick says all."""
    STEP = "step"
    """A step with something to fill in: opens its form."""
    BOOK = "book"
    DRAFT = "draft"
    SWITCH = "switch"
    REPLIED = "replied"
    CONTAIN = "contain"
    FALSE_ALARM = "false_alarm"
    RESOLVE = "resolve"
    ESCALATE = "escalate"
    HAND_OVER = "hand_over"
    NOTE = "note"
    REOPEN = "reopen"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle(Wire):
    """What a button or a form is about; Slack carries it and gives it back as it was."""

    incident: str
    brand: str
    lane: str
    revision: int
    """Of the incident, as the person saw it: a second press on the same picture is the same deed."""
    what: str = ""
    """A step, a draft's copy."""

    def on(self, what: str) -> "Handle":
        return replace(self, what=what)


def handle_of(incident: Incident) -> Handle:
    return Handle(incident=incident.id, brand=incident.brand, lane=incident.lane, revision=incident.revision)


def button(
    press: Press,
    label: str,
    handle: Handle,
    *,
    style: str = "",
    confirm: tuple[str, str, str] | None = None,
) -> dict[str, Any]:
    """Make a button; `confirm` is what it says before it acts, and its yes and no."""
    action = f"{PREFIX}.{press}.{handle.what}" if handle.what else f"{PREFIX}.{press}"
    made: dict[str, Any] = {
        "type": "button",
        "action_id": action,
        "text": plain(label, LONGEST_BUTTON),
        "value": handle.to_json().decode(),
    }
    if style:
        made["style"] = style
    if confirm:
        said, yes, no = confirm
        made["confirm"] = {
            "title": plain(label, 100),
            "text": plain(said, 300),
            "confirm": plain(yes, 30),
            "deny": plain(no, 30),
        }
    return made


def read_press(action: str) -> Press | None:
    """Read a button's `action_id`; nothing if it is not one of ours."""
    parts = action.split(".", 2)
    if len(parts) < 2 or parts[0] != PREFIX:  # noqa: PLR2004 - prefix and press.
        return None
    return next((press for press in Press if press == parts[1]), None)


def plain(text: str, limit: int) -> dict[str, Any]:
    """Make plain text, which Slack never parses, at most `limit` long as Slack counts."""
    return {"type": "plain_text", "text": cut_plain(text, limit), "emoji": True}
