"""The folder of a drill: its configuration and logs while it runs, its journal and its score for good."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from connectors.errors import UnreadableError
from connectors.wire import Wire
from deploy.drills.control import ControlFile
from deploy.drills.errors import DrillError, NoSuchDrillError
from deploy.drills.journal import Journal, Status
from deploy.drills.lane import PREFIX, DrillLane
from deploy.drills.score import Score

HOME: Final = "drills"
FIRST_DRILL: Final = "crisis drill run ai-holiday-film --stand-in --embedded --start-at 22h"
"""Works as it stands, with a configuration and without one."""


@dataclass(frozen=True, slots=True)
class DrillFolder:
    """Where one drill keeps its things."""

    root: Path
    lane: DrillLane

    @classmethod
    def of(cls, data_dir: Path, lane: DrillLane) -> "DrillFolder":
        return cls(data_dir / HOME / lane.name, lane)

    @property
    def config(self) -> Path:
        return self.root / "crisis.toml"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def state(self) -> Path:
        return self.root / "state"

    @property
    def journal(self) -> Path:
        return self.root / "journal.json"

    @property
    def score(self) -> Path:
        return self.root / "score.json"

    @property
    def report(self) -> Path:
        """Without its ending."""
        return self.root / "report"

    @property
    def answers(self) -> Path:
        return self.root / "answers.jsonl"

    @property
    def control(self) -> ControlFile:
        return ControlFile(self.root / "control.jsonl")

    def make(self) -> None:
        """Make it, and let nobody else read it: it holds what people said."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)

    def write(self, path: Path, what: Wire) -> None:
        """Replace a file at once, so that a reader never finds half of it."""
        aside = path.with_name(f".{path.name}.part")
        aside.write_bytes(what.to_json() + b"\n")
        aside.replace(path)

    @property
    def _status(self) -> Path:
        return self.root / "status.json"

    def show_status(self, status: Status) -> None:
        self.write(self._status, status)

    def read_status(self) -> Status:
        """How the drill stands.

        Raises:
            NoSuchDrillError: it does not run here.
        """
        try:
            status = Status.from_json(self._status.read_bytes())
            os.kill(status.pid, 0)
        except (OSError, UnreadableError) as exc:
            raise NoSuchDrillError(
                f"no drill runs in lane `{self.lane}` here; see: crisis drill list"
            ) from exc
        return status

    def read_journal(self) -> Journal:
        """What the drill wrote down.

        Raises:
            NoSuchDrillError: there was none in this lane.
        """
        try:
            return Journal.from_json(self.journal.read_bytes())
        except (OSError, UnreadableError) as exc:
            raise NoSuchDrillError(f"there was no drill in lane `{self.lane}` here: {exc}") from exc

    def tidy(self) -> None:
        """Remove what is of no use after the drill: state and control."""
        shutil.rmtree(self.state, ignore_errors=True)
        for path in (self._status, self.root / "control.jsonl"):
            path.unlink(missing_ok=True)


def list_folders(data_dir: Path) -> Iterator[DrillFolder]:
    """Every drill that has a journal, the latest last."""
    found = []
    for path in (data_dir / HOME).glob("drill-*"):
        with contextlib.suppress(DrillError):
            folder = DrillFolder(path, DrillLane(path.name))
            found.append((folder.read_journal().started, folder))
    yield from (folder for _, folder in sorted(found, key=lambda pair: pair[0]))


def find_folder(data_dir: Path, lane: str | None) -> DrillFolder:
    """The folder of a lane, or of the latest drill.

    Raises:
        NoSuchDrillError: there is none.
    """
    if lane is not None:
        return DrillFolder.of(data_dir, DrillLane(lane))
    folders = list(list_folders(data_dir))
    if not folders:
        raise NoSuchDrillError(f"there was no drill yet in {data_dir / HOME}; begin with: {FIRST_DRILL}")
    return folders[-1]


def find_config(data_dir: Path, lane: str | None) -> Path | None:
    """The configuration of a drill that runs here; none for any other lane."""
    if lane is None or not lane.startswith(PREFIX):
        return None
    config = DrillFolder.of(data_dir, DrillLane(lane)).config
    return config if config.exists() else None


def load_scores(data_dir: Path) -> Iterator[Score]:
    """The score of every drill that has one."""
    for folder in list_folders(data_dir):
        with contextlib.suppress(OSError, UnreadableError):
            yield Score.from_json(folder.score.read_bytes())


def read_score(folder: DrillFolder) -> Score:
    """The score of a drill.

    Raises:
        NoSuchDrillError: it has none.
    """
    try:
        return Score.from_json(folder.score.read_bytes())
    except (OSError, UnreadableError) as exc:
        raise NoSuchDrillError(f"lane `{folder.lane}` has no score: {exc}") from exc


def running_folders(data_dir: Path) -> Iterator[DrillFolder]:
    """Folders of drills that run, or were killed while they ran."""
    for path in sorted((data_dir / HOME).glob("drill-*/status.json")):
        with contextlib.suppress(DrillError):
            yield DrillFolder(path.parent, DrillLane(path.parent.name))


def find_running(data_dir: Path, lane: str | None) -> DrillFolder:
    """The running drill of a lane, or the only one that runs.

    Raises:
        NoSuchDrillError: none runs, or several do and none was named.
    """
    if lane is not None:
        folder = DrillFolder.of(data_dir, DrillLane(lane))
        folder.read_status()
        return folder
    running = []
    for folder in running_folders(data_dir):
        with contextlib.suppress(NoSuchDrillError):
            folder.read_status()
            running.append(folder)
    if not running:
        raise NoSuchDrillError("No drill is running on this machine.")
    if len(running) > 1:
        names = ", ".join(folder.lane.name for folder in running)
        raise NoSuchDrillError(f"name the lane; drills that run here: {names}")
    return running[0]
