"""A band: what is usual, from the median and the median absolute deviation.

Both stay put while fewer than half of the figures are wild, as mean and standard deviation do not. The rule of
three deviations to each side is Hampel's identifier; Leys et al., "Detecting outliers: Do not use standard deviation
around the mean, use absolute deviation around the median", Journal of Experimental Social Psychology 49 (2013),
recommend it and its factor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import Final

MAD_TO_SIGMA: Final = 1.4826
"""Makes it the standard deviation of a normal distribution."""
LEAST: Final = 0.05
"""Of the middle: no figure of an account is steadier than that, however even the last weeks were."""
MEDIAN_NOISE: Final = 1.2533
"""How much more a median wanders than a mean, for a normal distribution: the root of pi / 2."""


@dataclass(frozen=True, slots=True)
class Band:
    """What is usual."""

    count: int
    """Figures it was learned from, at least 1."""
    middle: float
    sigma: float
    """A robust standard deviation; more than 0 unless the middle is 0."""

    def low(self, width: float) -> float:
        """The lower edge, which may be below 0."""
        return self.middle - width * self.sigma

    def high(self, width: float) -> float:
        return self.middle + width * self.sigma

    def doubt(self, count: int) -> float:
        """Standard error of the difference between the median of `count` figures and the middle."""
        return MEDIAN_NOISE * self.sigma * sqrt(1 / max(count, 1) + 1 / self.count)


def measure(values: Sequence[float], *, needed: int, least: float = 0.0) -> Band | None:
    """Learn what is usual; None from fewer than `needed` values.

    Args:
        values: in any order.
        needed: at least 1.
        least: smallest sigma, such as what chance alone makes of a count.
    """
    if len(values) < max(needed, 1):
        return None
    middle = float(median(values))
    deviation = MAD_TO_SIGMA * median(abs(value - middle) for value in values)
    return Band(len(values), middle, max(deviation, LEAST * abs(middle), least))
