"""A spike: negative talk about a brand beyond what its own history explains, on the `spikes` topic."""

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from typing import Literal

from connectors.mention import Platform, Tick, UtcTime
from connectors.wire import Wire, decode
from streams.minute import Counts, Crowd, Quote
from streams.pieces import Pieces
from streams.quality import Flaws
from streams.said import Said
from streams.wording import WordingCounts


class SpikeKind(StrEnum):
    """What rose."""

    NEGATIVE = "negative"
    """Negative mentions, by count or by share."""
    BACKLASH = "backlash"
    """Mentions against content because it is AI-made."""
    VOLUME = "volume"
    """Mentions of any sort: information, never a page."""
    BOT_UNDER_ATTACK = "bot_under_attack"
    """Mentions that test, trick or insult the brand's bot, whatever they feel."""
    BOT_SPEAKS_HATE = "bot_speaks_hate"
    """Not the public: what the brand's own bot says, where it is hateful."""


class SpikePhase(StrEnum):
    """Where in its life a spike is; each change is one record."""

    OPENED = "opened"
    WORSENED = "worsened"
    CLOSED = "closed"


class Severity(StrEnum):
    """SEV1 is worst."""

    SEV1 = "SEV1"
    SEV2 = "SEV2"
    SEV3 = "SEV3"
    SEV4 = "SEV4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Wire):
    """One number of the arithmetic behind a decision."""

    name: str
    value: float
    unit: str = ""
    note: str = ""
    """For a person: how it was made or what it is compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainCount(Wire):
    """How many there are, for a person to repeat: each mention once, whatever the detector makes of it."""

    kind: SpikeKind
    count: int
    """Mentions of this kind."""
    mentions: int
    """All mentions of the same time."""
    minutes: int
    """The time they were counted over: from the onset as far back as is kept, and never less than 45 minutes."""
    usual: float | None = None
    """What is normal in as long a time; None where the detector cannot tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spike(Wire):
    """A change in the life of one spike, with every number that led to it."""

    id: str
    """The same through all phases; derived from brand, kind and onset (`spike_id`)."""
    brand: str
    kind: SpikeKind
    phase: SpikePhase
    severity: Severity
    detector: str
    onset: UtcTime
    """First minute of the rise."""
    at: UtcTime
    """End of the minute whose closing brought this record."""
    observed: float
    """Mentions of this kind in the detector's window, as it weighs them: not always a number of mentions."""
    expected: float
    """What the baseline says for the same window."""
    evidence: float
    threshold: float
    """`evidence` crossed it; same unit, named in `terms`."""
    terms: tuple[Term, ...] = ()
    mentions: int = 0
    """All mentions since the onset, within what the detector keeps."""
    usual_mentions: float | None = None
    """How many of any sort are normal in the same time; None where the detector cannot tell."""
    negative: int = 0
    unscored: int = 0
    platforms: dict[Platform, int] = field(default_factory=dict)
    """Mentions of this kind by platform since the onset."""
    themes: dict[str, int] = field(default_factory=dict)
    pieces: Pieces = field(default_factory=dict)
    """Mentions since the onset under registered AI-made content."""
    crowd: Crowd = field(default_factory=Crowd)
    """How the mentions since the onset look together."""
    plain: PlainCount | None = None
    """What people are told first; None in records of before, and where nothing is counted from an onset."""
    mix: Counts | None = None
    """Of the time that `plain` was counted over: how many of each label and stance, without themes and pieces."""
    said: Said | None = None
    """What people say, ask and want in the same time, as it is shown."""
    wording: WordingCounts | None = None
    """How the brand itself sounds, as far as it was seen; None in records of before."""
    quotes: tuple[Quote, ...] = ()
    removed: tuple[str, ...] = ()
    """Identities taken down since the last record: to vanish from messages already sent."""
    silent: tuple[str, ...] = ()
    """Feeds that are dead meanwhile."""
    untrusted: Flaws | None = None
    """What was bad in the last hour's data, where it was too much to trust the numbers."""
    lane: str = "live"
    type: Literal["spike"] = "spike"


class FeedState(StrEnum):
    SILENT = "silent"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedAlarm(Wire):
    """A source stopped, or came back: a dead feed is not calm."""

    id: str
    """Derived from brand, source and `since`; the same when it comes back."""
    brand: str
    source: str
    state: FeedState
    since: UtcTime
    """Up to when it had vouched for being complete."""
    at: UtcTime
    lane: str = "live"
    type: Literal["feed"] = "feed"


def derive_id(*parts: str) -> str:
    """An id that is the same for the same parts, on every machine: 12 hexadecimal digits."""
    return blake2b("\x1f".join(parts).encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class _Header:
    type: str = "spike"


def read_spike(raw: bytes) -> Spike | FeedAlarm | Tick:
    """Read a record of `spikes`; in a drill it also carries the brand's time, in order with its spikes.

    Raises:
        UnreadableError: it is none of these; the text names the field.
    """
    match decode(raw, _Header).type:
        case "feed":
            return decode(raw, FeedAlarm)
        case "tick":
            return decode(raw, Tick)
        case _:
            return decode(raw, Spike)
