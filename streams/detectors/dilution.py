"""Dilution: positive virality brings some negative mentions too, so where their share fell, more is tolerated."""

from collections.abc import Sequence
from typing import Final

from streams.detectors.ladder import NO_RELIEF, RUNGS

DILUTED: Final = 0.6
"""A window with less than this of the usual negative share is a crowd that came for something else."""
MOST_RELIEF: Final = 3.0


def find_dilution(negative: Sequence[float], scored: Sequence[float], usual: float) -> tuple[float, ...]:
    """Return the relief of each window, a factor on what is tolerated.

    Args:
        negative: negative mentions in the ladder's windows.
        scored: scored mentions in them.
        usual: share of negative mentions.
    """
    bar = DILUTED * usual
    if all(negative[k] >= bar * scored[k] for k in RUNGS):
        return NO_RELIEF
    return tuple(
        min(max(bar * scored[k] / negative[k], 1.0), MOST_RELIEF) if negative[k] > 0 else 1.0 for k in RUNGS
    )
