"""A flow of records: in which order they are finished, when they count as taken, what a rebalance leaves of them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from typing import Any, cast

import pytest

from streams.durable import BATCH
from streams.flow import IN_FLOW, Flow
from streams.gapless import Gapless, Received
from tests.streams.test_batches import Bench, NoLog, Stream, turn


class FlowStep:
    """Notes what is asked of it; outcomes come when the test says so."""

    def __init__(self, said: list[str]) -> None:
        self.said = said
        self.outcomes: dict[int, asyncio.Future[int]] = {}
        self.fails = False

    async def hand_in(self, record: Received) -> Awaitable[int]:
        self.said.append(f"hand in {record.offset}")
        self.outcomes[record.offset] = asyncio.get_running_loop().create_future()
        return self.outcomes[record.offset]

    async def finish(self, record: Received, outcome: int) -> None:
        if self.fails:
            raise RuntimeError("broken")
        self.said.append(f"finish {record.offset} as {outcome}")

    async def wait(self) -> None:
        self.said.append("wait")

    def forget(self) -> None:
        self.said.append("forget")


class Running:
    """A flow at work on an endless stream."""

    def __init__(self, offsets: range) -> None:
        self.bench = Bench()
        self.said = self.bench.said
        self.step = FlowStep(self.said)
        self.stream = Stream(offsets, self.said)
        self.task = asyncio.create_task(Flow(self.bench.steps, self.step).run(cast("Any", self.stream)))

    async def until(self, *wanted: str) -> None:
        async with asyncio.timeout(5):
            while not set(wanted) <= set(self.said):
                await turn()

    async def stop(self) -> None:
        self.task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await self.task


async def test_records_are_handed_in_at_once_and_finished_in_order() -> None:
    flow = Running(range(3))
    await flow.until("hand in 2")
    assert flow.said == ["hand in 0", "hand in 1", "hand in 2"]
    for offset in (2, 1, 0):
        flow.step.outcomes[offset].set_result(offset * 10)
    await flow.until("ack 2")
    assert flow.said[3:] == [
        *("finish 0 as 0", "finish 1 as 10", "finish 2 as 20"),
        *("wait", "ack 0", "ack 1", "ack 2"),
    ]
    await flow.stop()


async def test_what_is_under_way_is_bounded() -> None:
    flow = Running(range(3 * IN_FLOW))
    await flow.until(f"hand in {IN_FLOW + 1}")
    for _ in range(100):
        await asyncio.sleep(0)
    # One is being finished, the queue is full, and one waits for a place in it.
    assert len(flow.said) == IN_FLOW + 2
    await flow.stop()


async def test_a_batch_is_bounded_too() -> None:
    flow = Running(range(2 * BATCH))
    while len(flow.step.outcomes) < 2 * BATCH or "wait" not in flow.said:
        for outcome in flow.step.outcomes.values():
            if not outcome.done():
                outcome.set_result(0)
        await asyncio.sleep(0)
    assert sum(each.startswith("finish") for each in flow.said[: flow.said.index("wait")]) <= BATCH
    await flow.stop()


async def test_to_be_cancelled_acknowledges_nothing_that_was_under_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("streams.flow.hard_stop", lambda *args: pytest.fail(str(args)))
    flow = Running(range(2))
    await flow.until("hand in 1")
    flow.step.outcomes[0].set_result(0)
    await flow.until("finish 0 as 0")
    await flow.stop()
    assert not [each for each in flow.said if each.startswith("ack")]


async def test_what_a_rebalance_took_away_is_neither_sent_nor_acknowledged() -> None:
    flow = Running(range(2))
    await flow.until("hand in 1")
    await flow.bench.revoked.send()
    for outcome in flow.step.outcomes.values():
        outcome.set_result(0)
    flow.stream.put(2)
    await flow.until("hand in 2", "forget")
    flow.step.outcomes[2].set_result(7)
    await flow.until("ack 2")
    assert "finish 2 as 7" in flow.said
    assert "ack 0" not in flow.said
    assert "ack 1" not in flow.said
    assert "finish 1 as 0" not in flow.said
    await flow.stop()


async def test_what_faust_passed_over_is_taken_first() -> None:
    class Log(NoLog):
        async def resume_offset(self, topic: str, partition: int) -> int:  # noqa: ARG002
            return 0

        async def read_all(self, topic: str, partition: int) -> AsyncIterator[Received]:
            for offset in (0, 2):
                yield Received(topic, partition, offset, cast("Any", None), None, b"x")

        def read(self, topic: str, partition: int, start: int, end: int) -> AsyncIterator[Received]:
            assert (start, end) == (0, 4)
            return self.read_all(topic, partition)

    flow = Running(range(4, 5))
    flow.bench.steps.gapless = Gapless(Log())
    await flow.until("hand in 4")
    assert flow.said == ["hand in 0", "hand in 2", "hand in 4"]
    await flow.stop()


@pytest.mark.parametrize("where", ["finish", "outcome", "hand in"])
async def test_a_step_that_fails_ends_the_process(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[object] = []
    monkeypatch.setattr("streams.flow.hard_stop", lambda *args: ended.append(args))
    flow = Running(range(1))
    if where == "hand in":
        monkeypatch.setattr(flow.step, "hand_in", None)
    else:
        await flow.until("hand in 0")
        if where == "finish":
            flow.step.fails = True
            flow.step.outcomes[0].set_result(0)
        else:
            flow.step.outcomes[0].set_exception(RuntimeError("gone"))
    async with asyncio.timeout(5):
        while not ended:
            await turn()
    assert not [each for each in flow.said if each.startswith("ack")]
    if not flow.task.done():
        await flow.stop()
