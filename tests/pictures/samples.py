"""Samples: what workers said on `/metrics`, kept with the moment it was said, for a real Prometheus to answer from.

A drill runs faster than the clock on the wall, so its samples are dated by its own clock: what Prometheus then
says "a minute" is a minute of the story, as it would be in a real one.
"""

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

BLOCKS: Final = "tsdb"
"""Where tests/grafana/peer.py has Prometheus look for what it knows."""
_LINE: Final = re.compile(r"(crisis_\w+)(?:\{(.*)\})? (\S+)$")
_USELESS: Final = "_created"


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer of one worker."""

    real: datetime
    job: str
    instance: str
    metrics: str
    """As served."""


def write_lines(sample: Sample, at: datetime) -> Iterator[str]:
    """As OpenMetrics, with the labels that a scrape adds and a date; and that it answered, as Prometheus notes."""
    own = f'instance="{sample.instance}",job="{sample.job}"'
    stamp = f"{at.timestamp():.3f}"
    yield f"up{{{own}}} 1 {stamp}\n"
    for line in sample.metrics.splitlines():
        found = _LINE.match(line)
        if found and not found[1].endswith(_USELESS):
            labels = f"{own},{found[2]}" if found[2] else own
            yield f"{found[1]}{{{labels}}} {found[3]} {stamp}\n"


def date_samples(
    samples: Iterable[Sample], date: Callable[[datetime], datetime], every: timedelta
) -> Iterator[tuple[datetime, Sample]]:
    """Those of each job that lie at least a step apart by the drill's clock, dated by it.

    Args:
        samples: in the order in which they were taken.
        date: the drill's time at a real moment.
        every: the step.
    """
    latest: dict[str, datetime] = {}
    for sample in samples:
        at = date(sample.real)
        before = latest.get(sample.job)
        if before is None or at - before >= every:
            latest[sample.job] = at
            yield at, sample


def backfill(dated: Iterable[tuple[datetime, Sample]], folder: Path) -> None:
    """Write the samples to a folder from which Prometheus serves."""
    text = folder / "samples.om"
    with text.open("w", encoding="utf-8") as file:
        for at, sample in dated:
            file.writelines(write_lines(sample, at))
        file.write("# EOF\n")
    command = ["promtool", "tsdb", "create-blocks-from", "openmetrics", str(text), str(folder / BLOCKS)]
    subprocess.run(command, check=True, capture_output=True)
    text.unlink()
