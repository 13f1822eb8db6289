"""The detect step: closed minutes go to their brand's judge; spikes and feed alarms go on. Rulings teach it.

In a drill the time goes on, too: on `spikes` itself, so that whoever waits for a deadline sees time and
spikes in one order at every speed. Live they have the wall clock.
"""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from connectors.mention import Tick
from connectors.settings import topic
from connectors.wire import Wire
from streams.app import Sentiment
from streams.dead import Burial
from streams.durable import Outgoing, send
from streams.gapless import Received
from streams.judge import BrandJudge, JudgeState, Verdict
from streams.metrics import StreamMetrics
from streams.minute import Minute, cut_closings, read_minutes
from streams.ruling import Ruling
from streams.settings import Settings
from streams.spike import Spike, SpikePhase

JUDGES_KEPT: Final = 64
"""Brands whose judge stays at hand between batches; the others resume from the table."""

_judges: Final = msgspec.json.Decoder(JudgeState)


@dataclass(slots=True)
class _Judged:
    """What the records of one partition have changed and is not yet written."""

    judges: dict[str, BrandJudge] = field(default_factory=dict)
    opened: list[Spike] = field(default_factory=list)
    latest: dict[str, Verdict] = field(default_factory=dict)


class DetectStep:
    """Implements `BatchStep` on `minutes` and `rulings`.

    A judge at hand is used only while the table still holds what was written from it: after a rebalance, or
    a batch that was dropped, it is resumed.
    """

    def __init__(self, sentiment: Sentiment, settings: Settings, metrics: StreamMetrics) -> None:
        self._sentiment = sentiment
        self._lane = settings.lane
        self._tells_time = not settings.sends_ticks
        self._rulings = topic(settings.lane, "rulings")
        self._factory = settings.detectors
        self._competitors = settings.competitors
        self._untrusted_from = settings.streams.untrusted_from
        self._verdicts = metrics.verdict
        self._burial = Burial(sentiment, settings, metrics)
        self._judged: dict[int, _Judged] = {}
        self._sent: list[Awaitable[object]] = []
        self._at_hand: dict[str, tuple[bytes, BrandJudge]] = {}

    async def take(self, record: Received) -> None:
        judged = self._judged.setdefault(record.partition, _Judged())
        if record.topic == self._rulings:
            await self._rule(record, judged)
            return
        brand = record.key_text
        value = record.value or b""
        closings = [read_minutes(closing, brand) for closing in cut_closings(value)]
        # Lines are counted from the beginning of their record.
        dead = read_minutes(value, brand).dead if any(closing.dead for closing in closings) else ()
        await self._burial.bury(record, dead, readable=sum(len(closing.good) for closing in closings))
        for closing in closings:
            await self._judge(brand, closing.good, judged)

    async def _judge(self, brand: str, minutes: Sequence[Minute], judged: _Judged) -> None:
        if not minutes:
            return
        judge = self._resume(brand, judged)
        verdict = judge.take(minutes)
        if verdict.latest is None:
            return
        changes = verdict.changes
        if brand in self._competitors:
            # Their crisis is seen on the dashboard; that we are blind is still told.
            changes = tuple(one for one in changes if not isinstance(one, Spike))
        news: list[Wire] = [*changes]
        if self._tells_time:
            news.append(Tick(at=judge.upto, brand=brand, lane=self._lane))
        self._sent += await send(Outgoing(self._sentiment.spikes, brand, one.to_json()) for one in news)
        judged.judges[brand] = judge
        judged.latest[brand] = verdict
        spikes = [one for one in changes if isinstance(one, Spike)]
        judged.opened += [spike for spike in spikes if spike.phase is SpikePhase.OPENED]

    async def wait(self) -> None:
        await self._burial.wait()
        for acknowledged in self._sent:
            await acknowledged

    def write(self, partition: int) -> None:
        for brand, judge in self._judged.get(partition, _Judged()).judges.items():
            self._sentiment.judges[brand] = stored = msgspec.json.encode(judge.state())
            self._at_hand.pop(brand, None)
            self._at_hand[brand] = stored, judge
        while len(self._at_hand) > JUDGES_KEPT:
            del self._at_hand[next(iter(self._at_hand))]

    async def settle(self) -> None:
        await self._sentiment.judges.settle()
        for judged in self._judged.values():
            for brand, verdict in judged.latest.items():
                if verdict.latest is not None:
                    self._verdicts.note_assessment(brand, verdict.latest)
                self._verdicts.note_slopes(brand, verdict.slopes)
                self._verdicts.note_quality(brand, verdict.flaws, is_trusted=verdict.is_trusted)
            for spike in judged.opened:
                self._verdicts.note_spike(spike.brand, spike.severity)
        self._judged.clear()
        self._sent.clear()
        self._burial.forget()

    def forget(self) -> None:
        for judged in self._judged.values():
            for brand in judged.judges:
                self._at_hand.pop(brand, None)  # It has taken what is to be dropped.
        self._judged.clear()
        self._sent.clear()
        self._burial.forget()

    async def _rule(self, record: Received, judged: _Judged) -> None:
        ruling = await self._burial.read(record, Ruling.from_json)
        if ruling is None or ruling.lane != self._lane:
            return
        judge = self._resume(ruling.brand, judged)
        if judge.rule(ruling):
            judged.judges[ruling.brand] = judge

    def _resume(self, brand: str, judged: _Judged) -> BrandJudge:
        if brand in judged.judges:
            return judged.judges[brand]
        stored = self._sentiment.judges.get(brand)
        known, judge = self._at_hand.get(brand, (None, None))
        if judge is not None and known == stored:
            return judge
        state = _judges.decode(stored) if stored else JudgeState()
        return BrandJudge(
            brand,
            lane=self._lane,
            factory=self._factory,
            state=state,
            untrusted_from=self._untrusted_from,
        )
