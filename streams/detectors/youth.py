"""Youth: what a series' first week asks for, while nobody knows the brand's ordinary days.

A new series' few mentions stand in all its windows at once, the evening of a cup final looks like the
beginning of a crisis, and how often the scorer errs about this brand is not known. So a rise of all talk is
in part believed to be ordinary, and what the share of negative talk says is added instead of only compared.
"""

from collections.abc import Sequence
from typing import Final

from streams.detectors.ladder import NO_RELIEF, RUNGS, Ladder
from streams.detectors.track import Track

YOUNG_UNTIL: Final = 3 * 1440
GROWN_AT: Final = 7 * 1440
"""Minutes from which every weekday was seen once; before, a rise of all talk may be the brand's ordinary Saturday."""
NEW_SCALE: Final = 0.3
"""A new series' windows overlap in the same few mentions, so that their sum counts these three times."""
WITNESS: Final = (1.5, 0.0, 0.0, 0.0, 0.0)
"""Weights by which a rise of all talk speaks for a new series: only if it is sudden."""
MOST_BACKING: Final = 5.0
"""Times the evidence of negative mentions: a witness alone pages nobody."""
ALLOWANCE: Final = 0.6
"""Power of the rise of all talk by which a young series' expectation rises with it."""
ERRORS: Final = 0.007
"""Part of all talk that a scorer takes for backlash by mistake, until a series has shown its own."""
WARINESS: Final = 4.5
"""Nats taken off evidence of backlash: a scorer's errors about a new brand come together, as its news does."""


def find_youth(age: int) -> float:
    """Return how little is known of the brand's week after `age` minutes: 1 for three days, 0 after seven."""
    return min(max((GROWN_AT - age) / (GROWN_AT - YOUNG_UNTIL), 0.0), 1.0)


def find_backing(
    every: Track, doubt: float, raw: float, tolerance: float, dilution: Sequence[float]
) -> float:
    """Return the nats that a sudden rise of all talk adds to those of negative mentions in a new series.

    Args:
        every: the track of all mentions.
        doubt: relative variance of what is expected of it.
        raw: evidence of the negative mentions.
        tolerance: how many times the expectation is still nothing.
        dilution: relief for a fallen share; a crowd that came for something else is no witness.
    """
    if raw == 0.0 or max(dilution) > 1.0:
        return 0.0
    return min(MOST_BACKING * raw, every.ladder.weigh(doubt, tolerance, weights=WITNESS))


def allow_rise(every: Ladder, dilution: Sequence[float], youth: float, usual: float) -> tuple[float, ...]:
    """Return the relief of each window, with a rise of all talk in part believed to be the brand's own week.

    Where most talk is negative anyway (`usual`, its share), the share has nothing left to say, and less is allowed.
    """
    power = ALLOWANCE * youth * min(1.0, 2 * (1 - usual))
    return tuple(
        dilution[k] * max(every.observed[k] / max(every.expected[k], 1e-9), 1.0) ** power for k in RUNGS
    )


def forgive_errors(ladder: Ladder, scored: Sequence[float], youth: float) -> tuple[float, ...]:
    """Return the relief of each window by which the scorer's errors in so much talk are no backlash."""
    if not youth:
        return NO_RELIEF
    return tuple(max(youth * ERRORS * scored[k] / max(ladder.expected[k], 1e-9), 1.0) for k in RUNGS)
