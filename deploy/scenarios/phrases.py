"""The phrase book of one language: sentences written by hand, each with what it is and what it is about."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from connectors.config import Section
from connectors.mention import Platform

NAME_SLOTS: Final = ("{brand}", "{tag}", "@{handle}", "{film}")
"""A line with one of these can stand alone; the others only make sense under something."""

_AI: Final = re.compile(
    r"(?<![A-Za-z'’À-ž])(?:AI|A\.I\.)(?![A-Za-zÀ-ž])|#AIslop|(?<![A-Za-zÀ-ž])MI(?=[- ]|$)"
    r"|[Gg]enerat|人工智|生成|算圖"
)
"""Names the technique; `MI` is Hungarian for AI only in capitals."""


class Kind(StrEnum):
    """What a line is, as a person would judge it."""

    BACKLASH = "backlash"
    COMPLAINT = "complaint"
    NEUTRAL = "neutral"
    PRAISE = "praise"
    QUESTION = "question"
    SARCASM = "sarcasm"
    SUPPORT = "support"
    TRAP = "trap"
    """Sounds like backlash to a list of words, and is not."""


class Theme(StrEnum):
    """What a backlash is about."""

    BIAS = "bias"
    ENVIRONMENT = "environment"
    JOBS = "jobs"
    LEAVING = "leaving"
    PRIVACY = "privacy"
    ROBOTIC_SERVICE = "robotic_service"
    SAMENESS = "sameness"
    SLOP = "slop"
    SOULLESS = "soulless"
    THEFT = "theft"
    UNDISCLOSED = "undisclosed"
    WRONG_FACTS = "wrong_facts"


class Form(StrEnum):
    """How a line is said."""

    LINE = "line"
    ARTICLE = "article"
    BOT = "bot"
    COPYPASTA = "copypasta"
    OWN = "own"
    """By the brand itself."""
    POST = "post"
    """Long, stands alone."""
    THREAD = "thread"
    """The first post of something many will answer."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence as it stands in a phrase file, with its slots and choices still open."""

    text: str
    kind: Kind
    themes: tuple[Theme, ...]
    form: Form
    story: str
    platforms: tuple[Platform, ...] = ()
    """Only heard here; empty for anywhere."""

    @property
    def names_the_brand(self) -> bool:
        return any(slot in self.text for slot in NAME_SLOTS)

    @property
    def names_ai(self) -> bool:
        return bool(_AI.search(self.text))


class Group(Section):
    """Lines of one sort, one a line."""

    kind: Kind
    themes: tuple[Theme, ...] = ()
    form: Form = Form.LINE
    platforms: tuple[Platform, ...] = ()
    lines: str


class PhraseFile(Section):
    """One file of a language's folder: the lines of one story."""

    story: str
    slots: Mapping[str, tuple[str, ...]] = {}
    """Words of this story beside the language's own, under names of their own."""
    groups: tuple[Group, ...]

    def phrases(self) -> Iterable[Phrase]:
        for group in self.groups:
            for line in group.lines.strip().splitlines():
                text = line.strip().replace("\\n", "\n")
                yield Phrase(text, group.kind, group.themes, group.form, self.story, group.platforms)


class Noise(Section):
    """The small words people put around a sentence."""

    openers: tuple[str, ...]
    fillers: tuple[str, ...]
    tags: tuple[str, ...]
    joints: tuple[str, ...]
    """Between two sentences said in one breath."""
    edits: tuple[str, ...]


class Habits(Section):
    """How often, from 0 to 1, people of this language do this to a sentence."""

    lower: float = 0.0
    shout: float = 0.0
    opener: float = 0.0
    filler: float = 0.0
    emoji: float = 0.0
    typo: float = 0.0
    plain: float = 0.0
    """Leave out accents and apostrophes."""
    loose: float = 0.0
    """Leave out full stops; a space for the Chinese comma."""
    zhuyin: float = 0.0
    """A phonetic sign for a particle, as in Taiwan."""
    hashtag: float = 0.0
    pair: float = 0.0
    """Say two short things in one."""


class SlotFile(Section):
    """A language's `slots.toml`."""

    mend: tuple[tuple[str, str], ...] = ()
    """Patterns and what to put for them once the slots are filled: an article that must agree."""
    slots: Mapping[str, tuple[str, ...]]
    emoji: Mapping[Kind, tuple[str, ...]]
    noise: Noise
    habits: Habits


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Everything one language can say."""

    language: str
    slots: Mapping[str, tuple[str, ...]]
    emoji: Mapping[Kind, tuple[str, ...]]
    noise: Noise
    habits: Habits
    phrases: tuple[Phrase, ...] = field(repr=False)
    mend: tuple[tuple[str, str], ...] = ()

    def choose(
        self, *, story: str, form: Form, kind: Kind | None = None, theme: Theme | None = None
    ) -> tuple[Phrase, ...]:
        """Lines that fit all that is given."""
        return tuple(
            phrase
            for phrase in self.phrases
            if phrase.story == story
            and phrase.form == form
            and (kind is None or phrase.kind == kind)
            and (theme is None or theme in phrase.themes)
        )
