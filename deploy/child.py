"""A child process that never outlives us."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from deploy import leash
from deploy.broker import BrokerDownError

LOG_TAIL = 2_000


class Child:
    """One command on a leash, its output in a log file.

    With `scratch`, that directory is removed when the command has ended, even if we are killed first.
    """

    def __init__(self, command: list[str], log: Path, *, grace: float, scratch: Path | None = None) -> None:
        self._log = log
        self._grace = grace
        self._leash = subprocess.Popen(  # noqa: S603 our own script
            [sys.executable, "-I", "-S", leash.__file__, str(grace), str(log), str(scratch or ""), *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is ours to pass on
        )
        line = self._leash.stdout.readline() if self._leash.stdout else b""
        if not line:
            self._close()
            raise BrokerDownError(f"could not start {command[0]}")
        self.pid = int(line)

    @property
    def is_running(self) -> bool:
        return self._leash.poll() is None

    def stop(self) -> None:
        """Ask it to end; after the grace it is killed. Returns when it is gone."""
        self._close()

    def kill(self) -> None:
        """End it as `kill -9` does."""
        if self.is_running:
            # Windows has no SIGKILL; there SIGTERM is TerminateProcess, which is the same.
            os.kill(self.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        self._close()

    def log_tail(self) -> str:
        return self._log.read_text(errors="replace")[-LOG_TAIL:].strip() if self._log.exists() else ""

    def _close(self) -> None:
        if self._leash.stdin:
            self._leash.stdin.close()
        try:
            self._leash.wait(self._grace + 5)
        except subprocess.TimeoutExpired:
            self._leash.kill()
            self._leash.wait()
        if self._leash.stdout:
            self._leash.stdout.close()
