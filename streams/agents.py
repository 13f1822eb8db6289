"""The agents of the `sentiment` app: score, roll, detect, and the clock of the live lane.

Each is one durable step (streams/durable.py); what it decides stands in a pure module.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from time import perf_counter
from typing import Final, TypeVar

import msgspec
from faust.types import StreamT

from connectors.errors import UnreadableError
from connectors.mention import Tick
from connectors.page import MAX_LINE, DeadLine
from connectors.settings import topic
from connectors.wire import Wire
from streams.app import Sentiment
from streams.brake import Brake
from streams.detectors.registry import DETECTORS
from streams.durable import EXIT_UNREADABLE, Outgoing, Steps, hard_stop, send_and_wait
from streams.gapless import Received
from streams.judge import BrandJudge, JudgeState
from streams.metrics import StreamMetrics
from streams.minute import read_minutes, write_minutes
from streams.reading import Reading
from streams.ruling import Ruling
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
    score_step = ScoreStep(sentiment, settings, metrics, score)
    roll_step = RollStep(sentiment, settings, metrics)
    detect_step = DetectStep(sentiment, settings, metrics)

    async def score_mentions(stream: StreamT[bytes]) -> None:
        await steps.repeat(stream, score_step)

    async def roll_readings(stream: StreamT[bytes]) -> None:
        await steps.repeat(stream, roll_step)

    async def detect_spikes(stream: StreamT[bytes]) -> None:
        await steps.repeat(stream, detect_step)

    app = sentiment.app
    steps = Steps(app, settings.kafka.bootstrap)
    app.agent(sentiment.mentions, name="score_mentions")(score_mentions)
    app.agent(sentiment.readings, name="roll_readings")(roll_readings)
    app.agent(sentiment.judged, name="detect_spikes")(detect_spikes)
    steps.watch((sentiment.mentions, sentiment.readings, sentiment.judged), lambda: datetime.now(UTC))
    if settings.sends_ticks:
        _add_clock(sentiment, settings)


class ScoreStep:
    """A page of mentions becomes a reading for each brand; what cannot be read becomes dead letters."""

    def __init__(
        self, sentiment: Sentiment, settings: Settings, metrics: StreamMetrics, score: ScoreMention
    ) -> None:
        self._sentiment = sentiment
        self._settings = settings
        self._metrics = metrics
        self._score = score
        self._brake = Brake(settings.streams.max_unreadable)

    async def __call__(self, record: Received) -> None:
        settings = self._settings
        source = Source(partition=record.partition, offset=record.offset, sent_at=record.sent_at)
        started = perf_counter()
        page = score_page(
            record.value or b"", source, lane=settings.lane, brands=settings.brands, score=self._score
        )
        self._metrics.note_page(dead=len(page.dead), seconds=perf_counter() - started)
        dead = _dead_letters(self._sentiment, record, page.dead)
        readings = [
            Outgoing(self._sentiment.readings, reading.brand, reading.to_json()) for reading in page.readings
        ]
        await send_and_wait([*dead, *readings])
        if self._brake.note(readable=page.mentions, dead=len(page.dead)):
            why = (
                f"the last {settings.streams.max_unreadable} lines of {record.topic} could not be read; "
                f"{settings.lane}.mentions.dead has the reasons; mend the writer, then start again"
            )
            hard_stop(why, EXIT_UNREADABLE)


class RollStep:
    """A reading goes into its brand's window; the minutes that close go on."""

    def __init__(self, sentiment: Sentiment, settings: Settings, metrics: StreamMetrics) -> None:
        self._sentiment = sentiment
        self._settings = settings
        self._metrics = metrics

    async def __call__(self, record: Received) -> None:
        reading = await _read_or_bury(self._sentiment, record, Reading.from_json)
        if reading is None:
            return
        brand, table = reading.brand, self._sentiment.windows
        stored = table.get(brand)
        state = _windows.decode(stored) if stored else WindowState()
        window = BrandWindow(brand, self._settings.patience, state)
        if window.is_applied(reading):
            self._metrics.note_repeat(brand)
            return
        page = (reading.partition, reading.offset)
        seen = SeenMinutes(page, lambda minute: table.get(f"{brand}|{minute}"))
        minutes = window.apply(reading, seen)
        await send_and_wait(
            [
                Outgoing(self._sentiment.minutes, brand, write_minutes(minutes[at : at + MINUTES_PER_RECORD]))
                for at in range(0, len(minutes), MINUTES_PER_RECORD)
            ]
        )
        for minute, hashes in seen.changes().items():
            if hashes is None:
                del table[f"{brand}|{minute}"]
            else:
                table[f"{brand}|{minute}"] = hashes
        # Last: in the changelog, too, the fence comes after all that it stands for.
        table[brand] = msgspec.json.encode(window.state)
        await table.settle()
        self._metrics.note_minutes(minutes)


