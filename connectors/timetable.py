"""The timetable of a replay: which page holds what, decided by event time alone.

Detection in a drill must not depend on how fast the drill runs, so neither may the place where a page ends:
streams see offsets, and offsets are these pages.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from connectors.mention import Heartbeat, Mention, Tick
from connectors.page import MAX_BYTES, MAX_MENTIONS, Line

VERSION: Final = 1
"""Of the rules below; part of a replay's cursor, because a change of them moves every page."""

_MINUTE: Final = timedelta(minutes=1)
_EPOCH: Final = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class TimedPage:
    """A page and the moment of event time at which it is due."""

    at: datetime
    """End of its minute."""
    lines: tuple[Line, ...]
    mentions: int
    tick: Tick | None
    """The last of `lines` where the page closes its minute. Of several pages of one minute only the last
    does: a heartbeat on an earlier one would promise what has not been sent yet."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """How a replay beats while nobody talks."""

    sources: Mapping[str, tuple[str, ...]]
    """Whose heartbeats are sent, and for which brands."""
    lane: str
    beat_every: timedelta = timedelta(minutes=5)
    """Of event time, whole minutes: the longest gap between two pages."""
    run_out: timedelta = timedelta(minutes=30)
    """How long time goes on after the last mention, so that every window closes."""

    def __post_init__(self) -> None:
        for name, span in (("beat_every", self.beat_every), ("run_out", self.run_out)):
            if span % _MINUTE or span < _MINUTE:
                raise ValueError(f"`{name}` must be a whole number of minutes, at least one")

    def write_pages(self, mentions: Iterable[Mention]) -> Iterator[TimedPage]:
        """Lay out the pages of a recording.

        Args:
            mentions: in order of `published_at`.
        """
        ended: datetime | None = None
        for minute, group in groupby(mentions, key=_floor):
            ends = minute + _MINUTE
            if ended is not None:
                yield from self._beat(ended, before=ends)
            yield from self._write_minute(ends, list(group))
            ended = ends
        if ended is not None:
            last = ended + self.run_out
            yield from self._beat(ended, before=last)
            yield self._close_minute(last, [])

    def _beat(self, ended: datetime, *, before: datetime) -> Iterator[TimedPage]:
        at = ended + self.beat_every
        while at < before:
            yield self._close_minute(at, [])
            at += self.beat_every

    def _write_minute(self, ends: datetime, mentions: list[Mention]) -> Iterator[TimedPage]:
        room = MAX_BYTES - sum(len(line.to_json()) + 1 for line in self._closing_lines(ends))
        batch: list[Mention] = []
        size = 0
        for mention in mentions:
            length = len(mention.to_json()) + 1
            if batch and (len(batch) >= MAX_MENTIONS or size + length > room):
                yield TimedPage(ends, tuple(batch), len(batch), tick=None)
                batch, size = [], 0
            batch.append(mention)
            size += length
        yield self._close_minute(ends, batch)

    def _close_minute(self, ends: datetime, mentions: list[Mention]) -> TimedPage:
        *beats, tick = self._closing_lines(ends)
        return TimedPage(ends, (*mentions, *beats, tick), len(mentions), tick=Tick(at=ends, lane=self.lane))

    def _closing_lines(self, ends: datetime) -> tuple[Line, ...]:
        beats = (
            Heartbeat(source=source, upto=ends, brands=brands, lane=self.lane)
            for source, brands in sorted(self.sources.items())
        )
        return (*beats, Tick(at=ends, lane=self.lane))


def _floor(mention: Mention) -> datetime:
    return _EPOCH + (mention.published_at - _EPOCH) // _MINUTE * _MINUTE
