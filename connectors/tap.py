"""A tap: streams that are read in the background and handed out in gulps, with a limit on how far they run ahead."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
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
    """Reads streams into one; opened by `open` or the first gulp.

    Args:
        opens: open the streams; when one of them ends, the tap has.
        clock: lets time pass.
        quiet_for: after so long without a message the tap counts as broken; None for streams that may be silent.
        shown: the streams' address, for the error text.
    """

    def __init__(
        self, opens: Sequence[Open[T]], clock: Clock, *, quiet_for: timedelta | None, shown: str
    ) -> None:
        self._opens = opens
        self._clock = clock
        self._quiet_for = quiet_for
        self._shown = shown
        self._messages: deque[T] = deque()
        self._arrived = asyncio.Event()
        self._room = asyncio.Event()
        self._readers: list[asyncio.Task[None]] = []
        self._heard_at: datetime | None = None

    async def open(self) -> None:
        """Return when every stream is open; at once when they are already.

        Raises:
            ConnectorError: what opening one of them raised.
        """
        if self._readers:
            return
        opened = [asyncio.Event() for _ in self._opens]
        self._readers = [
            asyncio.create_task(self._read(open_, event))
            for open_, event in zip(self._opens, opened, strict=True)
        ]
        self._heard_at = self._clock.now()
        all_open = asyncio.gather(*(event.wait() for event in opened))
        try:
            either: list[asyncio.Future[Any]] = [all_open, *self._readers]
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            for reader in self._readers:
                if reader.done() and not self._messages:
                    reader.result()
        finally:
            await _cancel(all_open)

    async def gulp(self, until: datetime, *, at_most: int) -> list[T]:
        """Return what has come, at least one message, or none when nothing came up to `until`.

        Raises:
            TransientError: a stream has ended, or all have been silent for too long.
            ConnectorError: what opening or reading one raised, after all that came before was handed out.
        """
        await self.open()
        if not self._messages and not self._ended():
            await self._wait(until)
        messages = [self._messages.popleft() for _ in range(min(at_most, len(self._messages)))]
        self._room.set()
        now = self._clock.now()
        if messages:
            self._heard_at = now
            return messages
        for reader in self._ended():
            reader.result()
            raise TransientError(f"{self._shown}: the stream has ended")
        if self._quiet_for is not None and now - (self._heard_at or now) >= self._quiet_for:
            raise TransientError(f"{self._shown}: nothing came for {self._quiet_for.total_seconds():.0f} s")
        return []

    async def close(self) -> None:
        """End the streams; never raises."""
        for reader in self._readers:
            await _cancel(reader)

    def _ended(self) -> list[asyncio.Task[None]]:
        return [reader for reader in self._readers if reader.done()]

    async def _wait(self, until: datetime) -> None:
        self._arrived.clear()
        arriving = asyncio.create_task(self._arrived.wait())
        patience = asyncio.create_task(self._clock.sleep(until - self._clock.now()))
        try:
            await asyncio.wait((arriving, patience, *self._readers), return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _cancel(arriving)
            await _cancel(patience)

    async def _read(self, open_: Open[T], opened: asyncio.Event) -> None:
        async with open_() as stream:
            opened.set()
            async for message in stream:
                while len(self._messages) >= AHEAD:
                    self._room.clear()
                    await self._room.wait()
                self._messages.append(message)
                self._arrived.set()


async def _cancel(task: asyncio.Future[Any]) -> None:
    """End a task and look at its error, so that nobody complains that none did."""
    task.cancel()
    await asyncio.wait((task,))
    if not task.cancelled():
        task.exception()
