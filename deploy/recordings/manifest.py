"""A manifest: what is known of a recording, in a file beside it.

`acme-april.jsonl.zst` has `acme-april.manifest.json`. A recording of somebody else's may have a list of
storms alone, `NAME.periods.json`: `[{"start": …, "end": …}]`; an empty list says that nothing may page.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from connectors.mention import UtcTime
from connectors.wire import Wire

FORMAT = 1
LICENCE = (
    "People's words, read under the terms of each platform: for drills and back-tests of this team only;"
    " not to be passed on. Most platforms ask that what is deleted there is deleted here within days."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm(Wire):
    """What a detector should find: a crisis as a person would date it.

    Raises:
        ValueError: it ends before it begins.
    """

    onset: UtcTime
    end: UtcTime
    brand: str = ""
    """Empty for every brand of the recording."""
    about: str = ""

    def __post_init__(self) -> None:
        if self.end <= self.onset:
            raise ValueError(f"a storm ends before it begins: {self.onset.isoformat()}")

    def holds(self, at: UtcTime) -> bool:
        return self.onset <= at <= self.end

    @property
    def lasts_for(self) -> timedelta:
        return self.end - self.onset


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest(Wire):
    """What is known of one recording."""

    name: str
    origin: str = ""
    """Where it was read from, and with what."""
    made_at: UtcTime | None = None
    begins: UtcTime | None = None
    """The first mention, or the begin of what was asked for."""
    ends: UtcTime | None = None
    mentions: int = 0
    brands: dict[str, int] = field(default_factory=dict)
    """Mentions of each."""
    platforms: dict[str, int] = field(default_factory=dict)
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Whose heartbeats a replay sends, and for which brands."""
    left_out: dict[str, int] = field(default_factory=dict)
    """Lines that were there and are not in the file, by reason."""
    in_order: bool = False
    """Lines stand in the order of `published_at`, so that it can be read without holding it whole."""
    rekeyed: bool = False
    """Author hashes and native ids were hashed again with a key that nobody has."""
    redacted: bool = False
    """Without text: it can be back-tested, but not be scored again, nor be drilled with."""
    scored: bool = False
    """Each line carries its score."""
    licence: str = ""
    storms: tuple[Storm, ...] | None = None
    """The ground truth; empty says that nothing may page, none says that nobody knows."""
    format: int = FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(Wire):
    """A line of `NAME.periods.json`."""

    start: UtcTime
    end: UtcTime