class DetectStep:
    """Closed minutes go to their brand's judge; spikes and feed alarms go on. Rulings teach it.

    In a drill the time goes on, too: on `spikes` itself, so that whoever waits for a deadline sees time and
    spikes in one order at every speed. Live they have the wall clock.
    """

    def __init__(self, sentiment: Sentiment, settings: Settings, metrics: StreamMetrics) -> None:
        self._sentiment = sentiment
        self._lane = settings.lane
        self._tells_time = not settings.sends_ticks
        self._rulings = topic(settings.lane, "rulings")
        self._factory = DETECTORS[settings.streams.detector]
        self._metrics = metrics

    async def __call__(self, record: Received) -> None:
        if record.topic == self._rulings:
            await self._rule(record)
            return
        minutes = await _read_or_bury(self._sentiment, record, read_minutes)
        if minutes is None:
            return
        brand = minutes[0].brand
        judge = self._resume(brand)
        verdict = judge.take(minutes)
        if verdict.latest is None:
            return
        changes = verdict.changes
        news: list[Wire] = [*changes]
        if self._tells_time:
            news.append(Tick(at=judge.upto, brand=brand, lane=self._lane))
        await send_and_wait([Outgoing(self._sentiment.spikes, brand, one.to_json()) for one in news])
        await self._keep(brand, judge)
        self._metrics.note_assessment(brand, verdict.latest)
        for change in changes:
            if isinstance(change, Spike) and change.phase is SpikePhase.OPENED:
                self._metrics.note_spike(brand, change.severity)

    async def _rule(self, record: Received) -> None:
        ruling = await _read_or_bury(self._sentiment, record, Ruling.from_json)
        if ruling is None or ruling.lane != self._lane:
            return
        judge = self._resume(ruling.brand)
        if judge.rule(ruling):
            await self._keep(ruling.brand, judge)

    def _resume(self, brand: str) -> BrandJudge:
        stored = self._sentiment.judges.get(brand)
        state = _judges.decode(stored) if stored else JudgeState()
        return BrandJudge(brand, lane=self._lane, factory=self._factory, state=state)

    async def _keep(self, brand: str, judge: BrandJudge) -> None:
        self._sentiment.judges[brand] = msgspec.json.encode(judge.state())
        await self._sentiment.judges.settle()


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


def _dead_letters(sentiment: Sentiment, record: Received, dead: Iterable[DeadLine]) -> list[Outgoing]:
    return [
        Outgoing(
            sentiment.dead,
            (record.key or b"").decode(errors="replace"),
            line.raw,
            {
                "reason": line.reason.encode(),
                "topic": record.topic.encode(),
                "partition": str(record.partition).encode(),
                "offset": str(record.offset).encode(),
                "line": str(line.line).encode(),
            },
        )
        for line in dead
    ]


async def _read_or_bury(sentiment: Sentiment, record: Received, read: Callable[[bytes], T]) -> T | None:
    """Read a record that only our own agents write; what a stranger wrote there is a dead letter."""
    try:
        return read(record.value or b"")
    except UnreadableError as exc:
        line = DeadLine(0, (record.value or b"")[:MAX_LINE], str(exc))
        await send_and_wait(_dead_letters(sentiment, record, [line]))
        return None
