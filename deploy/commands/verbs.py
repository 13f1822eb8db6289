"""Verbs: what people may do about an incident from a terminal, one line for each command of `crisis incident`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from alerts.action import ActionKind


@dataclass(frozen=True, slots=True)
class Verb:
    """One command: the fields of the action that it asks for, in the order they are typed."""

    kind: ActionKind
    help: str
    asks: tuple[str, ...] = ()
    """Of `step`, `value` and `text`; the last `text` takes all remaining words."""
    example: str = ""


VERBS: Final[Mapping[str, Verb]] = {
    "ack": Verb(ActionKind.ACKNOWLEDGE, "Say that you have it: nobody else is called."),
    "still": Verb(ActionKind.STILL_ON_IT, "Say that you are still on it."),
    "take-over": Verb(ActionKind.TAKE_OVER, "Take it over from whoever has it."),
    "hand-over": Verb(ActionKind.HAND_OVER, "Hand it over to PERSON, who is called.", ("value",), "Ben"),
    "escalate": Verb(
        ActionKind.ESCALATE, "Call the next person now.", ("text",), "I need a second pair of eyes"
    ),
    "tick": Verb(ActionKind.TICK, "Say that a STEP of the playbook is done.", ("step",), "pause-scheduled"),
    "skip": Verb(
        ActionKind.SKIP,
        "Say that a STEP will not be done, and why.",
        ("step", "text"),
        "label-every-copy the film is offline",
    ),
    "answer": Verb(
        ActionKind.ANSWER, "Answer a QUESTION of the playbook.", ("step", "value"), "ai_use partly"
    ),
    "fact": Verb(
        ActionKind.FACT, "Give a FACT that drafts may use.", ("step", "value"), 'tool "a video generator"'
    ),
    "approve": Verb(
        ActionKind.APPROVE,
        "Write down that a DRAFT was approved; its exact words are shown and approved in Slack.",
        ("step",),
        "holding.en.reply.1f0c9a2e",
    ),
    "replied": Verb(
        ActionKind.REPLIED, "Say that a human has answered in public, and where.", ("value",), "https://…"
    ),
    "bot-replied": Verb(
        ActionKind.BOT_REPLIED, "Report an automatic answer; it never counts as one.", ("value",), "https://…"
    ),
    "contain": Verb(ActionKind.CONTAIN, "Say that it does not grow any more."),
    "recovering": Verb(ActionKind.RECOVERING, "Begin to watch its recovery."),
    "resolve": Verb(ActionKind.RESOLVE, "Say that it is over."),
    "reopen": Verb(ActionKind.REOPEN, "Open it again, and say why.", ("text",), "it came back on Reddit"),
    "false-alarm": Verb(
        ActionKind.FALSE_ALARM, "Say that it is nothing, and why.", ("text",), "a film of the same name"
    ),
    "crisis": Verb(ActionKind.CRISIS, "Say that this is real; the detector learns from it."),
    "review": Verb(
        ActionKind.REVIEW, "Close the review with what was learned.", ("text",), "label every film"
    ),
    "note": Verb(ActionKind.NOTE, "Write something into the record.", ("text",), "the agency calls at ten"),
}
"""By the command's name; every kind of deed has one."""

NAMES: Final[Mapping[ActionKind, Mapping[str, str]]] = {
    ActionKind.ANSWER: {"step": "question", "value": "answer"},
    ActionKind.FACT: {"step": "fact", "value": "words"},
    ActionKind.APPROVE: {"step": "draft"},
    ActionKind.HAND_OVER: {"value": "person"},
    ActionKind.REPLIED: {"value": "url"},
    ActionKind.BOT_REPLIED: {"value": "url"},
    ActionKind.REVIEW: {"text": "lessons"},
    ActionKind.SKIP: {"text": "reason"},
    ActionKind.REOPEN: {"text": "reason"},
    ActionKind.FALSE_ALARM: {"text": "reason"},
    ActionKind.ESCALATE: {"text": "reason"},
}
"""What a field is called where people type it, when not by its own name."""

OPTIONAL: Final = frozenset({ActionKind.ESCALATE, ActionKind.BOT_REPLIED})
"""Verbs whose words may be left out."""
