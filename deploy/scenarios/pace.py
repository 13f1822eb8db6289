"""The pace of talk: at which moments things are said, by rate and hour of day."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Final

_STEP: Final = 1 / 60
"""Hours; within a step the rate is taken as constant."""


def arrivals(rate: Callable[[float], float], begin: float, end: float, rng: Random) -> Iterator[float]:
    """Draw moments of a Poisson process with a changing rate.

    Args:
        rate: per hour, at an hour.
        begin: first hour.
        end: hour before which the last moment falls.
        rng: the chance to use.
    """
    due = rng.expovariate(1.0)
    passed = 0.0
    hour = begin
    while hour < end:
        width = min(_STEP, end - hour)
        grown = rate(hour + width / 2) * width
        while grown > 0 and passed + grown >= due:
            yield hour + width * (due - passed) / grown
            due += rng.expovariate(1.0)
        passed += grown
        hour += _STEP


def wakefulness(
    day: Sequence[float], zones: Sequence[tuple[float, float]], starts_at: float
) -> Callable[[float], float]:
    """How awake the speakers of a language are, as a factor with mean 1 over a day.

    Args:
        day: a weight for each local hour, taken at its middle.
        zones: hours ahead of UTC with their weights.
        starts_at: the hour of the day in UTC at which hour 0 falls.
    """
    mean = sum(day) / len(day)
    people = sum(weight for _, weight in zones)

    def factor(hour: float) -> float:
        total = sum(weight * _between(day, starts_at + hour + zone) for zone, weight in zones)
        return total / people / mean

    return factor


def ramp(ends: tuple[float, float], begin: float, end: float) -> Callable[[float], float]:
    """A straight line from one rate to the other."""
    first, last = ends
    return lambda hour: first + (last - first) * (hour - begin) / (end - begin)


def _between(day: Sequence[float], hour: float) -> float:
    whole, part = divmod(hour - 0.5, 1)
    left = int(whole) % len(day)
    return day[left] * (1 - part) + day[(left + 1) % len(day)] * part
