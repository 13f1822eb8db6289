"""A ledger: what one brand's people have been told and spared, so that the next telling can be weighed.

It is part of the brand's casebook, changes only with it, and is bounded.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from alerts.digest import LINES_KEPT, Cause, Line
from alerts.silence import Silence
from connectors.mention import UtcTime
from connectors.wire import Wire
from streams.spike import FeedAlarm, FeedState

ENTRIES_KEPT: Final = 128
CALLS_KEPT: Final = 512
SILENCES_KEPT: Final = 32
WAITING_KEPT: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Wire):
    """What has been told about one incident or one dead feed."""

    about: str
    channels: tuple[str, ...] = ()
    """Where it was told: whatever comes of it is told there too, so that nothing is left burning."""
    told_at: UtcTime | None = None
    """Event time of what was told last."""
    standing: str = ""
    """How it stood then, numbers aside."""
    shown: tuple[str, ...] = ()
    """Identities of the quotes that were shown."""
    is_held: bool = False
    """Newer numbers wait for the cooldown to pass."""
    kept: Cause | None = None
    """Why nobody has been told of it; none when they have."""
    silence: str = ""
    """Id of the silence that kept it."""
    feed: FeedAlarm | None = None
    """Of a feed that was kept: what to tell when the silence ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Wire):
    """One page of one person."""

    person: str
    at: UtcTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger(Wire):
    """One brand's; entries and lines oldest first."""

    entries: tuple[Entry, ...] = ()
    day: UtcTime | None = None
    """When the pages began to count that count now."""
    calls: tuple[Call, ...] = ()
    """Since then."""
    lines: tuple[Line, ...] = ()
    """For the next digest."""
    left_out: int = 0
    silences: tuple[Silence, ...] = ()
    waiting: tuple[FeedAlarm, ...] = ()
    """To be told together."""
    grouped: dict[FeedState, UtcTime] = field(default_factory=dict)
    """Since when they are gathered: when the last was told."""

    def find(self, about: str) -> Entry:
        return next((entry for entry in self.entries if entry.about == about), Entry(about=about))

    def put(self, entry: Entry) -> "Ledger":
        others = tuple(other for other in self.entries if other.about != entry.about)
        return replace(self, entries=(*others, entry)[-ENTRIES_KEPT:])

    def count_call(self, person: str, at: datetime) -> "Ledger":
        return replace(self, calls=(*self.calls, Call(person=person, at=at))[-CALLS_KEPT:])

    def count_calls(self, person: str) -> int:
        """Pages of one person since the day began."""
        return sum(call.person == person for call in self.calls)

    def add_line(self, line: Line) -> "Ledger":
        """Put something into the next digest; what is in it already is counted there."""
        known = next((one for one in self.lines if one.about == line.about), None)
        if known is None:
            if len(self.lines) >= LINES_KEPT:
                return replace(self, left_out=self.left_out + 1)
            return replace(self, lines=(*self.lines, line))
        severities = [one.severity for one in (known, line) if one.severity]
        merged = replace(known, severity=min(severities, default=None), count=known.count + 1)
        return replace(self, lines=tuple(merged if one is known else one for one in self.lines))

    def find_silence(self, silence: str) -> Silence | None:
        return next((one for one in self.silences if one.id == silence), None)

    def put_silence(self, silence: Silence) -> "Ledger":
        others = tuple(one for one in self.silences if one.id != silence.id)
        return replace(self, silences=(*others, silence))
