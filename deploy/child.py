"""A child process that never outlives us."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy import leash
from deploy.broker import BrokerDownError

LOG_TAIL = 2_000


class Child:
    """One command on a leash, its output in a log file.

    With `scratch`, that directory is removed when the command has ended, even if we are killed first.
    `environ` is added to ours.
    """

    def __init__(
        self,
        command: list[str],
        log: Path,
        *,
        grace: float,
        scratch: Path | None = None,
        environ: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self._log = log
        self._grace = grace
        holding, lifeline = os.pipe()
        self._lifeline: int | None = lifeline
        told, tell = os.pipe()
        options = (str(holding), str(grace), str(scratch or "-"), str(tell))
        with log.open("ab") as output:
            self._leash = subprocess.Popen(  # noqa: S603 - the command is ours
                [sys.executable, "-I", "-S", leash.__file__, *options, *command],
                env={**os.environ, **(environ or {})},
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=(holding, tell),
                start_new_session=True,  # Ctrl-C is ours to pass on
            )
        os.close(holding)
        os.close(tell)
        with os.fdopen(told) as answer:
            line = answer.readline()
        if not line:
            self._close()
            raise BrokerDownError(f"could not start {command[0]}")
        self.pid = int(line)

    @property
    def is_running(self) -> bool:
        return self._leash.poll() is None

    def wait(self, within: float) -> int:
        """Its exit code once it has ended, 128 + n for a signal. Raises TimeoutExpired."""
        return self._leash.wait(within)

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it still runs; what comes of it is for the caller to wait for."""
        if self.is_running:
            with contextlib.suppress(ProcessLookupError):  # It ended just now.
                os.kill(self.pid, number)

    def stop(self) -> None:
        """Ask it to end; after the grace it is killed. Returns when it is gone."""
        self._close()

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self.send_signal(signal.SIGKILL)
        self._close()

    def log_tail(self) -> str:
        return self._log.read_text(errors="replace")[-LOG_TAIL:].strip() if self._log.exists() else ""

    def _close(self) -> None:
        if self._lifeline is None:
            return
        os.close(self._lifeline)
        self._lifeline = None
        try:
            self._leash.wait(self._grace + 5)
        except subprocess.TimeoutExpired:
            self._leash.kill()
            self._leash.wait()
