"""The detect step: minutes make spikes and, in a drill, time; rulings teach."""

from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from prometheus_client import CollectorRegistry

from connectors.mention import Tick
from streams.agents import DetectStep
from streams.gapless import Received
from streams.judge import JudgeState
from streams.metrics import StreamMetrics
from streams.minute import write_minutes
from streams.ruling import Ruling
from streams.settings import Settings
from streams.spike import read_spike
from tests.alerts.test_deliver import Table
from tests.alerts.test_respond import Topic
from tests.streams.rolling import at
from tests.streams.test_judge import minute


class Bench:
    """A step with its topics and its table."""

    def __init__(self, lane: str) -> None:
        self.lane, self.table, self.spikes = lane, Table(), Topic()
        document = {"brands": [{"name": "acme"}], "kafka": {"lane": lane}}
        settings = Settings.from_document(document, {}, file="crisis.toml")
        sentiment: Any = SimpleNamespace(judges=self.table, spikes=self.spikes, dead=Topic())
        metrics = StreamMetrics(CollectorRegistry(), brands=("acme",), lane=lane)
        self.step = DetectStep(sentiment, settings, metrics)

    async def take(self, name: str, value: bytes) -> None:
        await self.step(Received(f"{self.lane}.{name}", 0, 0, at(0), b"acme", value))

    @property
    def state(self) -> JudgeState:
        return msgspec.json.decode(self.table.kafka["acme"], type=JudgeState)


@pytest.mark.parametrize(("lane", "told"), [("drill-1", [at(3), at(4)]), ("live", [])])
async def test_a_drill_is_told_the_time_in_order_with_its_spikes_and_live_has_the_wall_clock(
    lane: str, told: list[object]
) -> None:
    bench = Bench(lane)
    await bench.take("minutes", write_minutes([minute(0), minute(1), minute(2)]))
    await bench.take("minutes", write_minutes([minute(0), minute(1), minute(2)]))
    await bench.take("minutes", write_minutes([minute(3)]))
    found = [read_spike(value) for value in bench.spikes.values]
    assert [one.at for one in found if isinstance(one, Tick) and one.brand == "acme"] == told


async def test_a_ruling_is_taken_in_once_and_what_is_no_ruling_is_buried() -> None:
    bench = Bench("live")
    ruling = Ruling(brand="acme", spikes=("s1",), is_crisis=True, by="anna", at=at(9))
    await bench.take("minutes", write_minutes([minute(0)]))
    for value in (ruling.to_json(), ruling.to_json(), b"{"):
        await bench.take("rulings", value)
    assert len(bench.state.ruled) == 1
    assert len(bench.step._sentiment.dead.values) == 1  # type: ignore[attr-defined]  # a fake
