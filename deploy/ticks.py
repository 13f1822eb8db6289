"""Ticks: the round numbers and moments at which an axis is labelled."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

_NICE: Final = (1, 2, 2.5, 5, 10)
_HOURS: Final = (1 / 12, 1 / 4, 1 / 2, 1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 672, 1344, 2688, 5376)
_EPOCH: Final = datetime(2001, 1, 1, tzinfo=UTC)
"""A Monday, so that weeks begin with one."""


def choose_values(low: float, high: float, at_most: int, *, whole: bool = False) -> Sequence[float]:
    """Round numbers that cover a span, the first at or below its lower end.

    Args:
        low: of the span.
        high: of the span; where it is not above `low`, one more is covered.
        at_most: intervals between `low` and `high`.
        whole: of things that are counted: no halves.
    """
    span = (high - low) if high > low else 1.0
    size = 10.0 ** math.floor(math.log10(span / at_most))
    steps = [size * nice for nice in _NICE if not whole or (size * nice).is_integer()] or [1.0]
    step = next(step for step in steps if span / step <= at_most * (1 + 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil((low + span) / step - 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def choose_moments(begins: datetime, ends: datetime, at_most: int) -> Sequence[datetime]:
    """Round moments within a span, by UTC: whole hours or quarters of one, days, weeks."""
    steps = [timedelta(hours=hours) for hours in _HOURS]
    step = next((one for one in steps if (ends - begins) / one <= at_most), steps[-1])
    first, last = -((_EPOCH - begins) // step), (ends - _EPOCH) // step
    return [_EPOCH + number * step for number in range(first, last + 1)]
