"""NAB's scoring rules, written from the published description (Lavin & Ahmad 2015, arXiv 1510.03336).

A detection inside a labelled window earns up to one point, more the earlier; only the first counts. A
detection outside costs, more the farther it is from the window before it. A missed window costs a point or
two. The sum is scaled so that saying nothing is 0 and perfection is 100. The first part of a file is
probation and counts for nothing.
"""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import exp
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Profile:
    """What hits, false alarms and misses weigh."""

    name: str
    hit: float
    false_alarm: float
    miss: float


PROFILES = (
    Profile("standard", 1.0, 0.11, 1.0),
    Profile("low FP", 1.0, 0.22, 1.0),
    Profile("low FN", 1.0, 0.11, 2.0),
)
PROBATION_SHARE = 0.15
PROBATION_CAP = 5000
"""Rows above which a longer file does not get a longer probation."""


@dataclass(frozen=True, slots=True)
class Series:
    """A file of NAB: rows in time order and the labelled windows as row numbers, both ends within."""

    name: str
    times: tuple[datetime, ...]
    values: tuple[float, ...]
    windows: tuple[tuple[int, int], ...]

    @property
    def probation(self) -> int:
        return int(PROBATION_SHARE * min(len(self.values), PROBATION_CAP))


def sigmoid(position: float) -> float:
    """Return what a row is worth: -1 is the left edge of a window, 0 its right edge, 1 a width behind."""
    return -1.0 if position > 3.0 else 2 / (1 + exp(5 * position)) - 1


def score_series(series: Series, detections: Sequence[int], profile: Profile) -> float:
    """Return the raw score of the rows a detector named."""
    best: dict[tuple[int, int], float] = {}
    total = 0.0
    for row in detections:
        if row < series.probation:
            continue
        window = next((w for w in series.windows if w[0] <= row <= w[1]), None)
        if window:
            width = window[1] - window[0] + 1
            worth = sigmoid(-(window[1] - row + 1) / width) * profile.hit / sigmoid(-1.0)
            best[window] = max(best.get(window, worth), worth)
            continue
        before = [w for w in series.windows if w[1] < row]
        if before:
            left, right = before[-1]
            total += sigmoid((row - right) / (right - left)) * profile.false_alarm
        else:
            total -= profile.false_alarm
    missed = len(series.windows) - len(best)
    return total + sum(best.values()) - missed * profile.miss


def score_corpus(corpus: Sequence[tuple[Series, Sequence[int]]], profile: Profile) -> float:
    """Return the score of a set of files, from 0 (says nothing) to 100 (perfect)."""
    windows = sum(len(series.windows) for series, _ in corpus)
    raw = sum(score_series(series, rows, profile) for series, rows in corpus)
    null = -windows * profile.miss
    return 100 * (raw - null) / (windows * profile.hit - null)


def read_corpus(folder: Path) -> list[Series]:
    """Read the CSV files of a folder and their `labels.json`."""
    labels = json.loads((folder / "labels.json").read_text())["windows"]
    corpus = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
        times = tuple(_time(row["timestamp"]) for row in rows)
        windows = []
        for start, end in labels[path.name]:
            inside = [i for i, at in enumerate(times) if _time(start) <= at <= _time(end)]
            windows.append((inside[0], inside[-1]))
        values = tuple(float(row["value"]) for row in rows)
        corpus.append(Series(path.stem, times, values, tuple(windows)))
    return corpus


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
