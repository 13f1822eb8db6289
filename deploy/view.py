"""A view of one lane: what its topics say so far, in the few numbers a person watches.

It is fed record by record, in any order across partitions, and comes out the same.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from alerts.incident import Incident
from alerts.notice import Notice
from connectors.mention import Tick, UtcTime
from streams.minute import Counts, Minute
from streams.spike import FeedAlarm, Spike, SpikePhase

SPAN: Final = timedelta(hours=1)
"""What "now" means in a share: a minute alone is mostly empty."""
BUCKET: Final = timedelta(hours=1)
"""Of the curve."""


@dataclass(slots=True)
class BrandView:
    """One brand's numbers."""

    total: Counts = field(default_factory=Counts)
    upto: UtcTime | None = None
    """End of the last closed minute."""
    silent: tuple[str, ...] = ()
    _recent: deque[Minute] = field(default_factory=deque)
    _curve: dict[datetime, Counts] = field(default_factory=dict)

    def take(self, minute: Minute) -> None:
        counts = minute.counts
        for late in minute.late:
            counts = counts + late.counts
        self.total = self.total + counts
        self.upto = minute.start + timedelta(minutes=1)
        self.silent = minute.silent
        self._recent.append(minute)
        while self._recent[0].start < self.upto - SPAN:
            self._recent.popleft()
        bucket = minute.start - (minute.start - datetime.min.replace(tzinfo=minute.start.tzinfo)) % BUCKET
        self._curve[bucket] = self._curve.get(bucket, Counts()) + counts

    @property
    def recent(self) -> Counts:
        """The last hour's."""
        counts = Counts()
        for minute in self._recent:
            counts = counts + minute.counts
        return counts

    def curve(self) -> list[Counts]:
        """Hours from the first to the last; those without a mention are empty."""
        if not self._curve:
            return []
        start, end = min(self._curve), max(self._curve)
        steps = int((end - start) / BUCKET)
        return [self._curve.get(start + step * BUCKET, Counts()) for step in range(steps + 1)]


@dataclass(slots=True)
class LaneView:
    """All brands, spikes, incidents and notices of one lane."""

    brands: dict[str, BrandView]
    spikes: dict[str, list[Spike]] = field(default_factory=dict)
    """By id: the changes of its life."""
    feeds: list[FeedAlarm] = field(default_factory=list)
    incidents: dict[str, list[Incident]] = field(default_factory=dict)
    notices: dict[str, Notice] = field(default_factory=dict)
    times: dict[str, UtcTime] = field(default_factory=dict)
    """By brand: how far the detector has told that it is."""

    @classmethod
    def of_brands(cls, names: Iterable[str]) -> "LaneView":
        return cls({name: BrandView() for name in names})

    def take_minutes(self, minutes: Iterable[Minute]) -> None:
        for minute in minutes:
            self.brands.setdefault(minute.brand, BrandView()).take(minute)

    def take_spike(self, record: Spike | FeedAlarm) -> None:
        """A record that came twice is known by its content."""
        if isinstance(record, FeedAlarm):
            if record not in self.feeds:
                self.feeds.append(record)
            return
        life = self.spikes.setdefault(record.id, [])
        if record not in life:
            life.append(record)

    def take_incident(self, incident: Incident) -> None:
        life = self.incidents.setdefault(incident.id, [])
        if incident not in life:
            life.append(incident)

    def take_notice(self, notice: Notice) -> None:
        self.notices[notice.id] = notice

    def take_tick(self, tick: Tick) -> None:
        """The detector's time of a brand, as a drill's lane tells it on `spikes`."""
        if tick.brand:
            self.times[tick.brand] = max(tick.at, self.times.get(tick.brand, tick.at))

    @property
    def upto(self) -> datetime | None:
        """Event time up to which the minutes of all brands have closed; None while one has not begun."""
        return _least(brand.upto for brand in self.brands.values())

    @property
    def judged(self) -> datetime | None:
        """Event time up to which the detector has judged every brand; None while it has not begun with one."""
        return _least(map(self.times.get, self.brands))

    @property
    def mentions(self) -> int:
        return sum(brand.total.mentions for brand in self.brands.values())

    def openings(self) -> list[Spike]:
        """The first record of each spike, in the order they were noticed."""
        opened = [
            record for life in self.spikes.values() for record in life if record.phase is SpikePhase.OPENED
        ]
        return sorted(opened, key=lambda spike: (spike.at, spike.id))

    def stood(self, spike: str, at: datetime) -> bool:
        """Whether a spike was open at a moment."""
        life = self.spikes.get(spike, ())
        opened = [record.at for record in life if record.phase is SpikePhase.OPENED]
        closed = [record.at for record in life if record.phase is SpikePhase.CLOSED]
        return any(moment <= at for moment in opened) and not any(moment <= at for moment in closed)


def _least(times: Iterable[datetime | None]) -> datetime | None:
    found = list(times)
    known = [time for time in found if time is not None]
    return min(known) if known and len(known) == len(found) else None


def share(part: int, whole: int) -> float | None:
    """None when there is nothing to be a share of: that is not zero."""
    return part / whole if whole else None
