"""Readings from a recording: what the scoring step would send, page by page, in the same order.

Unscored recordings go through the very code that scores pages. Scored ones are laid out by the same
timetable, but pages are cut by their number of mentions alone, since a redacted line has lost its length.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from connectors.mention import Mention
from connectors.page import MAX_MENTIONS, join_lines
from connectors.timetable import Timetable
from deploy.recordings.taped import Taped
from streams.reading import Reading, Scored, SourceClock
from streams.score import ScoreMention, Source, score_page
from streams.times import MINUTE, minute_at, minute_of

PARTITION: Final = 0
"""One key, hence one partition."""


def score_recording(
    mentions: Iterable[Mention], table: Timetable, *, brands: Iterable[str], score: ScoreMention
) -> Iterator[Reading]:
    """Lay out pages and score them, as a replay and the scoring step do."""
    known = tuple(brands)
    for offset, page in enumerate(table.write_pages(mentions)):
        raw = join_lines([line.to_json() for line in page.lines])
        source = Source(partition=PARTITION, offset=offset, sent_at=page.at)
        yield from score_page(raw, source, lane=table.lane, brands=known, score=score).readings


def read_scores(tapes: Iterable[Taped], table: Timetable, *, brands: Iterable[str]) -> Iterator[Reading]:
    """Lay out scored lines as pages; nothing is scored again."""
    clocks = _Clocks(table.sources, tuple(brands))
    offset = 0
    ended: datetime | None = None
    for minute, group in groupby(tapes, key=lambda tape: minute_of(tape.scored.published_at)):
        ends = minute_at(minute) + MINUTE
        if ended is not None:
            for at in _beats(ended, ends, table.beat_every):
                yield from clocks.close(offset, at, ())
                offset += 1
        batch: list[Taped] = []
        for tape in group:
            if len(batch) >= MAX_MENTIONS:
                yield from clocks.page(offset, batch)
                offset += 1
                batch = []
            batch.append(tape)
        yield from clocks.close(offset, ends, batch)
        offset += 1
        ended = ends
    if ended is not None:
        last = ended + table.run_out
        for at in (*_beats(ended, last, table.beat_every), last):
            yield from clocks.close(offset, at, ())
            offset += 1


def _beats(ended: datetime, before: datetime, every: timedelta) -> Iterator[datetime]:
    at = ended + every
    while at < before:
        yield at
        at += every


class _Clocks:
    """Writes the readings of a page, with the heartbeats that close it."""

    def __init__(self, sources: Mapping[str, tuple[str, ...]], brands: tuple[str, ...]) -> None:
        self._brands = brands
        self._sources = {
            brand: tuple(source for source, heard in sorted(sources.items()) if not heard or brand in heard)
            for brand in brands
        }

    def page(self, offset: int, tapes: Iterable[Taped]) -> Iterator[Reading]:
        """A page that closes nothing."""
        for brand, mentions in self._deal(tapes).items():
            if mentions:
                yield Reading(brand=brand, partition=PARTITION, offset=offset, mentions=tuple(mentions))

    def close(self, offset: int, at: datetime, tapes: Iterable[Taped]) -> Iterator[Reading]:
        """A page that ends with all heartbeats and the time."""
        for brand, mentions in self._deal(tapes).items():
            yield Reading(
                brand=brand,
                partition=PARTITION,
                offset=offset,
                mentions=tuple(mentions),
                clocks=tuple(SourceClock(source=source, upto=at) for source in self._sources[brand]),
                tick=at,
            )

    def _deal(self, tapes: Iterable[Taped]) -> dict[str, list[Scored]]:
        dealt: dict[str, list[Scored]] = {brand: [] for brand in self._brands}
        for line, tape in enumerate(tapes):
            if tape.brand in dealt:
                dealt[tape.brand].append(_place(tape.scored, line))
        return dealt


def _place(scored: Scored, line: int) -> Scored:
    """Only what can become a quote has to know where it stands."""
    return replace(scored, line=line) if scored.excerpt else scored
