"""The plan of a drill: the workers it starts, in its lane, with state and metrics of their own."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from deploy.drills.folder import DrillFolder
from deploy.supervisor import Program

STOP_WITHIN: Final = timedelta(seconds=5)
"""Nothing of a drill's state is kept, so a worker that stops slowly may be killed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a drill runs."""

    folder: DrillFolder
    bootstrap: str
    sentiment_port: int
    response_port: int
    environment: Mapping[str, str] = field(default_factory=dict)
    """Beside what the workers need: the live channels' variables, emptied, and the stand-in's token."""


def plan_workers(place: Place) -> tuple[Program, ...]:
    """The sentiment worker and the response worker of the drill's lane."""
    return (
        _worker("sentiment", "streams", place, place.sentiment_port),
        _worker("response", "alerts", place, place.response_port),
    )


def _worker(name: str, package: str, place: Place, port: int) -> Program:
    # Everything that could lead elsewhere is said here, whatever our own environment says.
    environment = {
        **place.environment,
        "CRISIS_CONFIG": str(place.folder.config),
        "CRISIS_LANE": place.folder.lane.name,
        "CRISIS_BOOTSTRAP": place.bootstrap,
        "CRISIS_DATA_DIR": str(place.folder.state / name),
        "CRISIS_WORKER": f"{place.folder.lane}-{name}",
        "CRISIS_WEB_PORT": str(port),
        "CRISIS_WEB_HOST": "127.0.0.1",
    }
    return Program(name, (sys.executable, "-m", package, "worker"), environment, stop_within=STOP_WITHIN)
