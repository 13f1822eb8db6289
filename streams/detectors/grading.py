"""Grading: how severe a spike is, by how sure it is, how many times the usual and how many mentions beyond it."""

from dataclasses import dataclass
from typing import Final

from streams.detectors.ladder import DECAY, Ladder
from streams.detectors.series import Series
from streams.spike import Severity

_HOUR_RUNG: Final = 2


@dataclass(frozen=True, slots=True)
class Bound:
    """What a severity asks for."""

    severity: Severity
    folds: float
    """Evidence, as a multiple of the threshold."""
    ratio: float
    """Observed over expected in the 45-minute window."""
    excess: float
    """Negative mentions an hour beyond the expected."""


BOUNDS: Final = (
    Bound(Severity.SEV1, folds=6, ratio=5, excess=100),
    Bound(Severity.SEV2, folds=2.5, ratio=3, excess=0),
)


def grade(series: Series, evidence: float, threshold: float) -> Severity:
    """Return the severity; each bound is a multiple of the threshold, so sensitivity moves all of them."""
    ratio = find_ratio(series)
    for bound in BOUNDS:
        is_sure = evidence >= bound.folds * threshold
        if is_sure and ratio >= bound.ratio and find_excess(series) >= bound.excess:
            return bound.severity
    return Severity.SEV3


def raise_one(severity: Severity) -> Severity:
    """Return the next worse severity."""
    order = list(Severity)
    return order[max(0, order.index(severity) - 1)]


def find_ratio(series: Series) -> float:
    """Return observed over expected, from the 45-minute window."""
    ladder = series.baseline.negative.ladder
    return ladder.observed[_HOUR_RUNG] / max(ladder.expected[_HOUR_RUNG], 1e-9)


def find_excess(series: Series) -> float:
    """Return the negative mentions an hour beyond the expected, from the 45-minute window."""
    gap = find_gap(series.baseline.negative.ladder)
    return gap * (1 - DECAY[_HOUR_RUNG]) * 60


def find_gap(ladder: Ladder) -> float:
    """Return what the 45-minute window holds beyond the expected."""
    return ladder.observed[_HOUR_RUNG] - ladder.expected[_HOUR_RUNG]
