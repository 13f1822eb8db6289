"""Rounds: a connector whose sweep is written as one generator of batches, handed out a batch at a call."""

from collections.abc import AsyncGenerator, Callable

from connectors.connector import Batch

Sweep = Callable[[], AsyncGenerator[Batch, None]]
"""Begins a sweep; the batch with a cursor is its last."""


class Rounds:
    """Begins a sweep when one is asked for and none is under way."""

    def __init__(self, sweep: Sweep) -> None:
        self._sweep = sweep
        self._running: AsyncGenerator[Batch, None] | None = None

    async def fetch_batch(self) -> Batch:
        """Return the next batch. Raises what the sweep raises; then it is over."""
        if self._running is None:
            self._running = self._sweep()
        batch = await anext(self._running)
        if batch.cursor is not None:
            await self.close()
        return batch

    async def close(self) -> None:
        """End the sweep that is under way."""
        if self._running is not None:
            await self._running.aclose()
            self._running = None
