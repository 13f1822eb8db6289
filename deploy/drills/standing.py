"""Standing drills: waits for the next one, runs it as its own process, and waits again."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from deploy.drills.calendar import Due, list_due
from deploy.drills.clock import real_now
from deploy.drills.sections import Standing

LOOK_EVERY = 30.0
"""Seconds; a laptop that slept finds out soon."""


def follow_schedule(
    standing: Sequence[Standing], *, config: Path, data_dir: Path, say: Callable[[str], None]
) -> None:
    """Run each standing drill when its time has come, until interrupted. One that fails does not stop the next."""
    looked = real_now()
    while True:
        time.sleep(LOOK_EVERY)
        now = real_now()
        for due in find_due(standing, looked, now):
            say(f"{now:%Y-%m-%d %H:%M} UTC  {due.standing.name} begins")
            code = subprocess.run(write_command(due.standing, config, data_dir), check=False).returncode  # noqa: S603 - our own command.
            say(f"{real_now():%Y-%m-%d %H:%M} UTC  {due.standing.name} ended with code {code}")
        looked = now


def find_due(standing: Sequence[Standing], since: datetime, now: datetime) -> tuple[Due, ...]:
    """What came due since the last look."""
    return tuple(due for due in list_due(standing, since, months=2) if since <= due.at < now)


def write_command(standing: Standing, config: Path, data_dir: Path) -> list[str]:
    """The command that runs it."""
    command = [sys.executable, "-m", "deploy.cli", "drill", "run", standing.what]
    command += ["--config", str(config), "--data-dir", str(data_dir), "--speed", f"{standing.speed:g}"]
    if standing.start_at is not None:
        command += ["--start-at", f"{int(standing.start_at.total_seconds())}s"]
    if standing.participants:
        command += ["--participants", ",".join(standing.participants)]
    return command
