"""The detect step: minutes make spikes and, in a drill, time; rulings teach."""

from dataclasses import replace
from random import Random
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from prometheus_client import CollectorRegistry

from connectors.mention import Platform, Tick
from streams.detect import JUDGES_KEPT, DetectStep
from streams.gapless import Received
from streams.judge import JudgeState
from streams.metrics import StreamMetrics
from streams.minute import LateCounts, join_closings, write_minutes
from streams.ruling import Ruling
from streams.settings import Settings
from streams.spike import read_spike
from streams.times import MINUTE, minute_of
from tests.alerts.test_deliver import Table
from tests.alerts.test_respond import Topic
from tests.streams.minutes import counts, quote
from tests.streams.minutes import minute as busy_minute
from tests.streams.rolling import at
from tests.streams.test_judge import minute
from tests.streams.test_roll_step import DeadTopic


class Bench:
    """A step with its topics and its table."""

    def __init__(self, lane: str, **document: Any) -> None:
        self.lane, self.table, self.spikes = lane, Table(), Topic()
        self.registry = CollectorRegistry()
        document = {"brands": [{"name": "acme"}], "kafka": {"lane": lane}} | document
        settings = Settings.from_document(document, {}, file="crisis.toml")
        sentiment: Any = SimpleNamespace(judges=self.table, spikes=self.spikes, dead=DeadTopic())
        metrics = StreamMetrics(self.registry, brands=("acme",), lane=lane)
        self.step = DetectStep(sentiment, settings, metrics)

    async def take(self, name: str, value: bytes, key: str = "acme") -> None:
        await self.step.take(Received(f"{self.lane}.{name}", 0, 0, at(0), key.encode(), value))

    async def end_batch(self) -> None:
        await self.step.wait()
        self.step.write(0)
        await self.step.settle()

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
    await bench.end_batch()
    await bench.take("rulings", ruling.to_json())
    await bench.end_batch()
    assert len(bench.state.ruled) == 1
    assert len(bench.step._sentiment.dead.values) == 1  # type: ignore[attr-defined]  # a fake


async def test_a_minute_that_cannot_be_read_is_buried_alone_and_the_others_of_its_record_are_judged() -> None:
    whole, broken = Bench("drill-1"), Bench("drill-1")
    lines = write_minutes([minute(number) for number in range(4)]).split(b"\n")
    await whole.take("minutes", b"\n".join([*lines[:2], *lines[3:]]))
    await broken.take("minutes", b"\n".join([*lines[:2], b'{"brand":"acme"}', *lines[3:]]))
    for bench in (whole, broken):
        await bench.end_batch()
    assert broken.state == whole.state
    assert broken.spikes.values == whole.spikes.values
    assert broken.step._sentiment.dead.values == [b'{"brand":"acme"}']  # type: ignore[attr-defined]  # a fake


async def test_in_company_a_line_that_cannot_be_read_is_found_where_it_stands_in_its_record() -> None:
    bench, bad = Bench("drill-1"), b'{"brand":"acme"}'
    first, second = write_minutes([minute(0), minute(1)]), bad + b"\n" + write_minutes([minute(2)])
    await bench.take("minutes", join_closings([first, second]))
    dead: Any = bench.step._sentiment.dead
    assert dead.values == [bad]
    assert join_closings([first, second]).split(b"\n")[int(dead.headers[0]["line"])] == bad
    await bench.end_batch()
    assert bench.state.last == minute_of(minute(2).start)


def storm(seed: int, length: int) -> list[bytes]:
    """Records of a quiet evening and then a storm on two platforms, late mentions, quotes and a dead feed."""
    random = Random(seed)
    records, index = [], 0
    while index < length:
        together = random.choice((1, 1, 1, 4))
        found = []
        for number in range(index, index + together):
            is_storm = number > length * 2 // 3
            negative, other = random.randrange(9 if is_storm else 2), random.randrange(6)
            one = busy_minute(
                number,
                negative,
                other,
                backlash=negative if is_storm else 0,
                quotes=(quote(number),) if negative else (),
                platform=random.choice((Platform.BLUESKY, Platform.REDDIT)),
                silent=("rss",) if random.random() < 0.02 else (),
            )
            late = LateCounts(start=one.start - 9 * MINUTE, platform=Platform.REDDIT, counts=counts(1, 2))
            found.append(replace(one, late=(late,) if random.random() < 0.1 else ()))
        records.append(write_minutes(found))
        index += together
    return records


