"""The curve of how people feel: whether talk about a brand grows warmer or colder, over an hour, six and a day.

The feeling of a stretch is its positive mentions less its negative ones, as a part of those that could be scored: from
-1 to 1. The slope is that of the line that fits the stretches of a window best, each weighed by its mentions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Final

from streams.blocks import Blocks, add_to_block, read_sums
from streams.minute import Minute
from streams.times import minute_of


class Window(StrEnum):
    """Over which a slope is told."""

    HOUR = "1h"
    SIX_HOURS = "6h"
    DAY = "24h"


BLOCKS: Final = 12
"""Of each window."""
LENGTHS: Final[Mapping[Window, int]] = {Window.HOUR: 5, Window.SIX_HOURS: 30, Window.DAY: 120}
"""Minutes of a block."""
ENOUGH: Final = 20
"""Scored mentions in a window, below which it has no slope."""
ENOUGH_BLOCKS: Final = 3
"""With scored mentions: two points always lie on a line."""

Curves = dict[Window, Blocks[int]]
"""By window, blocks of how many were scored, positive and negative."""


@dataclass(frozen=True, slots=True)
class Slope:
    """How fast feelings turn."""

    an_hour: float
    """By how much the feeling rises in an hour; below 0 where it falls."""
    error: float
    """Its standard error, by chance alone: a slope of less than twice of it may be none."""


def note_feelings(curves: Curves, minute: Minute) -> None:
    """Take in the next minute, in place."""
    counts = minute.counts
    amounts = counts.mentions - counts.unscored, counts.positive, counts.negative
    if not amounts[0]:
        return
    for window, length in LENGTHS.items():
        number = minute_of(minute.start) // length
        add_to_block(curves.setdefault(window, []), number, amounts, kept=BLOCKS)


def read_slopes(curves: Curves, minute: Minute) -> dict[Window, Slope | None]:
    """The slopes at the end of a minute; None where too little was said in the window to draw a line."""
    now = minute_of(minute.start)
    return {
        window: _fit(
            [block for block in curves.get(window, ()) if block[0] > now // length - BLOCKS], length / 60
        )
        for window, length in LENGTHS.items()
    }


def _fit(blocks: Blocks[int], hours: float) -> Slope | None:
    """Fit a line by weighted least squares; `hours` is how long a block is."""
    if len(blocks) < ENOUGH_BLOCKS:
        return None
    scored, positive, negative = read_sums(blocks)
    if scored < ENOUGH:
        return None
    middle = sum(number * sums[0] for number, sums in blocks) / scored
    spread = sum(sums[0] * (number - middle) ** 2 for number, sums in blocks)
    tilt = sum((number - middle) * (sums[1] - sums[2]) for number, sums in blocks)
    feeling = (positive - negative) / scored
    variance = max((positive + negative) / scored - feeling**2, 0.0)
    return Slope(tilt / spread / hours, sqrt(variance / spread) / hours)
