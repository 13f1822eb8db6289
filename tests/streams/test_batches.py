"""Batches of records: what is in Kafka before what, and what a rebalance leaves of them."""

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from connectors.settings import Kafka
from streams.batches import Batches
from streams.durable import BATCH, EXIT_STEP_FAILED, Steps
from streams.gapless import Gapless, Received


async def turn() -> None:
    """Let the others have the event loop once."""
    await asyncio.sleep(0)


class Signal:
    """One of Faust's, as far as `Steps` uses it."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def connect(self, hear: Any, *, weak: bool) -> None:
        assert not weak
        self.heard.append(hear)

    async def send(self) -> None:
        for hear in self.heard:
            await hear()


class Stream:
    """Hands out events from a queue, and notes which are acknowledged."""

    def __init__(self, offsets: range, said: list[str]) -> None:
        self.enable_acks = True
        self.channel = SimpleNamespace(queue=asyncio.Queue[Any]())
        self._said = said
        self.is_emptied_at_next = False
        for offset in offsets:
            self.put(offset)

    def put(self, offset: int) -> None:
        message = SimpleNamespace(
            topic="t", partition=offset % 2, offset=offset, timestamp=0.0, key=b"k", value=b"%d" % offset
        )
        self.channel.queue.put_nowait(Event(message))

    async def events(self) -> AsyncIterator["Event"]:
        queue = self.channel.queue
        while True:
            await asyncio.sleep(0)  # As Faust does before each.
            if self.is_emptied_at_next:
                while not queue.empty():
                    queue.get_nowait()
            yield await queue.get()

    async def ack(self, event: "Event") -> None:
        self._said.append(f"ack {event.message.offset}")


class Event:
    """A weak reference to it can be made."""

    def __init__(self, message: Any) -> None:
        self.message = message


class Step:
    """Notes what is asked of it."""

    def __init__(self, said: list[str]) -> None:
        self.said = said
        self.while_waiting: Any = None
        self.while_taking: Any = None

    async def take(self, record: Received) -> None:
        self.said.append(f"take {record.offset}")
        if self.while_taking is not None:
            await self.while_taking()

    async def wait(self) -> None:
        self.said.append("wait")
        if self.while_waiting is not None:
            await self.while_waiting()

    def write(self, partition: int) -> None:
        self.said.append(f"write {partition}")

    async def settle(self) -> None:
        self.said.append("settle")

    def forget(self) -> None:
        self.said.append("forget")


class NoLog:
    """A broker's log without gaps."""

    async def resume_offset(self, topic: str, partition: int) -> int:  # noqa: ARG002
        return 10**6

    def read(self, topic: str, partition: int, start: int, end: int) -> AsyncIterator[Received]:
        raise AssertionError((topic, partition, start, end))

    async def end_offset(self, topic: str, partition: int) -> int:  # noqa: ARG002
        return 0


class Bench:
    """`Steps` of an app that is none."""

    def __init__(self) -> None:
        self.revoked = Signal()
        app = SimpleNamespace(
            conf=SimpleNamespace(id="bench"),
            on_partitions_revoked=self.revoked,
            on_partitions_assigned=Signal(),
            on_before_shutdown=Signal(),
        )
        self.steps = Steps(cast("Any", app), Kafka(bootstrap="nowhere:1"))
        self.steps.gapless = Gapless(NoLog())
        self.said: list[str] = []
        self.step = Step(self.said)

    async def run(self, stream: Stream, last: str) -> list[str]:
        """What was asked of the step, and acknowledged, until `last` is."""
        body = asyncio.create_task(Batches(self.steps, self.step).run(cast("Any", stream)))
        async with asyncio.timeout(5):
            while last not in self.said:
                await turn()
        body.cancel()
        with pytest.raises(asyncio.CancelledError):
            await body
        return self.said


async def test_what_has_queued_up_is_waited_for_once_and_acknowledged_last() -> None:
    bench = Bench()
    assert await bench.run(Stream(range(3), bench.said), "ack 2") == [
        "take 0",
        "take 1",
        "take 2",
        "wait",
        "write 0",
        "write 1",
        "settle",
        "ack 0",
        "ack 1",
        "ack 2",
    ]


async def test_a_record_that_comes_alone_waits_for_nobody() -> None:
    bench = Bench()
    assert await bench.run(Stream(range(1), bench.said), "ack 0") == [
        *("take 0", "wait", "write 0", "settle", "ack 0")
    ]


async def test_a_batch_is_bounded() -> None:
    bench = Bench()
    said = await bench.run(Stream(range(BATCH * 2), bench.said), f"ack {BATCH * 2 - 1}")
    assert said.count("settle") >= 2
    assert said.index("settle") <= BATCH + 3


async def test_a_batch_whose_partitions_have_gone_is_neither_written_nor_acknowledged() -> None:
    bench = Bench()
    stream = Stream(range(2), bench.said)

    async def lose_and_get_again() -> None:
        bench.step.while_waiting = None
        await bench.revoked.send()
        stream.put(0)

    bench.step.while_waiting = lose_and_get_again
    assert await bench.run(stream, "ack 0") == [
        *("take 0", "take 1", "wait", "forget"),
        *("take 0", "wait", "write 0", "settle", "ack 0"),
    ]


async def test_what_was_read_ahead_and_taken_away_is_not_taken() -> None:
    bench = Bench()
    stream = Stream(range(3), bench.said)

    async def lose_and_get_another() -> None:
        bench.step.while_taking = None
        for _ in range(20):
            await turn()  # All are read ahead.
        await bench.revoked.send()
        stream.put(7)

    bench.step.while_taking = lose_and_get_another
    assert await bench.run(stream, "ack 7") == [
        *("take 0", "forget"),
        *("take 7", "wait", "write 1", "settle", "ack 7"),
    ]


async def test_a_batch_is_over_though_faust_empties_its_queue_meanwhile() -> None:
    """As it does when it is asked to stop: then it waits until all that was handed out is acknowledged."""
    bench = Bench()
    stream = Stream(range(BATCH), bench.said)

    async def empty() -> None:
        bench.step.while_taking = None
        stream.is_emptied_at_next = True

    bench.step.while_taking = empty
    said = await bench.run(stream, "ack 0")
    taken, acknowledged = ([each for each in said if each.startswith(word)] for word in ("take", "ack"))
    assert len(taken) == len(acknowledged) < BATCH


async def test_a_step_that_fails_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ended(BaseException):
        pass

    def end(code: int) -> None:
        bench.said.append(f"ended with {code}")
        raise Ended

    bench = Bench()

    async def fail() -> None:
        raise ValueError("no")

    bench.step.while_waiting = fail
    monkeypatch.setattr("streams.durable.os._exit", end)
    said = await bench.run(Stream(range(1), bench.said), f"ended with {EXIT_STEP_FAILED}")
    assert not any(word.startswith(("write", "ack")) for word in said)
