"""A tap: a stream that is read in the background and handed out in gulps, with a limit on how far it runs ahead."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any, Final, Generic, TypeVar

from connectors.clock import Clock
from connectors.errors import TransientError

T = TypeVar("T")
AHEAD: Final = 5_000
"""Messages taken from the network and not yet asked for; beyond it the sender has to wait."""

Open = Callable[[], AbstractAsyncContextManager[AsyncIterator[T]]]
"""Opens the stream; it and reading from it raise ConnectorErrors and nothing else."""


class Tap(Generic[T]):
    """Reads one stream; opened by the first gulp.

    Args:
        open_: opens the stream.
        clock: lets time pass.
        quiet_for: after so long without a message the stream counts as broken.
        shown: the stream's address, for the error text.
    """

    def __init__(self, open_: Open[T], clock: Clock, *, quiet_for: timedelta, shown: str) -> None:
        self._open = open_
        self._clock = clock
        self._quiet_for = quiet_for
        self._shown = shown
        self._messages: deque[T] = deque()
        self._arrived = asyncio.Event()
        self._room = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None
        self._heard_at: datetime | None = None

    async def gulp(self, until: datetime, *, at_most: int) -> list[T]:
        """Return what has come, at least one message, or none when nothing came up to `until`.

        Raises:
            TransientError: the stream has ended, or has been silent for too long.
            ConnectorError: what opening or reading it raised, after all that came before was handed out.
        """
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())
            self._heard_at = self._clock.now()
        if not self._messages and not self._reading.done():
            await self._wait(self._reading, until)
        messages = [self._messages.popleft() for _ in range(min(at_most, len(self._messages)))]
        self._room.set()
        now = self._clock.now()
        if messages:
            self._heard_at = now
        elif self._reading.done():
            self._reading.result()
            raise TransientError(f"{self._shown}: the stream has ended")
        elif self._heard_at is not None and now - self._heard_at >= self._quiet_for:
            raise TransientError(f"{self._shown}: nothing came for {self._quiet_for.total_seconds():.0f} s")
        return messages

    async def close(self) -> None:
        """End the stream; never raises."""
        if self._reading is not None:
            await _cancel(self._reading)

    async def _wait(self, reading: asyncio.Task[None], until: datetime) -> None:
        self._arrived.clear()
        arriving = asyncio.create_task(self._arrived.wait())
        patience = asyncio.create_task(self._clock.sleep(until - self._clock.now()))
        try:
            await asyncio.wait((arriving, patience, reading), return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _cancel(arriving)
            await _cancel(patience)

    async def _read(self) -> None:
        async with self._open() as stream:
            async for message in stream:
                while len(self._messages) >= AHEAD:
                    self._room.clear()
                    await self._room.wait()
                self._messages.append(message)
                self._arrived.set()


async def _cancel(task: asyncio.Task[Any]) -> None:
    """End a task and look at its error, so that nobody complains that none did."""
    task.cancel()
    await asyncio.wait((task,))
    if not task.cancelled():
        task.exception()
