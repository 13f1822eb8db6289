"""The supervisor: starts programs, waits until they are ready, and lets none of them outlive it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import deploy.leash
from deploy.errors import DiedError, NotReadyError
from deploy.signals import undisturbed

TAIL: Final = 20
"""Lines of a log shown when its program dies."""
_POLL: Final = 0.05
_AFTER_KILL: Final = 5.0


@dataclass(frozen=True, slots=True)
class Program:
    """One program to run."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    """Added to ours."""
    stop_within: timedelta = timedelta(seconds=10)
    """From SIGTERM to SIGKILL."""
    is_errand: bool = False
    """It ends by itself, with code 0, when it is done."""


@dataclass(slots=True)
class _Running:
    program: Program
    process: "subprocess.Popen[bytes]"
    lifeline: int
    log: Path
    begins: int
    """Bytes that earlier runs have left in the log."""


class Supervisor:
    """Runs programs in stages; leaving the `with` block stops them, the last stage first.

    What it starts hangs on a leash (`deploy.leash`), so that nothing is left behind even when this
    process is killed with -9.
    """

    def __init__(self, logs: Path, *, sweep: Path | None = None) -> None:
        """Nothing is started yet.

        Args:
            logs: directory for one log file a program; made if missing.
            sweep: a directory to remove when the last program is gone, however we end; it stays when the
                block is left by an error, so that the logs can be read. Ctrl-C is not an error.
        """
        logs.mkdir(parents=True, exist_ok=True)
        self._logs = logs
        self._sweep = sweep
        self._held = deploy.leash.hold_directory(sweep) if sweep else None
        self._stages: list[list[_Running]] = []

    def start(self, *programs: Program) -> None:
        """Start one stage: programs that may also stop together. Returns before they are ready."""
        stage: list[_Running] = []
        self._stages.append(stage)
        for program in programs:
            with undisturbed():
                stage.append(self._spawn(program))

    def _spawn(self, program: Program) -> _Running:
        log = self._logs / f"{program.name}.log"
        read_end, write_end = os.pipe()
        leash = (
            sys.executable,
            "-I",
            deploy.leash.__file__,
            str(read_end),
            str(program.stop_within.total_seconds()),
            str(self._sweep or "-"),
            "-",
        )
        with log.open("ab") as out:
            begins = out.tell()
            process = subprocess.Popen(  # noqa: S603 - our own programs
                (*leash, *program.argv),
                env={**os.environ, **program.env},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                pass_fds=(read_end,),
                start_new_session=True,  # Ctrl-C reaches us alone; we stop the others in order
            )
        os.close(read_end)
        return _Running(program, process, write_end, log, begins)

    def check(self) -> None:
        """See that all run.

        Raises:
            DiedError: one ended by itself; with the end of its log.
        """
        for running in self._running():
            code = running.process.poll()
            if code is not None and not (code == 0 and running.program.is_errand):
                raise DiedError(
                    running.program.name, code, running.log, read_tail(running.log, running.begins)
                )

    def wait_until(self, what: str, is_so: Callable[[], bool], *, within: timedelta) -> None:
        """Wait for a condition, asked every few hundredths of a second.

        Raises:
            DiedError: a program ended meanwhile.
            NotReadyError: it did not come true in time.
        """
        deadline = time.monotonic() + within.total_seconds()
        while not is_so():
            self.check()
            if time.monotonic() > deadline:
                raise NotReadyError(
                    f"waited {within.total_seconds():.0f} s for this: {what}. The logs are in {self._logs}"
                )
            time.sleep(_POLL)

    def stop(self) -> None:
        """Stop everything, the last stage first; may be called again. Signals are not heard meanwhile."""
        with undisturbed():
            while self._stages:
                stage = self._stages.pop()
                for running in stage:
                    os.close(running.lifeline)
                for running in stage:
                    _reap(running)
            if self._held is not None and self._sweep is not None:
                deploy.leash.sweep_directory(self._sweep, self._held)
            elif self._held is not None:
                os.close(self._held)
            self._held = None

    def is_done(self, name: str) -> bool:
        """Whether a program has ended."""
        return any(
            running.process.poll() is not None for running in self._running() if running.program.name == name
        )

    def pids(self) -> Mapping[str, int]:
        """Process ids of the leashes, by the name of their programs."""
        return {running.program.name: running.process.pid for running in self._running()}

    def _running(self) -> Iterator[_Running]:
        return (running for stage in self._stages for running in stage)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(exc, Exception):
            self._sweep = None
        self.stop()


def _reap(running: _Running) -> None:
    patience = running.program.stop_within.total_seconds() + _AFTER_KILL
    try:
        running.process.wait(timeout=patience)
    except subprocess.TimeoutExpired:
        running.process.kill()
        running.process.wait()


def read_tail(log: Path, begins: int = 0, lines: int = TAIL) -> list[str]:
    """The last lines of a log from a byte on; nothing if there is none."""
    try:
        return log.read_bytes()[begins:].decode(errors="replace").splitlines()[-lines:]
    except FileNotFoundError:
        return []
