"""An action: what a person did about an incident, from Slack, the command line or the API."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from alerts.silence import Silence
from connectors.mention import UtcTime
from connectors.wire import Wire


class ActionKind(StrEnum):
    """What can be done; each says which fields of `Action` it needs beyond who, when and on what."""

    ACKNOWLEDGE = "acknowledge"
    STILL_ON_IT = "still_on_it"
    """Renews an acknowledgement before it lapses."""
    TAKE_OVER = "take_over"
    HAND_OVER = "hand_over"
    """`value`: the person who has it from now on."""
    ESCALATE = "escalate"
    """Page the next person now; `text` may say why."""
    TICK = "tick"
    """`step`: it is done."""
    SKIP = "skip"
    """`step` will not be done; `text`: why."""
    ANSWER = "answer"
    """`step`: a question of the playbook; `value`: one of its answers."""
    FACT = "fact"
    """`step`: a fact that drafts may use; `value`: what is true. An empty value takes it back."""
    APPROVE = "approve"
    """`step`: a draft; by a person who is on call or lead, never by a service account."""
    NOTE = "note"
    """`text`."""
    REPLIED = "replied"
    """A human answered in public; `value`: the answer's address."""
    BOT_REPLIED = "bot_replied"
    """Something automatic answered in public: written down, and never counted as an answer."""
    CONTAIN = "contain"
    RECOVERING = "recovering"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    """`text`: why."""
    FALSE_ALARM = "false_alarm"
    """`text`: why. The detector takes back what it has learned from it."""
    CRISIS = "crisis"
    """The verdict "this is real"."""
    REVIEW = "review"
    """`text`: what was learned."""
    SILENCE = "silence"
    """`silence`: what is not to be told for a while; about no incident."""
    END_SILENCE = "end_silence"
    """`value`: the id of the silence that ends now; about no incident."""


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
    """When. In a drill a time that the drill has not reached is read as the drill's own."""
    step: str | None = None
    """What of the playbook it is about: the id of a step, a question, a fact or a draft."""
    value: str = ""
    """The answer, the fact, the person handed over to, or the address of a reply."""
    text: str = ""
    """The note, or the reason."""
    silence: Silence | None = None
    lane: str = "live"


_SERVICES: Final = frozenset({"detector", "clock", "bot", "crisis", "slackbot", "system", "service", "root"})
_SLACK_BOT: Final = re.compile(r"(?=.*\d)B[A-Z0-9]{8,20}")


def is_service_account(by: str) -> bool:
    """Whether a name is one of ours or of a machine: what it does never counts as done by a person."""
    name = by.strip().casefold()
    return name in _SERVICES or name.endswith("[bot]") or bool(_SLACK_BOT.fullmatch(by.strip()))
