"""Rounds: a connector whose sweep is written as one generator of batches, handed out a batch at a call."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Protocol, TypeVar

from connectors.connector import Assignment, Batch, Connector
from connectors.equipment import Equipment

O_contra = TypeVar("O_contra", contravariant=True)


class Sweeping(Protocol):
    """What is swept."""

    @property
    def sources(self) -> tuple[str, ...]:
        """As `Connector.sources`."""

    def sweep(self) -> AsyncGenerator[Batch, None]:
        """Begin a sweep; the batch with a cursor is its last. Raises as `Connector.fetch_batch`."""


class Rounds:
    """Begins a sweep when one is asked for and none is under way.

    Args:
        swept: what is swept.
        let_go: of what it holds between sweeps, if it holds something; never raises, and is called once.
    """

    def __init__(self, swept: Sweeping, let_go: Callable[[], Awaitable[None]] | None = None) -> None:
        self._swept = swept
        self._let_go = let_go
        self._running: AsyncGenerator[Batch, None] | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        return self._swept.sources

    async def fetch_batch(self) -> Batch:
        if self._running is None:
            self._running = self._swept.sweep()
        batch = await anext(self._running)
        if batch.cursor is not None:
            await self._end_sweep()
        return batch

    async def close(self) -> None:
        await self._end_sweep()
        if self._let_go is not None:
            await self._let_go()

    async def _end_sweep(self) -> None:
        if self._running is not None:
            await self._running.aclose()
            self._running = None


def in_rounds(
    make: Callable[[Assignment, O_contra, Equipment], Sweeping],
) -> Callable[[Assignment, O_contra, Equipment], Connector]:
    """Make a connector of what holds nothing between sweeps."""
    return lambda assignment, options, use: Rounds(make(assignment, options, use))
