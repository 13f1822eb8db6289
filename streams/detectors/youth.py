"""Youth: what a series' first week asks for, while nobody knows the brand's ordinary days.

A new series' few mentions stand in all its windows at once, the evening of a cup final looks like the
beginning of a crisis, and how often the scorer errs about this brand is not known. So a rise of all talk is
in part believed to be ordinary, and what the share of negative talk says is added instead of only compared.
"""

from collections.abc import Sequence
from math import inf, sqrt
from typing import Final

from streams.detectors.ladder import DECAY, NO_RELIEF, RUNGS, Ladder
from streams.detectors.track import Track

YOUNG_UNTIL: Final = 3 * 1440
GROWN_AT: Final = 7 * 1440
"""Minutes from which every weekday was seen once; before, a rise of all talk may be the brand's ordinary Saturday."""
NEW_SCALE: Final = 0.3
"""A new series' windows overlap in the same few mentions, so that their sum counts these three times."""
WITNESS: Final = (1.5, 0.0, 0.0, 0.0, 0.0)
"""Weights by which a rise of all talk speaks for a new series: only if it is sudden."""
MOST_BACKING: Final = 6.0
"""Times the evidence of negative mentions: a witness alone pages nobody."""
LULL_LEAST: Final = 0.6
"""Part of the usual below which talk of the last hours is not believed to have sunk."""
LULL_MARGIN: Final = 1.05
"""Times the talk of the last hours that is expected of the next minutes."""
ALLOWANCE: Final = 0.6
"""Power of the rise of all talk by which a young series' expectation rises with it."""
MOST_RISE: Final = (inf, 7.5, 5.0, 4.0, 3.0)
"""Times the usual up to which a rise may be a launch or a match, in each window; the more it is beyond, the less.

The launches, matches and sales of the scenarios and the Japanese recordings reach (23, 6.9, 4.5, 3.7, 2.7)."""
FEW: Final = 10.0
"""Mentions more that are taken as expected before a rise is called too large for a launch."""
RESTLESS: Final = 0.1
"""Dispersion by which the season's lessons are weighed in youth, at the least: as on the first day, whose hours
would else be forgotten for a few minutes of the second."""
ERRORS: Final = 0.007
"""Part of all talk that a scorer takes for backlash by mistake, until a series has shown its own."""
WARINESS: Final = 4.5
"""Nats taken off evidence of backlash: a scorer's errors about a new brand come together, as its news does."""
_MINUTES_RUNG: Final = 1
_HOURS_RUNG: Final = 3
_SHORT_RUNGS: Final = (0, 1, 2)


def find_youth(age: int) -> float:
    """Return how little is known of the brand's week after `age` minutes: 1 for three days, 0 after seven."""
    return min(max((GROWN_AT - age) / (GROWN_AT - YOUNG_UNTIL), 0.0), 1.0)


def temper(count: float, mu: float) -> float:
    """Return the part of a minute's count that may teach a young series' hours: little more than twice the usual.

    Two days know an hour from two hours; half an hour of a storm would pass for the third.
    """
    return min(count, 2 * mu + 3 * sqrt(mu) + 1)


def find_backing(every: Track, doubt: float, raw: float, tolerance: float, lull: float) -> float:
    """Return the nats that a sudden rise of all talk adds to those of negative mentions in a new series.

    Args:
        every: the track of all mentions.
        doubt: relative variance of what is expected of it.
        raw: evidence of the negative mentions.
        tolerance: how many times the expectation is still nothing.
        lull: factor on the expectation at this hour.
    """
    if raw == 0.0:
        return 0.0
    relief = (lull,) * len(RUNGS)
    return min(MOST_BACKING * raw, every.ladder.weigh(doubt, tolerance, relief, WITNESS))


def find_lull(every: Ladder) -> float:
    """Return the factor by which less is usual now than a new series' level says, which knows no hours yet.

    It is what the last three hours but for the last ten minutes brought of what was expected of them.
    """
    seen = every.observed[_HOURS_RUNG] - every.observed[_MINUTES_RUNG]
    expected = every.expected[_HOURS_RUNG] - every.expected[_MINUTES_RUNG]
    return min(max(LULL_MARGIN * seen / max(expected, 1e-9), LULL_LEAST), 1.0)


def is_other_crowd(negative: Sequence[float], scored: Sequence[float], bar: float) -> bool:
    """Whether talk came for something else: less of it is negative than `bar`, and not by mere chance.

    Args:
        negative: negative mentions in the ladder's windows.
        scored: scored mentions in them.
        bar: share of negative talk below which it is thought to be diluted.
    """
    for k in _SHORT_RUNGS:
        scale = 1 + DECAY[k]
        due = scale * bar * scored[k]
        if scale * negative[k] < due - sqrt(due):
            return True
    return False


def allow_rise(every: Ladder, dilution: Sequence[float], youth: float, usual: float) -> tuple[float, ...]:
    """Return the relief of each window, with a rise of all talk in part believed to be the brand's own week.

    Where most talk is negative anyway (`usual`, its share), the share has nothing left to say, and less is allowed.
    """
    power = ALLOWANCE * youth * min(1.0, 2 * (1 - usual))
    return tuple(
        dilution[k] * _believe(every.observed[k], every.expected[k], MOST_RISE[k]) ** power for k in RUNGS
    )


def _believe(observed: float, expected: float, most: float) -> float:
    """Return the part of a rise that may be ordinary; where little is expected, chance alone rises high."""
    sure = observed / (expected + FEW)
    return max(observed / max(expected, 1e-9) * min(most / max(sure, 1e-9), 1.0) ** 4, 1.0)


def forgive_errors(ladder: Ladder, scored: Sequence[float], youth: float) -> tuple[float, ...]:
    """Return the relief of each window by which the scorer's errors in so much talk are no backlash."""
    if not youth:
        return NO_RELIEF
    return tuple(max(youth * ERRORS * scored[k] / max(ladder.expected[k], 1e-9), 1.0) for k in RUNGS)
