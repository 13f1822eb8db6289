"""The steps that take records in batches: scoring pages, rolling readings into windows."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec
from faust.types import TopicT

from connectors.page import cut_records
from streams.app import Sentiment
from streams.dead import Burial
from streams.durable import Outgoing, send
from streams.gapless import Received
from streams.metrics import StreamMetrics
from streams.minute import Minute, join_closings
from streams.reading import Reading, read_readings, write_readings
from streams.score import Source
from streams.scoring.page import PageScorer, PageScores
from streams.seen import SeenMinutes
from streams.settings import Settings
from streams.window import BrandWindow, WindowState

MINUTES_PER_RECORD: Final = 500
"""Of a long gap that closes at once."""

RECORD_BYTES: Final = 400_000
"""Of a record of readings or minutes, unless a single line is longer; far below 1 MB, and worth a record."""

_windows: Final = msgspec.json.Decoder(WindowState)


class _Gathered:
    """What goes into few records of one topic, a brand's together: a record costs Faust more than what it holds."""

    def __init__(self, topic: TopicT, join: Callable[[Sequence[bytes]], bytes]) -> None:
        self._topic = topic
        self._join = join
        self._parts: dict[str, list[bytes]] = {}
        self._sizes: dict[str, int] = {}

    def add(self, brand: str, part: bytes) -> Iterator[Outgoing]:
        """Put a part with those of its brand; give what there was when it has become enough for a record."""
        if brand in self._parts and self._sizes[brand] + len(part) > RECORD_BYTES:
            yield self._close(brand)
        self._parts.setdefault(brand, []).append(part)
        self._sizes[brand] = self._sizes.get(brand, 0) + len(part)

    def close(self) -> list[Outgoing]:
        """All that is left."""
        return [self._close(brand) for brand in list(self._parts)]

    def _close(self, brand: str) -> Outgoing:
        del self._sizes[brand]
        return Outgoing(self._topic, brand, self._join(self._parts.pop(brand)))

    def forget(self) -> None:
        self._parts.clear()
        self._sizes.clear()


class ScoreStep:
    """A page of mentions becomes a reading for each brand; what cannot be read becomes dead letters.

    Readings of a batch go together, a brand's in few records.
    """

    def __init__(
        self,
        sentiment: Sentiment,
        settings: Settings,
        metrics: StreamMetrics,
        pages: PageScorer,
    ) -> None:
        self._sentiment = sentiment
        self._settings = settings
        self._metrics = metrics
        self._pages = pages
        self._burial = Burial(sentiment, settings, metrics)
        self._gathered = _Gathered(sentiment.readings, write_readings)
        self._sent: list[Awaitable[object]] = []

    async def hand_in(self, record: Received) -> Awaitable[PageScores]:
        source = Source(partition=record.partition, offset=record.offset, sent_at=record.sent_at)
        return await self._pages.submit(record.value or b"", source)

    async def finish(self, record: Received, outcome: PageScores) -> None:
        self._metrics.note_page(seconds=outcome.seconds)
        full = [out for brand, line in outcome.readings for out in self._gathered.add(brand, line)]
        self._sent += await send(full)
        await self._burial.bury(record, outcome.dead, readable=outcome.mentions)

    async def wait(self) -> None:
        self._sent += await send(self._gathered.close())
        await self._burial.wait()
        sent, self._sent = self._sent, []
        for acknowledged in sent:
            await acknowledged

    def forget(self) -> None:
        self._gathered.forget()


@dataclass(slots=True)
class _Rolled:
    """What the readings of one partition have changed and is not yet written."""

    windows: dict[str, BrandWindow] = field(default_factory=dict)
    seen: dict[str, SeenMinutes] = field(default_factory=dict)
    """By brand."""
    closed: list[Minute] = field(default_factory=list)


class RollStep:
    """A reading goes into its brand's window; the minutes that close go on, those of a batch in few records."""

    def __init__(self, sentiment: Sentiment, settings: Settings, metrics: StreamMetrics) -> None:
        self._sentiment = sentiment
        self._settings = settings
        self._metrics = metrics
        self._burial = Burial(sentiment, settings, metrics)
        self._rolled: dict[int, _Rolled] = {}
        self._gathered = _Gathered(sentiment.minutes, join_closings)
        self._sent: list[Awaitable[object]] = []

    async def take(self, record: Received) -> None:
        lines = read_readings(record.value or b"", record.key_text)
        await self._burial.bury(record, lines.dead, readable=len(lines.good))
        rolled = self._rolled.setdefault(record.partition, _Rolled())
        for reading in lines.good:
            await self._roll(reading, rolled)

    async def _roll(self, reading: Reading, rolled: _Rolled) -> None:
        brand = reading.brand
        window = rolled.windows.get(brand) or self._resume(brand)
        if window.is_applied(reading):
            self._metrics.note_repeat(brand)
            return
        minutes = window.apply(reading, self._open_seen(rolled, reading))
        closings = cut_records(
            (minute.to_json() for minute in minutes), most=MINUTES_PER_RECORD, largest=RECORD_BYTES
        )
        self._sent += await send(
            [full for closing in closings for full in self._gathered.add(brand, closing)]
        )
        rolled.windows[brand] = window
        rolled.closed += minutes

    async def wait(self) -> None:
        self._sent += await send(self._gathered.close())
        await self._burial.wait()
        for acknowledged in self._sent:
            await acknowledged

    def write(self, partition: int) -> None:
        table, rolled = self._sentiment.windows, self._rolled.get(partition, _Rolled())
        for brand, seen in rolled.seen.items():
            for minute, hashes in seen.changes().items():
                key = _name_minute(brand, minute)
                if hashes is not None:
                    table[key] = hashes
                elif table.get(key) is not None:
                    del table[key]
        # Last: in the changelog, too, the fence comes after all that it stands for.
        for brand, window in rolled.windows.items():
            table[brand] = msgspec.json.encode(window.state)

    async def settle(self) -> None:
        await self._sentiment.windows.settle()
        for rolled in self._rolled.values():
            self._metrics.note_minutes(rolled.closed)
        self.forget()

    def forget(self) -> None:
        self._rolled.clear()
        self._gathered.forget()
        self._sent.clear()
        self._burial.forget()

    def _resume(self, brand: str) -> BrandWindow:
        stored = self._sentiment.windows.get(brand)
        state = _windows.decode(stored) if stored else WindowState()
        return BrandWindow(brand, self._settings.patience, state)

    def _open_seen(self, rolled: _Rolled, reading: Reading) -> SeenMinutes:
        brand, page = reading.brand, (reading.partition, reading.offset)
        seen = rolled.seen.get(brand)
        if seen is None:
            table = self._sentiment.windows
            seen = rolled.seen[brand] = SeenMinutes(
                page, lambda minute: table.get(_name_minute(brand, minute))
            )
        seen.turn(page)
        return seen


def _name_minute(brand: str, minute: int) -> str:
    return f"{brand}|{minute}"
