"""An action: what a person did about an incident, from Slack, the command line or the API."""

from dataclasses import dataclass
from enum import StrEnum

from connectors.mention import UtcTime
from connectors.wire import Wire


class ActionKind(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    TAKE_OVER = "take_over"
    TICK = "tick"
    NOTE = "note"
    REPLIED = "replied"
    """A human answered in public."""
    CONTAIN = "contain"
    RESOLVE = "resolve"
    FALSE_ALARM = "false_alarm"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Wire):
    """One deed of one person."""

    id: str
    """Given by where it was done; the same id again is the same deed."""
    brand: str
    incident: str
    kind: ActionKind
    by: str
    """The person's id; never a service account."""
    at: UtcTime
    step: str | None = None
    """Of the playbook, for a tick."""
    text: str = ""
    """The note, or the reason of a false alarm."""
    lane: str = "live"
