"""The order for a drill, and what it leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from deploy.drills.folder import DrillFolder
from deploy.drills.lane import DrillLane
from deploy.drills.score import Score
from deploy.drills.view import DrillView
from deploy.recordings.material import Material
from deploy.scenarios.inject import Inject


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillOrder:
    """What is to be drilled, and how."""

    material: Material
    lane: DrillLane
    data_dir: Path
    values: Mapping[str, Any] = field(default_factory=dict)
    """The team's configuration, checked; empty where there is none."""
    injects: Sequence[Inject] = ()
    participants: tuple[str, ...] = ()
    speed: float | None = 60.0
    """Seconds of event time a second; none is as fast as it goes."""
    start_at: timedelta = timedelta()
    """How far into the story the clock starts to run; what lies before is sent at once."""
    run_out: timedelta = timedelta(minutes=30)
    """How long time goes on after the last mention."""
    embedded: bool = False
    stand_in: bool = False
    keep: bool = False
    """Leave configuration, state, logs and topics."""
    within: timedelta | None = None
    """Give up when it takes longer, in real time."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a drill leaves."""

    score: Score
    view: DrillView
    folder: DrillFolder
    delivered: int
    """Messages that channels took, as the response worker counts them."""
