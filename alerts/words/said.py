"""The words of the lines that say what people say, ask and want."""

from collections.abc import Mapping
from dataclasses import dataclass

from streams.asks.kind import AskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidWords:
    """In one language; `{}` are filled by name."""

    title: str
    mood: str
    mood_value: str
    stance: str
    words: str
    questions: str
    asks: str
    kinds: Mapping[AskKind, str]
    counted: str
    """Something and how many say it."""
    quoted: str
    between: str
    """Two of the same list."""
