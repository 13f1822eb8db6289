"""Faust workers as processes."""

import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from deploy.child import Child

HERE = Path(__file__).parent
KILLED = 128 + 9
ORPHANED_FOR = 2.0
"""Seconds that a worker gets when the tests are gone: its broker is, too, and Faust would wait for it."""


@dataclass(frozen=True, slots=True)
class Saw:
    """One record as a worker saw it."""

    partition: int
    key: str
    value: str
    count: int


class Worker:
    """One `faust worker` that runs tests/integration/counting.py."""

    def __init__(self, folder: Path, address: str, app: str, topic: str) -> None:
        folder.mkdir(parents=True)
        self._saw = folder / "saw"
        self.log = folder / "log"
        environ = {
            "COUNTING_SAW": str(self._saw),
            "COUNTING_APP": app,
            "COUNTING_BROKER": address,
            "COUNTING_TOPIC": topic,
            "PYTHONPATH": str(HERE),
        }
        command = [sys.executable, "-m", "faust", "-A", "counting", "--datadir", str(folder), "worker"]
        command += ["--without-web", "-l", "info"]
        self._child = Child(command, self.log, grace=ORPHANED_FOR, environ=environ)

    def saw(self) -> list[Saw]:
        if not self._saw.exists():
            return []
        whole, _, _ = self._saw.read_text().rpartition("\n")
        rows = (line.split() for line in whole.splitlines())
        return [Saw(int(partition), key, value, int(count)) for partition, key, value, count in rows]

    def leave(self, within: float = 30) -> bool:
        """Ask it to stop; whether it did so in time. It is gone either way."""
        return end(self._child, within) != KILLED

    def kill(self) -> None:
        self._child.kill()


def end(child: Child, within: float) -> int:
    """Ask a child to end, and kill it when it has not done so in time; its exit code."""
    child.send_signal(signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        child.wait(within)
    child.kill()
    return child.wait(1)
