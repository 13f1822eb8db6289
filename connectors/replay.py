"""A replay: a recording sent into a drill's lane, at any speed, with the same pages at each."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from connectors.clock import Clock
from connectors.cursors import save_cursor
from connectors.errors import MisconfiguredError
from connectors.mention import Mention
from connectors.page import join_lines
from connectors.publisher import Place, Publisher, Record
from connectors.settings import topic
from connectors.timetable import VERSION, TimedPage, Timetable
from connectors.wire import Wire, decode

LIVE: Final = "live"
_PAGES_AT_ONCE: Final = 500
_BYTES_AT_ONCE: Final = 4_000_000
_TICK_KEY: Final = "tick"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a replay is; everything counted here is acknowledged by Kafka."""

    at: datetime | None = None
    """Simulated time."""
    pages: int = 0
    mentions: int = 0
    of_mentions: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cursor(Wire):
    recording: str
    pages: int


@dataclass(frozen=True, slots=True)
class Recording:
    """What is replayed, and how it beats."""

    name: str
    """The key of all its pages, hence one partition and one order."""
    mentions: Sequence[Mention]
    """In order of time."""
    timetable: Timetable

    def __post_init__(self) -> None:
        if self.timetable.lane == LIVE:
            raise MisconfiguredError(
                "a recording is never replayed into the `live` lane: it would page people"
            )

    def fingerprint(self) -> str:
        """Changes whenever a page boundary may have changed."""
        digest = blake2b(digest_size=16)
        table = self.timetable
        digest.update(repr((VERSION, table.lane, table.beat_every, table.run_out)).encode())
        for mention in self.mentions:
            digest.update(mention.to_json())
        return digest.hexdigest()

    def pages_sent(self, cursor: bytes | None) -> int:
        """How many pages an earlier run has sent.

        Raises:
            MisconfiguredError: the cursor is of another recording or of other options.
        """
        if cursor is None:
            return 0
        saved = decode(cursor, _Cursor)
        if saved.recording != self.fingerprint():
            raise MisconfiguredError(
                f"lane `{self.timetable.lane}` holds a replay `{self.name}` of another recording or with other"
                " options; use another lane"
            )
        return saved.pages


@dataclass(frozen=True, slots=True)
class Replay:
    """Sends a recording."""

    recording: Recording
    publisher: Publisher
    clock: Clock
    speed: float | None = None
    """Seconds of event time a second; none is as fast as Kafka takes it."""
    report: Callable[[Progress], None] = lambda _: None
    on_place: Callable[[TimedPage, Place], None] = lambda _page, _place: None
    """Called with each page when it is acknowledged."""
    by_event_time: bool = False
    """The clock itself tells event time, at whatever pace: a page is due when it says so."""

    async def run(self, stop: asyncio.Event, cursor: bytes | None = None) -> Progress:
        """Send everything after the cursor, or until `stop` is set; the cursor is saved as it goes.

        After a crash the pages since the last saved cursor are sent again, the same byte for byte.

        Raises:
            TransientError: the broker does not answer; run again to go on from the cursor.
            MisconfiguredError: the broker refuses, or the cursor is of something else.
        """
        skipped = self.recording.pages_sent(cursor)
        fingerprint = self.recording.fingerprint()
        pages = list(self.recording.timetable.write_pages(self.recording.mentions))
        progress = Progress(
            pages=skipped,
            mentions=sum(page.mentions for page in pages[:skipped]),
            of_mentions=len(self.recording.mentions),
            done=skipped == len(pages),
        )
        async for due in self._pages_due(pages[skipped:], stop):
            await self._send(due, _Cursor(recording=fingerprint, pages=progress.pages + len(due)))
            progress = Progress(
                at=due[-1].at,
                pages=progress.pages + len(due),
                mentions=progress.mentions + sum(page.mentions for page in due),
                of_mentions=progress.of_mentions,
                done=progress.pages + len(due) == len(pages),
            )
            self.report(progress)
        return progress

    async def _pages_due(
        self, pages: Sequence[TimedPage], stop: asyncio.Event
    ) -> AsyncIterator[list[TimedPage]]:
        """Hand out pages when their time has come, those that are due together at once."""
        began = pages[0].at if self.by_event_time and pages else self.clock.now()
        waiting: list[TimedPage] = []
        size = 0
        for page in pages:
            wait = self._wait_for(page.at - pages[0].at, began)
            if waiting and (wait or len(waiting) >= _PAGES_AT_ONCE or size > _BYTES_AT_ONCE):
                yield waiting
                waiting, size = [], 0
                wait = self._wait_for(page.at - pages[0].at, began)
            if wait:
                await self._sleep(wait, stop)
            if stop.is_set():
                return
            waiting.append(page)
            size += sum(len(line.text) for line in page.lines if isinstance(line, Mention))
        if waiting:
            yield waiting

    def _wait_for(self, since_first: timedelta, began: datetime) -> timedelta:
        if self.speed is None:
            return timedelta()
        return max(began + since_first / self.speed - self.clock.now(), timedelta())

    async def _sleep(self, for_: timedelta, stop: asyncio.Event) -> None:
        waits = (asyncio.create_task(self.clock.sleep(for_)), asyncio.create_task(stop.wait()))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()

    async def _send(self, pages: Sequence[TimedPage], cursor: _Cursor) -> None:
        lane, name = self.recording.timetable.lane, self.recording.name
        records = [
            Record(topic(lane, "mentions"), name, join_lines([line.to_json() for line in page.lines]))
            for page in pages
        ]
        places = await asyncio.to_thread(self.publisher.send, records)
        for page, place in zip(pages, places, strict=True):
            self.on_place(page, place)
        # Only now: who reads a tick may rely on the pages before it.
        ticks = [
            Record(topic(lane, "ticks"), _TICK_KEY, page.tick.to_json())
            for page in pages
            if page.tick is not None
        ]
        await asyncio.to_thread(self.publisher.send, ticks)
        await asyncio.to_thread(save_cursor, self.publisher, lane, name, cursor.to_json())
