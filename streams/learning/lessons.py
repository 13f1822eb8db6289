"""Lessons: judged texts of one origin, from the training sheets that ship with the package."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from streams.language import Language
from streams.learning.judged import Judged, read_sheet

VARIANTS: Final = 12
"""Texts made of one line of our training sheets."""

SHORT_VARIANTS: Final = 60
"""Of short comments, whose lines are lists."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """Judged texts of one origin and how much each counts."""

    name: str
    texts: Sequence[Judged]
    weight: float = 1.0


def our_lesson(language: Language, weight: float = 1.0) -> Lesson:
    """The training sheet we wrote about AI-made content and around it, expanded."""
    return Lesson("our own posts", _expand(files("streams.training") / f"{language}.txt"), weight)


def talk_lesson(language: Language, weight: float = 1.0) -> Lesson:
    """The sheet we wrote of everyday talk about brands, expanded; empty where there is none yet."""
    return Lesson(
        "our own everyday talk", _expand(files("streams.training") / f"{language}-talk.txt"), weight
    )


def forum_lesson(language: Language, weight: float = 1.0) -> Lesson:
    """The sheet we wrote of threads about companies and AI, expanded; empty where there is none yet."""
    return Lesson("our own threads", _expand(files("streams.training") / f"{language}-forum.txt"), weight)


def under_lesson(language: Language, weight: float = 1.0) -> Lesson:
    """The sheet we wrote of what is said under AI-made content, for backlash; empty where there is none yet."""
    return Lesson(
        "our own talk under AI-made content",
        _expand(files("streams.training") / f"{language}-under.txt"),
        weight,
    )


def voices_lesson(language: Language, weight: float = 1.0) -> Lesson:
    """The sheet of posts written one by one, by other writers than the rest, for backlash; empty where there is none yet."""
    return Lesson(
        "our own posts of many voices", _expand(files("streams.training") / f"{language}-voices.txt"), weight
    )


def newer_lesson(language: Language, weight: float = 1.0) -> Lesson:
    """The sheet of posts by later authors, for backlash and its reasons; empty where there is none."""
    return Lesson(
        "our own posts of newer voices", _expand(files("streams.training") / f"{language}-newer.txt"), weight
    )


def short_lesson(language: Language, weight: float = 1.0) -> Lesson:
    """The sheet of comments of a word or two, or of emoji alone, for sentiment; empty where there is none."""
    return Lesson(
        "our own short comments",
        _expand(files("streams.training") / f"{language}-short.txt", SHORT_VARIANTS),
        weight,
    )


def _expand(sheet: Traversable, variants: int = VARIANTS) -> tuple[Judged, ...]:
    if not sheet.is_file():
        return ()
    return tuple(read_sheet(sheet.read_text(encoding="utf-8").splitlines(), variants))
