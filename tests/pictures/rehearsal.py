"""The rehearsal: a drill whose team is a script, and what its workers measured meanwhile."""

import contextlib
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import psutil
from click.testing import CliRunner

from deploy.child import Child
from deploy.cli import main
from deploy.demo.moods import read_metrics
from deploy.drills.control import Control, Verb
from deploy.drills.errors import NoSuchDrillError
from deploy.drills.folder import DrillFolder
from deploy.drills.lane import DrillLane
from deploy.drills.pace import Pace
from tests.pictures.samples import BLOCKS, Sample, backfill, date_samples
from tests.pictures.team import CONFIG, DEEDS, LANE, PARTICIPANTS, SCENARIO, Deed

STARTS_AT: Final = timedelta(hours=20, minutes=30)
ENDS_AT: Final = timedelta(hours=28)
"""Into the story; before and after it runs as fast as it goes."""
SPEED: Final = 60
SCRAPED_EVERY: Final = timedelta(seconds=15)
"""As deploy/prometheus/prometheus.yml says."""
SETTLES: Final = timedelta(minutes=30)
"""Of the drill's time until what it starts with is scored."""
BEGINS_WITHIN: Final = timedelta(minutes=2)
ENDS_WITHIN: Final = timedelta(minutes=5)
"""Of real time, from the last scrape."""
_OPEN: Final = re.compile(r"^crisis_open_incidents\{.*\} [1-9]", re.MULTILINE)
_JOBS: Final[Mapping[str, tuple[str, str]]] = {
    "streams": ("crisis-sentiment", "127.0.0.1:9101"),
    "alerts": ("crisis-response", "127.0.0.1:9102"),
}
"""By the package of a worker: its job, and the address it has when nothing else is said."""
_CRISIS: Final = (sys.executable, "-m", "deploy.cli")


@dataclass
class Rehearsal:
    """One drill, followed from outside, as a person and a Prometheus would."""

    root: Path
    """Holds the drill's configuration and data."""
    _samples: list[Sample] = field(default_factory=list)
    _ports: Mapping[str, int] = field(default_factory=dict)
    _paged_at: datetime | None = None
    _left: list[Deed] = field(default_factory=lambda: list(DEEDS))

    @property
    def folder(self) -> DrillFolder:
        return DrillFolder.of(self.root / "data", DrillLane(LANE))

    @property
    def is_recorded(self) -> bool:
        return (self.root / BLOCKS).exists()

    def play(self) -> None:
        """Run it to its end, and write what was measured where Prometheus finds it."""
        (self.root / "crisis.toml").write_text(CONFIG, encoding="utf-8")
        with self._running() as drill:
            self._wait(drill, lambda: self._begun(drill), within=BEGINS_WITHIN)
            end = self.folder.read_status().at + (ENDS_AT - STARTS_AT)
            self._wait(drill, lambda: self._step() >= end, within=2 * (ENDS_AT - STARTS_AT) / SPEED)
            self._type("drill", "speed", "max", LANE)
            drill.wait(ENDS_WITHIN.total_seconds())
        assert not self._left, f"never done: {self._left}"
        self._record()

    def write_report(self) -> Path:
        """Write the drill's report, as the code is now; returns the page."""
        self._type("drill", "report", LANE)
        return self.folder.report.with_suffix(".html")

    def _record(self) -> None:
        """Date what was measured by the drill's clock."""
        journal = self.folder.read_journal()
        first, last = (journal.begins + span for span in (STARTS_AT + SETTLES, ENDS_AT))
        dated = date_samples(self._samples, Pace(list(journal.turns)).event_at, SCRAPED_EVERY / 2)
        backfill(((at, one) for at, one in dated if first <= at <= last), self.root)

    @contextlib.contextmanager
    def _running(self) -> Iterator[Child]:
        told = ("--lane", LANE, "--participants", PARTICIPANTS, "--stand-in", "--embedded")
        pace = ("--start-at", f"{STARTS_AT // timedelta(minutes=1)}m", "--speed", f"{SPEED}")
        command = [*_CRISIS, "drill", "run", SCENARIO, *told, *pace]
        child = Child(command, self.root / "drill.log", grace=30, cwd=self.root)
        try:
            yield child
        finally:
            child.stop()

    def _wait(self, drill: Child, done: Callable[[], bool], *, within: timedelta) -> None:
        """Until something is done, looking as often as Prometheus would by the drill's clock."""
        until = datetime.now(UTC) + within
        while not done():
            assert drill.is_running, drill.log_tail()
            assert datetime.now(UTC) < until, f"it takes longer than {within}\n{drill.log_tail()}"
            time.sleep((SCRAPED_EVERY / SPEED).total_seconds())

    def _begun(self, drill: Child) -> bool:
        try:
            self.folder.read_status()
        except NoSuchDrillError:
            return False
        self._ports = _find_ports(drill.pid)
        return True

    def _step(self) -> datetime:
        """Scrape, and let the team act; returns the drill's time."""
        for package, port in self._ports.items():
            metrics = read_metrics(port)
            if metrics is not None:
                self._samples.append(Sample(datetime.now(UTC), *_JOBS[package], metrics))
        status = self.folder.read_status()
        now = status.at + (datetime.now(UTC) - status.real) * SPEED
        if self._paged_at is None and _OPEN.search(self._samples[-1].metrics):
            self._paged_at = now
        if self._paged_at and self._left and now >= self._paged_at + self._left[0].after:
            self._act(self._left.pop(0))
        return now

    def _act(self, deed: Deed) -> None:
        """Type it while the drill's time stands still: how long this machine takes for it is nobody's fault."""
        control = self.folder.control
        control.ask(Control(verb=Verb.PAUSE))
        self._type(*deed.words, *(("--lane", LANE) if deed.words[0] == "incident" else ()), "--by", deed.by)
        control.ask(Control(verb=Verb.RESUME))

    def _type(self, *words: str) -> None:
        with contextlib.chdir(self.root):
            typed = CliRunner().invoke(main, words)
        assert typed.exit_code == 0, f"{words}: {typed.output}"


def _find_ports(pid: int) -> Mapping[str, int]:
    """Where the workers of a drill serve their metrics, by package."""
    found = {}
    for child in psutil.Process(pid).children(recursive=True):
        words = child.cmdline()
        port = child.environ().get("CRISIS_WEB_PORT")
        if port and words[-1] == "worker" and words[-2] in _JOBS:
            found[words[-2]] = int(port)
    assert found.keys() == _JOBS.keys(), found
    return found
