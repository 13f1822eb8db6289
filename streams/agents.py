"""The agents of the `sentiment` app: score, roll, detect, and the clock of the live lane.

Each is one durable step (streams/durable.py); what it decides stands in a pure module.
"""

import logging
import time
from datetime import UTC, datetime, timedelta

from faust.types import StreamT

from connectors.mention import Tick
from streams.app import Sentiment
from streams.batches import Batches
from streams.detect import DetectStep
from streams.durable import Steps
from streams.flow import Flow
from streams.metrics import StreamMetrics
from streams.pulse import Pulse
from streams.scoring.page import PageScorer
from streams.settings import Settings
from streams.steps import RollStep, ScoreStep

log = logging.getLogger(__name__)


def add_agents(sentiment: Sentiment, settings: Settings, metrics: StreamMetrics, pages: PageScorer) -> None:
    """Give the app its agents; called once."""
    score_step = ScoreStep(sentiment, settings, metrics, pages)
    roll_step = RollStep(sentiment, settings, metrics)
    detect_step = DetectStep(sentiment, settings, metrics)

    async def score_mentions(stream: StreamT[bytes]) -> None:
        await Flow(steps, score_step).run(stream)

    async def roll_readings(stream: StreamT[bytes]) -> None:
        await Batches(steps, roll_step).run(stream)

    async def detect_spikes(stream: StreamT[bytes]) -> None:
        await Batches(steps, detect_step).run(stream)

    app = sentiment.app
    steps = Steps(app, settings.kafka)
    app.agent(sentiment.mentions, name="score_mentions")(score_mentions)
    app.agent(sentiment.readings, name="roll_readings")(roll_readings)
    app.agent(sentiment.judged, name="detect_spikes")(detect_spikes)
    steps.watch((sentiment.mentions, sentiment.readings, sentiment.judged), lambda: datetime.now(UTC))

    async def forget_brands(*_: object, **__: object) -> None:
        metrics.forget_brands()

    app.on_partitions_revoked.connect(forget_brands, weak=False)
    if settings.sends_ticks:
        _add_clock(sentiment, settings)


def _add_clock(sentiment: Sentiment, settings: Settings) -> None:
    """Send the time into each partition of `mentions` that this worker reads, and to `ticks`.

    It stands in the worker, not in the connectors, so that dead connectors cannot stop the clock that
    tells they are dead; and in their own partitions, so that a backlog is read before the time is.
    """
    app = sentiment.app
    mentions = sentiment.mentions.get_topic_name()
    pulse = Pulse()

    async def send_time() -> None:
        now = datetime.now(UTC)
        if not pulse.is_believed(now, timedelta(seconds=time.monotonic())):
            log.warning(
                "This machine's clock has jumped ahead, to %s; for a while nobody is told the time.", now
            )
            return
        tick = Tick(at=now, lane=settings.lane).to_json()
        mine = [tp.partition for tp in app.consumer.assignment() if tp.topic == mentions]
        for partition in mine:
            await sentiment.mentions.send(key="tick", value=tick + b"\n", partition=partition)
        if 0 in mine:
            await sentiment.ticks.send(key="tick", value=tick)

    app.timer(interval=settings.streams.tick_every, name="send_time")(send_time)
