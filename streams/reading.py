"""A reading: one page's mentions of one brand, scored, on the `readings` topic.

A record holds consecutive readings of one brand, one a line: whoever scores many pages at once writes few records.
Partition and offset are those of the page on `mentions`. They are the fence: a page that comes twice is
applied once, and reading that offset again gives the same scores.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from connectors.mention import ChannelKind, Platform, UtcTime
from connectors.page import join_lines
from connectors.wire import Wire
from streams.lines import Lines, read_lines
from streams.ownposts import OwnPost
from streams.utterance import Utterance
from streams.wording import Wording


class Label(StrEnum):
    """What a mention feels about the brand."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"
    UNSCORED = "unscored"
    """We do not know: no scorer for its language. Neither neutral nor calm."""


class Stance(StrEnum):
    """Towards content because it is AI-made; not the same as the sentiment."""

    AGAINST = "against"
    NEUTRAL = "neutral"
    FOR = "for"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored(Wire):
    """One mention's score."""

    line: int
    """Line of the page it stands on, from 0."""
    identity: str
    source: str
    platform: Platform
    kind: ChannelKind
    published_at: UtcTime
    label: Label
    valence: float = 0.0
    """From −1 (hostile) to 1 (delighted); 0 where unscored."""
    confidence: float = 0.0
    """From 0 to 1: how sure the label is; 0 where unscored."""
    language: str = "other"
    """As decided by us: en, zh-Hant, zh-Hans, hu, ja, es or other."""
    backlash: bool = False
    """Against content because it is AI-made: the stance `against`."""
    stance: Stance | None = None
    """Towards AI-made content; None where it is not what the mention is about, or no scorer knows the language."""
    themes: tuple[str, ...] = ()
    """Why, when it is backlash: soulless, undisclosed, jobs…"""
    author: str | None = None
    family: str | None = None
    """Shared by the cross-posts of one piece: they are counted once."""
    url: str | None = None
    excerpt: str = ""
    """The first characters of the text when it may serve as a quote, else empty: of a negative mention, of one
    that plays with a bot, and of one that asks about AI-made content."""
    because: tuple[str, ...] = ()
    """The words, phrases or features that moved the score."""
    sketch: tuple[int, ...] = ()
    """By which near-copies are found without the text; see `streams.sketch`."""
    probing: bool = False
    """Tests, tricks or abuses a bot."""
    interactions: int | None = None
    """Likes, replies and shares together, when the platform tells."""
    once: bool | None = None
    """Whether it is its account's only post, when the platform tells."""
    piece: str | None = None
    """Title of the brand's registered AI-made content that it stands under."""
    owned: bool = False
    edited: bool = False
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceClock(Wire):
    """A heartbeat as it reaches a brand."""

    source: str
    upto: UtcTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Wire):
    """What one page says about one brand: scores, source clocks, time."""

    brand: str
    partition: int
    """Of the page on `mentions`."""
    offset: int
    """Of the page on `mentions`."""
    mentions: tuple[Scored, ...] = ()
    clocks: tuple[SourceClock, ...] = ()
    tick: UtcTime | None = None
    """The latest tick on the page."""
    own: tuple[OwnPost, ...] = ()
    """Signs of the brand's own posts, each once a minute."""
    grouped: tuple[int, ...] = ()
    """Lines of the mentions that were said in a group."""
    wordless: tuple[int, ...] = ()
    """Lines of the mentions that came without a text."""
    unread: dict[str, int] = field(default_factory=dict)
    """By source, lines of the page that name the brand and could not be read as a mention."""
    wordings: tuple[Wording, ...] = ()
    """How the brand's own posts and replies are worded, and posts of other brands."""
    uttered: tuple[Utterance, ...] = ()
    """What the brand's own bot said: no talk about the brand, and not among `mentions`."""


def write_readings(lines: Sequence[bytes]) -> bytes:
    """A record on `readings`: consecutive readings of one brand, each as its `to_json`."""
    return join_lines(lines)


def read_readings(raw: bytes, brand: str | None = None) -> Lines[Reading]:
    """Read a record of `readings`; see `read_lines`."""
    return read_lines(raw, Reading, brand)