async def judge(records: list[bytes], *, batch: int, steps: int) -> tuple[list[bytes], bytes]:
    """What is told and what is remembered when `batch` records are taken at once by `steps` workers in turn."""
    bench = Bench("drill-1")
    others = [Bench("drill-1") for _ in range(steps)]
    for number, at_once in enumerate(range(0, len(records), batch)):
        worker = others[number % steps]
        worker.step._sentiment = bench.step._sentiment
        for record in records[at_once : at_once + batch]:
            await worker.take("minutes", record)
        await worker.end_batch()
    return bench.spikes.values, bench.table.kafka["acme"]


@pytest.mark.parametrize(("batch", "steps"), [(1, 1), (64, 1), (5, 3)])
async def test_neither_batches_nor_a_judge_at_hand_leave_a_trace(batch: int, steps: int) -> None:
    records = storm(3, 600)
    fresh = await judge(records, batch=1, steps=len(records))  # Every record resumes from the table.
    assert any(b'"phase":"opened"' in told for told in fresh[0])
    assert await judge(records, batch=batch, steps=steps) == fresh


async def test_records_that_travel_together_are_judged_one_by_one() -> None:
    records = storm(3, 600)
    company = [join_closings(records[first : first + 7]) for first in range(0, len(records), 7)]
    assert len(
        [told for told in (await judge(records, batch=1, steps=1))[0] if b'"type":"tick"' in told]
    ) == len(records)
    assert await judge(company, batch=3, steps=1) == await judge(records, batch=1, steps=1)


async def test_a_batch_that_is_dropped_never_was() -> None:
    records = storm(3, 150)
    whole, dropped = Bench("live"), Bench("live")
    for at_once in (records[:50], records[50:]):
        for bench in (whole, dropped):
            for record in at_once:
                await bench.take("minutes", record)
            if bench is dropped and at_once is not records[:50]:
                bench.step.forget()
                for record in at_once:
                    await bench.take("minutes", record)
            await bench.end_batch()
    assert dropped.table.kafka == whole.table.kafka


async def test_more_brands_than_stay_at_hand_are_judged_as_well() -> None:
    bench, names = Bench("live"), [f"brand-{number}" for number in range(JUDGES_KEPT + 3)]
    for number in range(2):
        for name in names:
            await bench.take("minutes", write_minutes([replace(minute(number), brand=name)]), name)
        await bench.end_batch()
    assert len(bench.step._at_hand) == JUDGES_KEPT
    assert len(bench.table.kafka) == len(names)


@pytest.mark.need("003-06")
async def test_a_competitor_is_measured_by_its_own_past_and_its_crisis_is_nobodys_here() -> None:
    streams = {"detector": "static"}
    ours = Bench("live", streams=streams, brands=[{"name": "acme"}])
    theirs = Bench("live", streams=streams, brands=[{"name": "lumen"}, {"name": "acme", "competitor": True}])
    storm = [busy_minute(number, 5 if number > 90 else 0, 1) for number in range(120)]
    for bench in (ours, theirs):
        await bench.take("minutes", write_minutes([*storm, busy_minute(120, silent=("rss",))]))
        await bench.end_batch()
    told = [{read_spike(value).type for value in bench.spikes.values} for bench in (ours, theirs)]
    assert told == [{"spike", "feed"}, {"feed"}], "that we are blind is told of either"
    for bench in (ours, theirs):
        mood = {"lane": "live", "brand": "acme", "mood": "spike"}
        assert bench.registry.get_sample_value("crisis_mood", mood) == 1, "on the dashboard it is seen"
    opened = [
        sum(
            sample.value
            for family in bench.registry.collect()
            for sample in family.samples
            if sample.name == "crisis_spikes_total"
        )
        for bench in (ours, theirs)
    ]
    assert opened == [1, 0]
