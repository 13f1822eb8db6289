"""EARS-t with reweighting: the last day against the seven before it, past outbreaks counted less.

The rule of epitweetr (Espinosa et al. 2022, after Farrington et al. 1996): a day that sticks out of the
baseline is down-weighted by (bar / residual)^4; the alarm is the upper bound of a t prediction interval.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final

from streams.detectors.history import History
from streams.detectors.reference import Reading

DAY: Final = 24
DAYS: Final = 7
LEAST_HOURS: Final = 18
"""Watched hours a day needs to count as one."""
_T_ALARM: Final = 2.447
"""Upper 2.5 % of Student's t with 6 degrees of freedom."""
_T_OUTLIER: Final = 2.015
"""Upper 5 % with 5 degrees of freedom."""
_DECAY: Final = 4
_LEAST_VARIANCE: Final = 1.0


@dataclass(frozen=True, slots=True)
class Ears:
    """Alarm above the prediction interval of a day."""

    name: str = "ears"
    note: str = "last 24 hours; alarm above the 97.5 % bound from seven days, outliers down-weighted"

    def read(self, history: History) -> Reading | None:
        sums = [_sum_day(history, day) for day in range(DAYS + 1)]
        today, before = sums[0], [count for count in sums[1:] if count is not None]
        if today is None or len(before) < DAYS:
            return None
        plain = [1.0] * DAYS
        mean, variance = _moments(before, plain)
        sd = sqrt(variance * (1 - 1 / DAYS))
        weights = [min(1.0, (_T_OUTLIER * sd / max(count - mean, 1e-9)) ** _DECAY) for count in before]
        mean, variance = _moments(before, weights)
        return Reading(today, mean, mean + _T_ALARM * sqrt(variance * (1 + 1 / DAYS)), minutes=DAY * 60)


def _sum_day(history: History, day: int) -> float | None:
    """Return the count of a day of 24 closed hours, `day` days back, scaled to whole days."""
    end = len(history.hours) - DAY * day
    hours = [count for count in history.hours[max(0, end - DAY) : max(0, end)] if count is not None]
    return sum(hours) * DAY / len(hours) if len(hours) >= LEAST_HOURS else None


def _moments(counts: list[float], weights: list[float]) -> tuple[float, float]:
    total = sum(weights)
    mean = sum(weight * count for weight, count in zip(weights, counts, strict=True)) / total
    squares = sum(weight * (count - mean) ** 2 for weight, count in zip(weights, counts, strict=True))
    return mean, max(squares / max(total - 1, 1.0), _LEAST_VARIANCE)
