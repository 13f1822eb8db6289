"""Faust workers as processes, and waiting on what they write."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
EVERY = 0.05


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
        environ = os.environ | {
            "COUNTING_SAW": str(self._saw),
            "COUNTING_APP": app,
            "COUNTING_BROKER": address,
            "COUNTING_TOPIC": topic,
            "PYTHONPATH": str(HERE),
        }
        command = [sys.executable, "-m", "faust", "-A", "counting", "--datadir", str(folder), "worker"]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [*command, "--without-web", "-l", "info"], env=environ, stdout=log, stderr=log
            )

    def saw(self) -> list[Saw]:
        if not self._saw.exists():
            return []
        whole, _, _ = self._saw.read_text().rpartition("\n")
        rows = (line.split() for line in whole.splitlines())
        return [Saw(int(partition), key, value, int(count)) for partition, key, value, count in rows]

    def leave(self, within: float = 30) -> bool:
        """Ask it to stop; whether it did so in time. It is gone either way."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()
            return False
        return True

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


def wait_for(claim: Callable[[], bool], within: float) -> float:
    """Seconds until the claim held. Fails the test when it did not in time."""
    start = time.monotonic()
    while not claim():
        assert time.monotonic() - start < within, f"not within {within} s: {claim}"
        time.sleep(EVERY)
    return time.monotonic() - start
