"""Batches: takes records through a step that keeps state, as many at once as have queued up.

Records are read ahead into a queue of our own, and a batch never waits for another record to come. Were it to
wait on Faust's queue, a stop or a rebalance that empties that queue at this moment would leave the batch open and
unacknowledged; and Faust waits for it, for ever.
"""

import asyncio
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from faust import streams as faust_streams
from faust.types import EventT, StreamT

from streams.durable import BATCH, BATCH_WITHIN, EXIT_STEP_FAILED, Steps, hard_stop, receive
from streams.gapless import Received


class BatchStep(Protocol):
    """A step that takes what has queued up and waits for Kafka once for all of it.

    The order within is that of a single step: what follows is in Kafka before state is written, and state is
    in Kafka before any of the records counts as taken.
    """

    async def take(self, record: Received) -> None:
        """Decide, and send what follows without waiting for it; keep what is to be written."""

    async def wait(self) -> None:
        """Return when Kafka has all that was sent."""

    def write(self, partition: int) -> None:
        """Write the state that records of this partition have changed."""

    async def settle(self) -> None:
        """Return when Kafka has all that was written; the batch is over."""

    def forget(self) -> None:
        """Drop the batch: its partitions have gone, and its records will come again."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A record that is to be taken."""

    record: Received
    event: EventT[bytes]
    generation: int


class Batches:
    """One agent's batches; the agent's body is `run`."""

    def __init__(self, steps: Steps, step: BatchStep) -> None:
        self._steps = steps
        self._step = step
        self._read: asyncio.Queue[_Read] = asyncio.Queue(BATCH)

    async def run(self, stream: StreamT[bytes]) -> None:
        """Take each record of a stream; returns when it ends, and all is taken.

        A step that raises, or is cancelled half-way, ends the process at once (`hard_stop`): its state could be
        neither written nor not.
        """
        stream.enable_acks = False  # Acknowledged when the batch is over.
        taking = asyncio.create_task(self._take_all(stream))
        try:
            async for event in stream.events():
                await self._read.put(_Read(receive(event), event, self._steps.generation))
            await self._read.join()
        finally:
            taking.cancel()

    async def _take_all(self, stream: StreamT[bytes]) -> None:
        while True:
            first = await self._read.get()
            try:
                await self._take_from(first, stream)
            except BaseException as exc:  # noqa: BLE001 - also cancellation, as `run` says.
                hard_stop(f"a step failed: {type(exc).__name__}", EXIT_STEP_FAILED, exc)

    async def _take_from(self, first: _Read, stream: StreamT[bytes]) -> None:
        """One batch. A queue that is empty ends it; `BATCH` and `BATCH_WITHIN` end the others."""
        now = asyncio.get_running_loop().time
        begun, count = now(), 1
        batch = await self._take([], first)
        while count < BATCH and now() - begun < BATCH_WITHIN and await self._is_one_waiting():
            batch = await self._take(batch, self._read.get_nowait())
            count += 1
        if batch:
            await self._step.wait()
            if batch[0].generation == self._steps.generation:
                _write_all(self._step, [one.event for one in batch])
                await self._step.settle()
                for one in batch:
                    await stream.ack(one.event)
            else:
                self._step.forget()
        for _ in range(count):
            self._read.task_done()

    async def _is_one_waiting(self) -> bool:
        if self._read.empty():
            await asyncio.sleep(0)  # Whoever reads ahead has not had a turn yet.
        return not self._read.empty()

    async def _take(self, batch: list[_Read], one: _Read) -> list[_Read]:
        """The batch with one more record, or without those a rebalance took away."""
        if batch and batch[0].generation != self._steps.generation:
            self._step.forget()
            batch = []
        if one.generation != self._steps.generation:
            return batch
        _speak_of(one.event)
        async for missed in self._steps.gapless.missing_before(one.record):
            await self._steps.take(missed, self._step.take)
        await self._steps.take(one.record, self._step.take)
        batch.append(one)
        return batch


def _write_all(step: BatchStep, batch: Sequence[EventT[bytes]]) -> None:
    """Let a step write, partition by partition."""
    latest = {event.message.partition: event for event in batch}
    for partition, event in latest.items():
        _speak_of(event)
        step.write(partition)


def _speak_of(event: EventT[bytes]) -> None:
    """Tables read and write the partition of the event at hand; Faust has no other way to be told."""
    faust_streams._current_event.set(weakref.ref(event))  # noqa: SLF001 - see above.
