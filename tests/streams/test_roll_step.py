"""The roll step: what one bad line leaves of its record, and of a worker that dies beside it."""

from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
from prometheus_client import CollectorRegistry

from streams import dead
from streams.dead import LETTER_BYTES
from streams.durable import EXIT_UNREADABLE
from streams.gapless import Received
from streams.metrics import StreamMetrics
from streams.minute import Minute, cut_closings, read_minutes
from streams.reading import Reading, write_readings
from streams.settings import Settings
from streams.steps import RollStep
from tests.alerts.test_deliver import Table
from tests.alerts.test_respond import Topic
from tests.streams.rolling import at, reading, scored


class DeadTopic(Topic):
    """Remembers the headers, too."""

    def __init__(self) -> None:
        super().__init__()
        self.headers: list[dict[str, bytes]] = []

    async def send(self, *, key: str, value: bytes, headers: dict[str, bytes]) -> Any:
        self.headers.append(headers)
        return await super().send(key=key, value=value, headers=headers)


class Bench:
    """A worker's roll step with its topics and its table; `restart` is what a new worker finds."""

    def __init__(self, *, limit: int = 100) -> None:
        self.table, self.minutes, self.dead = Table(), Topic(), DeadTopic()
        self.registry = CollectorRegistry()
        self._limit = limit
        self.restart()

    def restart(self) -> None:
        document = {"brands": [{"name": "acme"}], "streams": {"max_unreadable": self._limit}}
        settings = Settings.from_document(document, {}, file="crisis.toml")
        self.table.clear()
        self.table.update(self.table.kafka)
        sentiment: Any = SimpleNamespace(windows=self.table, minutes=self.minutes, dead=self.dead)
        self.registry = CollectorRegistry()
        self.step = RollStep(sentiment, settings, StreamMetrics(self.registry, brands=("acme",), lane="live"))

    async def take(self, value: bytes, *, offset: int = 0) -> None:
        await self.step.take(Received("live.readings", 0, offset, at(0), b"acme", value))
        await self.step.wait()

    async def end_batch(self) -> None:
        self.step.write(0)
        await self.step.settle()

    @property
    def told(self) -> list[Minute]:
        """Each minute once, as the next step sees them; one told again is the same."""
        found: dict[object, Minute] = {}
        for value in self.minutes.values:
            for minute in read_minutes(value, "acme").good:
                assert found.setdefault(minute.start, minute) == minute
        return list(found.values())

    def count(self, name: str) -> float | None:
        return self.registry.get_sample_value(name, {"lane": "live"})


def page(offset: int) -> Reading:
    """Two mentions of its minute, and the promise that the minute before is complete."""
    return reading(
        offset,
        scored(f"{offset}-1", offset),
        scored(f"{offset}-2", offset),
        beats=[("x", offset)],
        tick=offset,
    )


PAGES = [page(offset) for offset in range(6)]
WRITTEN = [one.to_json() for one in PAGES]
BAD = b'{"brand":"acme","partition":0,"offset":"two"}'


async def roll(*records: list[bytes]) -> Bench:
    bench = Bench()
    for offset, lines in enumerate(records):
        await bench.take(write_readings(lines), offset=offset)
        await bench.end_batch()
    return bench


async def test_a_bad_line_is_buried_alone_and_the_others_of_its_record_are_rolled() -> None:
    bench = await roll([*WRITTEN[:2], BAD, *WRITTEN[3:]])
    without = await roll(WRITTEN[:2], WRITTEN[3:])
    assert bench.told == without.told
    assert bench.table.kafka == without.table.kafka
    assert sum(minute.counts.mentions for minute in bench.told) == 8
    assert bench.dead.values == [BAD]
    assert bench.dead.headers == [
        {
            "reason": b"line 2, counted from 0: Expected `int`, got `str` - at `$.offset`",
            "topic": b"live.readings",
            "partition": b"0",
            "offset": b"0",
            "line": b"2",
        }
    ]
    assert bench.count("crisis_dead_lines_total") == 1


async def test_a_batch_sends_its_minutes_in_one_record_and_keeps_apart_what_closed_at_each_page() -> None:
    alone, together = await roll(*([line] for line in WRITTEN)), Bench()
    for offset, line in enumerate(WRITTEN):
        await together.step.take(Received("live.readings", 0, offset, at(0), b"acme", write_readings([line])))
    await together.step.wait()
    await together.end_batch()
    assert len(alone.minutes.values) > 1
    assert len(together.minutes.values) == 1
    assert (
        cut_closings(together.minutes.values[0])
        == [value.rstrip(b"\n") for value in alone.minutes.values[:-1]] + alone.minutes.values[-1:]
    )
    assert together.table.kafka == alone.table.kafka


async def test_minutes_of_a_batch_that_is_dropped_are_not_sent_with_the_next() -> None:
    bench = Bench()
    record = Received("live.readings", 0, 0, at(0), b"acme", write_readings(WRITTEN))
    await bench.step.take(record)
    bench.step.forget()
    await bench.step.wait()
    assert bench.minutes.values == []
    await bench.step.take(record)
    await bench.step.wait()
    assert bench.told == (await roll(WRITTEN)).told


@pytest.mark.parametrize("killed", ["before its state", "after its state"])
async def test_a_record_with_a_bad_line_that_comes_twice_counts_once(killed: str) -> None:
    bench, record = await roll(WRITTEN[:2]), write_readings([*WRITTEN[1:3], BAD, *WRITTEN[4:]])
    await bench.take(record, offset=1)
    if killed == "after its state":
        await bench.end_batch()
    bench.restart()
    await bench.take(record, offset=1)
    await bench.end_batch()
    once = await roll(WRITTEN[:2], [*WRITTEN[2:3], BAD, *WRITTEN[4:]])
    assert bench.told == once.told
    assert bench.table.kafka == once.table.kafka
    assert set(bench.dead.values) == {BAD}


async def test_what_is_mended_and_sent_again_counts_unless_a_later_page_did() -> None:
    bench = await roll([*WRITTEN[:5], BAD])
    await bench.take(write_readings(WRITTEN[5:]), offset=1)
    await bench.end_batch()
    assert bench.told == (await roll(WRITTEN)).told


async def test_a_line_too_long_for_one_dead_letter_goes_in_several() -> None:
    line = BAD[:-1] + b',"junk":"' + b"x" * LETTER_BYTES + b'"}'
    bench = await roll([WRITTEN[0], line])
    assert b"".join(bench.dead.values) == line
    assert all(len(value) <= LETTER_BYTES for value in bench.dead.values)
    assert [headers["part"] for headers in bench.dead.headers] == [b"1/2", b"2/2"]


async def test_a_worker_that_can_read_nothing_stops_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one of an older version would, beside workers that write what it cannot read."""

    class StoppedError(Exception): ...

    def stop(why: str, code: int) -> NoReturn:
        raise StoppedError(why, code)

    monkeypatch.setattr(dead, "hard_stop", stop)
    bench = Bench(limit=4)
    await bench.take(write_readings([BAD, BAD, BAD]))
    await bench.take(write_readings([BAD, WRITTEN[0]]), offset=1)
    await bench.take(write_readings([BAD, BAD, BAD]), offset=2)
    with pytest.raises(StoppedError, match=r"the last 4 lines of live.readings could not be read") as stopped:
        await bench.take(write_readings([BAD]), offset=3)
    assert stopped.value.args[1] == EXIT_UNREADABLE
    assert len(bench.dead.values) == 8
