"""A minute: one closed minute of event time for one brand, on the `minutes` topic.

A minute is closed once, when every source that lives has passed it. What comes later is carried by the
minute that was open then, under `late`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from connectors.mention import Platform, UtcTime
from connectors.page import join_lines
from connectors.wire import Wire
from streams.lines import Lines, read_lines
from streams.ownposts import OwnCounts
from streams.pieces import Pieces, add_pieces
from streams.said import Said
from streams.utterance import UtteranceCounts
from streams.wording import Resemblance, WordingCounts

TOPS_KEPT: Final = 16
"""Most popular mentions that are known one by one: a tenth of 160, and of more as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts(Wire):
    """How many mentions of each sort; `mentions` is the sum of labels, the others count again."""

    mentions: int = 0
    negative: int = 0
    neutral: int = 0
    positive: int = 0
    unscored: int = 0
    backlash: int = 0
    impartial: int = 0
    """About AI-made content, neither against it nor for it."""
    favour: int = 0
    """For AI-made content."""
    themes: dict[str, int] = field(default_factory=dict)
    pieces: Pieces = field(default_factory=dict)
    """Those under registered AI-made content."""

    def __add__(self, other: "Counts") -> "Counts":
        themes = dict(self.themes)
        for theme, count in other.themes.items():
            themes[theme] = themes.get(theme, 0) + count
        return Counts(
            mentions=self.mentions + other.mentions,
            negative=self.negative + other.negative,
            neutral=self.neutral + other.neutral,
            positive=self.positive + other.positive,
            unscored=self.unscored + other.unscored,
            backlash=self.backlash + other.backlash,
            impartial=self.impartial + other.impartial,
            favour=self.favour + other.favour,
            themes=dict(sorted(themes.items())),
            pieces=add_pieces((self.pieces, other.pieces)) if self.pieces or other.pieces else {},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Wire):
    """One mention shown as evidence, with where to read it again."""

    partition: int
    offset: int
    line: int
    identity: str
    platform: Platform
    published_at: UtcTime
    valence: float
    confidence: float
    language: str
    excerpt: str
    backlash: bool = False
    themes: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    author: str | None = None
    url: str | None = None
    own: bool = False
    """Said by the brand's own bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement(Wire):
    """How much people react to mentions, where platforms tell."""

    mentions: int = 0
    """Whose platform tells."""
    interactions: int = 0
    """With all of them: likes, replies and shares."""
    tops: tuple[int, ...] = ()
    """Of the most popular ones, the most first, at most `TOPS_KEPT`; older records have none."""

    def __add__(self, other: "Engagement") -> "Engagement":
        return Engagement(
            mentions=self.mentions + other.mentions,
            interactions=self.interactions + other.interactions,
            tops=take_tops((*self.tops, *other.tops)),
        )

    @property
    def each(self) -> float:
        """Interactions with one mention, on average, the most popular tenth of them left out.

        With all of them a single post that goes round the world would speak for everybody.
        """
        left_out = self.tops[: max(1, self.mentions // 10)]
        counted = self.mentions - len(left_out)
        return max(0, self.interactions - sum(left_out)) / counted if counted > 0 else 0.0


def take_tops(interactions: Iterable[int]) -> tuple[int, ...]:
    """The highest of them, the most first; those that nobody reacted to are none."""
    return tuple(sorted(filter(None, interactions), reverse=True)[:TOPS_KEPT])


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd(Wire):
    """How mentions look together; the first five from a sample of at most `crowd.SAMPLED` a minute."""

    sampled: int = 0
    hollow: int = 0
    """One or two words, or only emoji."""
    copies: int = 0
    """Near-copies of another in the sample, the first of each sort not counted."""
    largest: int = 0
    """Mentions in the largest group of near-copies."""
    echoes: tuple[int, ...] = ()
    """By which copies are found across minutes; see `streams.echoes`."""
    signed: int = 0
    """Negative mentions whose author is known."""
    voices: tuple[int, ...] = ()
    """By which their authors are counted, across minutes too; see `streams.voices`."""
    told: int = 0
    """Mentions whose platform tells how much their author has posted."""
    once: int = 0
    """Of those, from accounts with a single post."""
    probing: int = 0
    """That test, trick or abuse a bot."""
    angry: Engagement = Engagement()
    """Interactions with negative mentions."""
    others: Engagement = Engagement()
    """Interactions with all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCounts(Wire):
    """Mentions of an earlier, already closed minute."""

    start: UtcTime
    platform: Platform
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Minute(Wire):
    """One closed minute; `platforms` sum to `counts`."""

    brand: str
    start: UtcTime
    """Its first instant; it holds `start <= published_at < start + 1 min`."""
    counts: Counts = Counts()
    platforms: dict[Platform, Counts] = field(default_factory=dict)
    comments: Counts = Counts()
    """Those of `counts` that stand under something: comments and replies."""
    groups: dict[Platform, Counts] = field(default_factory=dict)
    """Those of `counts` that were said in groups, by platform."""
    newcomers: int = 0
    """Distinct authors of negative ones in groups who had said none there for a day; see `streams.contagion`."""
    own: OwnCounts = field(default_factory=OwnCounts)
    """The brand's own posts of the 30 days up to its end."""
    wording: WordingCounts = field(default_factory=WordingCounts)
    """How its own posts and replies are worded at its end."""
    resemblance: Resemblance = field(default_factory=Resemblance)
    """How like other brands' posts its own are."""
    languages: dict[str, int] = field(default_factory=dict)
    authors: int = 0
    """Distinct author hashes among its mentions."""
    crowd: Crowd = Crowd()
    quotes: tuple[Quote, ...] = ()
    """The most telling negative ones, at most `window.QUOTES_KEPT`."""
    probes: tuple[Quote, ...] = ()
    """Of those that test, trick or insult a bot, at most `window.QUOTES_KEPT`."""
    said: Said | None = None
    """What its mentions say, ask and want; None where none does."""
    uttered: UtteranceCounts = field(default_factory=UtteranceCounts)
    """What the brand's own bot said; not in `counts`."""
    hate: tuple[Quote, ...] = ()
    """Of that, what is hateful, at most `spoken.QUOTES_KEPT`."""
    late: tuple[LateCounts, ...] = ()
    duplicates: int = 0
    """Copies, cross-posts and new versions of what was counted before; not in `counts`."""
    too_late: int = 0
    """More than 24 h late; not in `counts` nor in `late`."""
    wordless: int = 0
    """Mentions without a text; they are in `counts` or in `late`, too."""
    unread: int = 0
    """Lines that name the brand and could not be read as a mention; not in `counts`."""
    removed: tuple[str, ...] = ()
    """Identities taken down by their author or platform."""
    sources: int = 0
    """How many sources had passed the minute when it closed."""
    silent: tuple[str, ...] = ()
    """Sources that no longer hold others back: dead feeds. While there is one, calm is not known."""

    @property
    def is_covered(self) -> bool:
        """Whether at least one source vouches for this minute; else zero means nothing."""
        return self.sources > 0


def join_closings(closings: Sequence[bytes]) -> bytes:
    """A record on `minutes` from several, with an empty line between: each closed at a page of its own."""
    return b"\n".join(closings)


def cut_closings(raw: bytes) -> list[bytes]:
    """The records that `join_closings` put together; who judges minutes judges each by itself, in whatever company."""
    return raw.split(b"\n\n")


def write_minutes(minutes: Iterable[Minute]) -> bytes:
    """A record on `minutes`: consecutive minutes of one brand, one a line."""
    return join_lines([minute.to_json() for minute in minutes])


def read_minutes(raw: bytes, brand: str | None = None) -> Lines[Minute]:
    """Read a record of `minutes`; see `read_lines`."""
    return read_lines(raw, Minute, brand)
