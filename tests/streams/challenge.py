"""The challenge sets: judged texts written and frozen before any phrase list or training text."""

import json
from functools import cache
from pathlib import Path

from streams.language import Language
from streams.learning.judged import Judged, read_lines, read_sheet
from streams.learning.lessons import (
    forum_lesson,
    newer_lesson,
    our_lesson,
    short_lesson,
    talk_lesson,
    under_lesson,
    voices_lesson,
)

CHALLENGE = Path(__file__).parent.parent / "challenge"


@cache
def read_challenge(language: Language) -> tuple[Judged, ...]:
    return tuple(read_sheet((CHALLENGE / f"{language}.txt").read_text(encoding="utf-8").splitlines()))


@cache
def read_unmet(language: Language, number: int | None = None) -> tuple[Judged, ...]:
    """Strangers' posts, of one of their sets or of all."""
    lines = (CHALLENGE / f"unmet-{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(read_lines(line for line in lines if number is None or json.loads(line)["set"] == number))


def squeeze(text: str) -> str:
    """A text's letters and digits: what is the same in this is the same post."""
    return "".join(filter(str.isalnum, text.casefold()))


@cache
def squeeze_learned(language: Language) -> frozenset[str]:
    """All that our own sheets of a language teach."""
    makers = (
        our_lesson,
        talk_lesson,
        forum_lesson,
        under_lesson,
        voices_lesson,
        newer_lesson,
    )
    return frozenset(squeeze(each.text) for make in makers for each in make(language).texts)


@cache
def read_short(language: Language) -> tuple[Judged, ...]:
    """Short comments by an author who had not seen ours."""
    return tuple(read_sheet((CHALLENGE / f"short-{language}.txt").read_text(encoding="utf-8").splitlines()))


@cache
def squeeze_short(language: Language) -> frozenset[str]:
    """Our own short comments, which teach sentiment alone."""
    return frozenset(squeeze(each.text) or each.text for each in short_lesson(language).texts)
