"""The drill starter: begins drills that people ask for in Slack, and ends them with the desk."""

import asyncio
import itertools
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from deploy.child import Child
from deploy.scenarios.shelf import load_scenario

GRACE: Final = 20.0
"""Seconds a drill has to clear away after itself."""
LEAD: Final = timedelta(minutes=90)
"""How long before its storm a story begins: long enough to know what is usual, short enough to wait for."""
SPEED: Final = 10
"""Six minutes for the first answer: people press and write, and do not sit for a day."""


class DrillStarter:
    """Runs `crisis drill run` as children; a drill reaches only channels marked for drills, whoever began it."""

    def __init__(self, names: Sequence[str], folder: Path, *, config: Path) -> None:
        self.names = tuple(names)
        self._folder = folder
        self._config = config
        self._children: list[Child] = []
        self._numbers = itertools.count(1)

    async def begin(self, name: str) -> None:
        """Begin a drill by the name of its story; returns when it runs."""
        await asyncio.to_thread(self._begin, name)

    def _begin(self, name: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        log = self._folder / f"{name}-{next(self._numbers)}.log"
        command = [sys.executable, "-m", "deploy.cli", "drill", "run", name, "--config", str(self._config)]
        self._children.append(Child([*command, *pace_story(name)], log, grace=GRACE))

    def close(self) -> None:
        for child in self._children:
            child.stop()
        self._children.clear()


def pace_story(name: str) -> list[str]:
    """Skip the quiet part of a story, and let people keep up with the rest."""
    truth = load_scenario(name).truth
    start = max(timedelta(hours=truth.onset) - LEAD, timedelta(0)) if truth else timedelta(0)
    return ["--start-at", f"{int(start.total_seconds() // 60)}m", "--speed", str(SPEED)]
