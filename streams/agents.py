"""The agents of the `sentiment` app: score, roll, detect, and the clock of the live lane.

Each is one durable step (streams/durable.py); what it decides stands in a pure module.
"""

from datetime import UTC, datetime
from typing import Final

import msgspec
from faust.types import StreamT

from connectors.mention import Tick
from connectors.settings import topic
from connectors.wire import Wire
from streams.app import Sentiment
from streams.dead import read_or_bury
from streams.durable import Outgoing, Steps, send_and_wait
from streams.gapless import Received
from streams.judge import BrandJudge, JudgeState
from streams.metrics import StreamMetrics
from streams.minute import read_minutes
from streams.ruling import Ruling
from streams.score import ScoreMention
from streams.settings import Settings
from streams.spike import Spike, SpikePhase
from streams.steps import RollStep, ScoreStep

_judges: Final = msgspec.json.Decoder(JudgeState)


def add_agents(sentiment: Sentiment, settings: Settings, metrics: StreamMetrics, score: ScoreMention) -> None:
    """Give the app its agents; called once."""
    score_step = ScoreStep(sentiment, settings, metrics, score)
    roll_step = RollStep(sentiment, settings, metrics)
    detect_step = DetectStep(sentiment, settings, metrics)

    async def score_mentions(stream: StreamT[bytes]) -> None:
        await steps.repeat_together(stream, score_step)

    async def roll_readings(stream: StreamT[bytes]) -> None:
        await steps.repeat_together(stream, roll_step)

    async def detect_spikes(stream: StreamT[bytes]) -> None:
        await steps.repeat(stream, detect_step)

    app = sentiment.app
    steps = Steps(app, settings.kafka.bootstrap)
    app.agent(sentiment.mentions, name="score_mentions")(score_mentions)
    app.agent(sentiment.readings, name="roll_readings")(roll_readings)
    app.agent(sentiment.judged, name="detect_spikes")(detect_spikes)
    steps.watch((sentiment.mentions, sentiment.readings, sentiment.judged), lambda: datetime.now(UTC))

    async def forget_brands(*_: object, **__: object) -> None:
        metrics.forget_brands()

    app.on_partitions_revoked.connect(forget_brands, weak=False)
    if settings.sends_ticks:
        _add_clock(sentiment, settings)


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
        self._factory = settings.detectors
        self._metrics = metrics

    async def __call__(self, record: Received) -> None:
        if record.topic == self._rulings:
            await self._rule(record)
            return
        minutes = await read_or_bury(self._sentiment, record, read_minutes)
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
        ruling = await read_or_bury(self._sentiment, record, Ruling.from_json)
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
