"""What people say, ask and want, in English."""

from collections.abc import Mapping
from typing import Final

from alerts.words.said import SaidWords
from streams.asks.kind import AskKind

_KINDS: Final[Mapping[AskKind, str]] = {
    AskKind.PEOPLE: "people instead of AI",
    AskKind.LABEL: "label AI",
    AskKind.REMOVE: "take it down",
    AskKind.ANSWER: "apologise or explain",
    AskKind.PAY: "pay or credit artists",
    AskKind.CHOICE: "a way to switch it off",
    AskKind.CONTACT: "a person to talk to",
    AskKind.STOP: "stop using AI",
}

SAID: Final = SaidWords(
    title="What people say, ask and want",
    mood="Mood",
    mood_value="of {count} scored: {negative} negative, {neutral} neutral, {positive} positive",
    stance="of {count} about AI: {against} against, {impartial} neutral, {favour} for",
    words="They say",
    questions="They ask",
    asks="They want",
    kinds=_KINDS,
    counted="{what} {count}",
    quoted="“{text}”",
    between=" · ",
)
