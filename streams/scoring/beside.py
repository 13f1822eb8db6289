"""Scoring beside the worker: processes that score pages while the worker rolls them and speaks to Kafka.

Each has a socket to the worker and nothing else; it ends when that closes, so that not even a worker killed by
`kill -9` leaves one behind. Pages go to whoever has least in hand, and come back in the order they were handed in,
since the worker waits for them in that order.
"""

import asyncio
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import suppress
from typing import Final, Self

from streams.score import Source
from streams.scoring.errors import ScorerGoneError, ScorerRefusedError
from streams.scoring.frames import HEAD, read_answer, write_work
from streams.scoring.page import PageScores

STARTS_WITHIN: Final = 120.0
"""Seconds: reading weights takes two on an idle machine."""

_BUFFER: Final = 4_000_000
"""Bytes of answers taken in at once."""


class ScoringProcess:
    """One scoring process, from the worker's side."""

    def __init__(self, environ: Mapping[str, str], command: Sequence[str]) -> None:
        self._line, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - the command is ours
                command, stdin=theirs.fileno(), env=environ, process_group=0
            )
        self._writer: asyncio.StreamWriter | None = None
        self._hearing: asyncio.Task[None] | None = None
        self._waited_for: deque[asyncio.Future[PageScores]] = deque()

    @property
    def in_hand(self) -> int:
        """Pages it has not answered."""
        return len(self._waited_for)

    def wait_until_ready(self) -> None:
        """Return when it can score.

        Raises:
            ScorerRefusedError: it cannot, and why.
        """
        self._line.settimeout(STARTS_WITHIN)
        with suppress(OSError), self._line.makefile("rb") as hello:
            head = hello.read(HEAD.size)
            if len(head) == HEAD.size:
                refusal = hello.read(HEAD.unpack(head)[0]).decode()
                self._line.settimeout(0)
                if not refusal:
                    return
                raise ScorerRefusedError(refusal)
        raise ScorerRefusedError(
            "a scoring process did not start; what it said is above. To do without: [streams] scoring_processes = 0"
        )

    async def submit(self, raw: bytes, source: Source) -> "asyncio.Future[PageScores]":
        """Hand in a page."""
        if self._writer is None:
            reader, self._writer = await asyncio.open_unix_connection(sock=self._line, limit=_BUFFER)
            self._hearing = asyncio.create_task(self._hear(reader))
        scored: asyncio.Future[PageScores] = asyncio.get_running_loop().create_future()
        self._waited_for.append(scored)
        if self._hearing is None or self._hearing.done():
            self._give_up()
            return scored
        with suppress(ConnectionError):  # Then `_hear` finds that it is gone, and says so to who waits.
            self._writer.write(write_work(raw, source))
            await self._writer.drain()
        return scored

    async def _hear(self, reader: asyncio.StreamReader) -> None:
        try:
            while True:
                (length,) = HEAD.unpack(await reader.readexactly(HEAD.size))
                answer = read_answer(await reader.readexactly(length))
                scored = self._waited_for.popleft()
                if not scored.cancelled():
                    scored.set_result(answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            self._give_up()

    def _give_up(self) -> None:
        gone = ScorerGoneError(f"a scoring process ended by itself; its exit code is {self._process.poll()}")
        while self._waited_for:
            scored = self._waited_for.popleft()
            if not scored.done():
                scored.set_exception(gone)

    async def leave(self) -> None:
        """Let go of the event loop, before `close`."""
        if self._writer is None or self._hearing is None:
            return
        self._writer.transport.abort()
        await asyncio.wait([self._hearing])

    def close(self) -> None:
        """Let it go, and return when it has ended."""
        self._line.close()
        self._process.wait()


class ScoringBeside:
    """Scores pages in processes of their own."""

    def __init__(self, processes: Sequence[ScoringProcess]) -> None:
        self._processes = processes

    @classmethod
    def start(cls, count: int, environ: Mapping[str, str] = os.environ) -> Self:
        """Start them; they read the same configuration as the worker, from the same environment."""
        command = (sys.executable, "-m", "streams.scoring")
        return cls([ScoringProcess(environ, command) for _ in range(count)])

    def wait_until_ready(self) -> None:
        """Return when all can score.

        Raises:
            ScorerRefusedError: one cannot, and why.
        """
        for process in self._processes:
            process.wait_until_ready()

    async def submit(self, raw: bytes, source: Source) -> Awaitable[PageScores]:
        return await min(self._processes, key=lambda process: process.in_hand).submit(raw, source)

    async def leave(self) -> None:
        """Let go of the event loop, before `close`; for whoever ends a loop and lives on."""
        for process in self._processes:
            await process.leave()

    def close(self) -> None:
        """Let them go, and return when they have ended."""
        for process in self._processes:
            process.close()
