"""The challenge sets: judged texts written and frozen before any phrase list or training text."""

from functools import cache
from pathlib import Path

from streams.language import Language
from streams.learning.judged import Judged, read_sheet

CHALLENGE = Path(__file__).parent.parent / "challenge"


@cache
def read_challenge(language: Language) -> tuple[Judged, ...]:
    return tuple(read_sheet((CHALLENGE / f"{language}.txt").read_text(encoding="utf-8").splitlines()))


def squeeze(text: str) -> str:
    """A text's letters and digits: what is the same in this is the same post."""
    return "".join(filter(str.isalnum, text.casefold()))
