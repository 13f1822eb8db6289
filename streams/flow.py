"""A flow: takes records through a step that keeps no state, several at a time.

Records are handed in as they come and finished in their order, so that whoever works on them elsewhere (a
scoring process) always has the next one. A record is acknowledged when Kafka has what follows from it; to be
cancelled is no failure here, since what is under way was not acknowledged and comes again.
"""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from faust.types import EventT, StreamT

from streams.durable import BATCH, BATCH_WITHIN, EXIT_STEP_FAILED, Steps, hard_stop, receive
from streams.gapless import Received

T = TypeVar("T")

IN_FLOW: Final = 64
"""Records under way at most, beside the batch that is being finished."""


class FlowStep(Protocol[T]):
    """A step that keeps no state."""

    async def hand_in(self, record: Received) -> Awaitable[T]:
        """Begin; what is returned is to be waited for, in the order of records."""

    async def finish(self, record: Received, outcome: T) -> None:
        """Send what follows without waiting for it."""

    async def wait(self) -> None:
        """Return when Kafka has all that was sent."""

    def forget(self) -> None:
        """Drop what was not sent yet: its partitions have gone, and its records will come again."""


@dataclass(slots=True)
class _Flowing(Generic[T]):
    """A record under way."""

    record: Received
    event: EventT[bytes] | None
    """None for one that Faust had passed over: the next one's acknowledgement is its own."""
    generation: int
    outcome: Awaitable[T] | None = None
    """None for a record that only makes a partition move on (streams/beat.py)."""


class Flow(Generic[T]):
    """One agent's flow; the agent's body is `run`."""

    def __init__(self, steps: Steps, step: FlowStep[T]) -> None:
        self._steps = steps
        self._step = step
        self._under_way: asyncio.Queue[_Flowing[T]] = asyncio.Queue(IN_FLOW)

    async def run(self, stream: StreamT[bytes]) -> None:
        """Take each record of a stream; a step that raises ends the process at once (`hard_stop`)."""
        stream.enable_acks = False  # Acknowledged in `_finish_all`.
        finishing = asyncio.create_task(self._finish_all(stream))
        try:
            async for event in stream.events():
                record = receive(event)
                async for missed in self._steps.gapless.missing_before(record):
                    await self._hand_in(missed, None)
                await self._hand_in(record, event)
        except asyncio.CancelledError:
            raise
        except BaseException as exc:  # noqa: BLE001 - to return to Faust would acknowledge the record.
            _give_up(exc)
        finally:
            finishing.cancel()

    async def _hand_in(self, record: Received, event: EventT[bytes] | None) -> None:
        one: _Flowing[T] = _Flowing(record, event, self._steps.generation)
        if record.value is not None:
            one.outcome = await self._step.hand_in(record)
        if one.generation == self._steps.generation:  # Else it comes again, or is another worker's.
            self._steps.gapless.note_taken(record)
            await self._under_way.put(one)

    async def _finish_all(self, stream: StreamT[bytes]) -> None:
        """Finish what has queued up together, so that little is sent in few records."""
        now, queue = asyncio.get_running_loop().time, self._under_way
        try:
            while True:
                batch = [await queue.get()]
                begun = now()
                await self._finish(batch[0])
                while not queue.empty() and len(batch) < BATCH and now() - begun < BATCH_WITHIN:
                    batch.append(queue.get_nowait())
                    await self._finish(batch[-1])
                await self._step.wait()
                for one in batch:
                    if one.event is not None and one.generation == self._steps.generation:
                        await stream.ack(one.event)
        except asyncio.CancelledError:
            raise
        except BaseException as exc:  # noqa: BLE001 - as above.
            _give_up(exc)

    async def _finish(self, one: _Flowing[T]) -> None:
        if one.generation != self._steps.generation:
            self._step.forget()
        elif one.outcome is not None:
            await self._step.finish(one.record, await one.outcome)


def _give_up(exc: BaseException) -> None:
    hard_stop(f"a step failed: {type(exc).__name__}", EXIT_STEP_FAILED, exc)
