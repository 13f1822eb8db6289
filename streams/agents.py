"""The agents of the `sentiment` app: score, roll, detect, and the clock of the live lane.

Each is one durable step (streams/durable.py); what it decides stands in a pure module.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from time import perf_counter
from typing import Final, TypeVar

import msgspec
from faust.types import EventT, StreamT

from connectors.errors import UnreadableError
from connectors.mention import Tick
from connectors.page import MAX_LINE, DeadLine
from streams.app import Sentiment
from streams.brake import Brake
from streams.detectors.registry import DETECTORS
from streams.durable import EXIT_UNREADABLE, Outgoing, hard_stop, repeat_step, send_and_wait
from streams.judge import BrandJudge, JudgeState
from streams.metrics import StreamMetrics
from streams.minute import read_minutes, write_minutes
from streams.reading import Reading
from streams.score import ScoreMention, Source, score_page
from streams.seen import SeenMinutes
from streams.settings import Settings
from streams.spike import Spike, SpikePhase
from streams.window import BrandWindow, WindowState

MINUTES_PER_RECORD: Final = 500
"""Of a long gap that closes at once; keeps a record far below 1 MB."""

T = TypeVar("T")
_windows: Final = msgspec.json.Decoder(WindowState)
_judges: Final = msgspec.json.Decoder(JudgeState)


def add_agents(sentiment: Sentiment, settings: Settings, metrics: StreamMetrics, score: ScoreMention) -> None:
    """Give the app its agents; called once."""
    app = sentiment.app
    brake = Brake(settings.streams.max_unreadable)
    factory = DETECTORS[settings.streams.detector]

    async def score_step(event: EventT[bytes]) -> None:
        message = event.message
        source = Source(
            partition=message.partition,
            offset=message.offset,
            sent_at=datetime.fromtimestamp(message.timestamp, UTC),
        )
        started = perf_counter()
        page = score_page(
            event.value or b"", source, lane=settings.lane, brands=settings.brands, score=score
        )
        metrics.note_page(dead=len(page.dead), seconds=perf_counter() - started)
        readings = [Outgoing(sentiment.readings, reading.brand, reading.to_json()) for reading in page.readings]
        await send_and_wait([*_dead_letters(sentiment, event, page.dead), *readings])
        if brake.note(readable=page.lines, dead=len(page.dead)):
            why = (
                f"the last {settings.streams.max_unreadable} lines of {message.topic} could not be read; "
                f"see {settings.lane}.mentions.dead for the reasons, then mend the writer"
            )
            hard_stop(why, EXIT_UNREADABLE)

    async def roll_step(event: EventT[bytes]) -> None:
        reading = await _read_or_bury(sentiment, event, Reading.from_json)
        if reading is None:
            return
        brand = reading.brand
        stored = sentiment.windows.get(brand)
        window = BrandWindow(brand, settings.patience, _windows.decode(stored) if stored else WindowState())
        if window.is_applied(reading):
            metrics.note_repeat(brand)
            return
        seen = SeenMinutes(
            (reading.partition, reading.offset), lambda minute: sentiment.windows.get(f"{brand}|{minute}")
        )
        minutes = window.apply(reading, seen)
        await send_and_wait(
            [
                Outgoing(sentiment.minutes, brand, write_minutes(minutes[start : start + MINUTES_PER_RECORD]))
                for start in range(0, len(minutes), MINUTES_PER_RECORD)
            ]
        )
        for minute, hashes in seen.changes().items():
            if hashes is None:
                del sentiment.windows[f"{brand}|{minute}"]
            else:
                sentiment.windows[f"{brand}|{minute}"] = hashes
        # Last: in the changelog, too, the fence comes after all that it stands for.
        sentiment.windows[brand] = msgspec.json.encode(window.state)
        await sentiment.windows.settle()
        metrics.note_minutes(minutes)

    async def detect_step(event: EventT[bytes]) -> None:
        minutes = await _read_or_bury(sentiment, event, read_minutes)
        if minutes is None:
            return
        brand = minutes[0].brand
        stored = sentiment.judges.get(brand)
        state = _judges.decode(stored) if stored else JudgeState()
        judge = BrandJudge(brand, lane=settings.lane, factory=factory, state=state)
        verdict = judge.take(minutes)
        if verdict.latest is None:
            return
        await send_and_wait(
            [Outgoing(sentiment.spikes, brand, change.to_json()) for change in verdict.changes]
        )
        sentiment.judges[brand] = msgspec.json.encode(judge.state())
        await sentiment.judges.settle()
        metrics.note_assessment(brand, verdict.latest)
        for change in verdict.changes:
            if isinstance(change, Spike) and change.phase is SpikePhase.OPENED:
                metrics.note_spike(brand, change.severity)

    async def score_mentions(stream: StreamT[bytes]) -> None:
        await repeat_step(stream, score_step)

    async def roll_readings(stream: StreamT[bytes]) -> None:
        await repeat_step(stream, roll_step)

    async def detect_spikes(stream: StreamT[bytes]) -> None:
        await repeat_step(stream, detect_step)

    app.agent(sentiment.mentions, name="score_mentions")(score_mentions)
    app.agent(sentiment.readings, name="roll_readings")(roll_readings)
    app.agent(sentiment.minutes, name="detect_spikes")(detect_spikes)
    if settings.sends_ticks:
        _add_clock(sentiment, settings)


def _add_clock(sentiment: Sentiment, settings: Settings) -> None:
    """Send the time into each partition of `mentions` that this worker reads, and to `ticks`.

    It stands in the worker, not in the connectors, so that dead connectors cannot stop the clock that
    tells they are dead; and in their own partitions, so that a backlog is read before the time is.
    """
    app = sentiment.app
    mentions = sentiment.mentions.get_topic_name()

    async def send_time() -> None:
        tick = Tick(at=datetime.now(UTC), lane=settings.lane).to_json()
        mine = [tp.partition for tp in app.consumer.assignment() if tp.topic == mentions]
        for partition in mine:
            await sentiment.mentions.send(key="tick", value=tick + b"\n", partition=partition)
        if 0 in mine:
            await sentiment.ticks.send(key="tick", value=tick)

    app.timer(interval=settings.streams.tick_every, name="send_time")(send_time)


def _dead_letters(sentiment: Sentiment, event: EventT[bytes], dead: Iterable[DeadLine]) -> list[Outgoing]:
    message = event.message
    return [
        Outgoing(
            sentiment.dead,
            _key_text(event.key),
            line.raw,
            {
                "reason": line.reason.encode(),
                "topic": message.topic.encode(),
                "partition": str(message.partition).encode(),
                "offset": str(message.offset).encode(),
                "line": str(line.line).encode(),
            },
        )
        for line in dead
    ]


async def _read_or_bury(
    sentiment: Sentiment, event: EventT[bytes], read: Callable[[bytes], T]
) -> T | None:
    """Read a record that only our own agents write; what a stranger wrote there is a dead letter."""
    try:
        return read(event.value or b"")
    except UnreadableError as exc:
        line = DeadLine(0, (event.value or b"")[:MAX_LINE], str(exc))
        await send_and_wait(_dead_letters(sentiment, event, [line]))
        return None


def _key_text(key: object) -> str:
    return key.decode(errors="replace") if isinstance(key, bytes) else str(key or "")
