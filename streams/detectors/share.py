"""The share: how much of the scored talk is negative, against what is usual, over the ladder's windows.

Its evidence is a weighted sum of Kullback-Leibler divergences, in nats, against "odds no more than
`TOLERANCE` times the usual", each window counted for no more mentions than its learned dispersion allows.
"""

from array import array
from math import log, sqrt
from typing import Final

from streams.detectors.ladder import DECAY, RUNGS, TAUS, TOLERANCE

WEIGHTS: Final = (0.25, 0.5, 1.0, 1.0, 1.0)
YOUNG_WEIGHTS: Final = (0.0, 0.0, 1.0, 2.0, 2.0)
"""While brands at large are the measure: a few minutes of one sort of talk are then no news."""
FIRST_WEEK: Final = (0.0, 0.25, 1.0, 2.0, 1.0)
"""While a series' own share is known from days alone."""
_SCALE: Final = tuple(1 + d for d in DECAY)
AT_LARGE: Final = 0.2
"""Usual share of negative talk about brands at large, by which a new one is judged."""
NEW_TOLERANCE: Final = 2.0
"""Brands differ: one whose odds are twice those of brands at large may be one that is merely disliked."""
_PRIOR: Final = 0.2
_PRIOR_MENTIONS: Final = 20.0
_KEEP_USUAL: Final = 0.5 ** (1 / (96 * 60))
_KEEP: Final = 0.5 ** (1 / (336 * 60))
_DISPERSION: Final = 0.05
_DISPERSION_WEIGHT: Final = 5 / _DISPERSION**2
_NEW_DISPERSION: Final = 0.01
"""Of an ordinary series; the larger one above waits for what a series has learned in its second week."""
_CLIP: Final = 20.0


class Share:
    """The usual share and how far windows stray from it."""

    __slots__ = ("is_new", "mentions", "negative", "spread", "youth")

    def __init__(self) -> None:
        self.is_new = True
        """Whether there is no history of its own yet: then brands at large are the measure."""
        self.youth = 0.0
        """From 1 in a series' first days to 0 after its first week."""
        self.negative = 0.0
        self.mentions = 0.0
        """Both forgotten with a half-life of four days."""
        self.spread = array("f", bytes(8 * len(TAUS)))

    @property
    def usual(self) -> float:
        """Return the share that a window is measured with."""
        return AT_LARGE if self.is_new else self.learned

    @property
    def weights(self) -> tuple[float, ...]:
        """Return the windows' weights at this age."""
        if self.is_new:
            return YOUNG_WEIGHTS
        return FIRST_WEEK if self.youth else WEIGHTS

    @property
    def learned(self) -> float:
        """Return the share that this series has shown so far."""
        return (self.negative + _PRIOR * _PRIOR_MENTIONS) / (self.mentions + _PRIOR_MENTIONS)

    def dispersion(self, rung: int) -> float:
        if self.is_new:
            return _NEW_DISPERSION
        prior = _DISPERSION * _DISPERSION_WEIGHT
        learned = max(0.0, (self.spread[rung] + prior) / (self.spread[rung + 5] + _DISPERSION_WEIGHT))
        return learned + self.youth * (_NEW_DISPERSION - learned)

    def unrest(self, rung: int) -> float:
        """Return the dispersion with the doubt about the usual share itself."""
        return self.dispersion(rung) + (0.0 if self.is_new else 1 / (self.mentions + _PRIOR_MENTIONS))

    def learn(self, negative: float, mentions: float, gain: float) -> None:
        """Take in a minute's scored mentions."""
        keep = 1 - (1 - _KEEP_USUAL) * gain
        self.negative = self.negative * keep + gain * negative
        self.mentions = self.mentions * keep + gain * mentions

    def learn_spread(self, negative: list[float], mentions: list[float], gain: float) -> None:
        """Let the windows' strays teach the dispersions."""
        spread = self.spread
        p = self.learned
        variance = p * (1 - p)
        prior = _DISPERSION * _DISPERSION_WEIGHT
        for k in RUNGS:
            scale = _SCALE[k]
            n = scale * mentions[k]
            num, den = spread[k], spread[k + 5]
            rho = (num + prior) / (den + _DISPERSION_WEIGHT)
            rho = max(rho, 0.0)
            gap = scale * negative[k] - p * n
            z2 = gap * gap / variance
            bound = _CLIP * _CLIP * (n + rho * n * n) + scale
            z2 = min(z2, bound)
            weight = gain * (2.0 - scale) / ((1.0 + rho * n) * (1.0 + rho * n))
            spread[k] = num * _KEEP + weight * (z2 - n)
            spread[k + 5] = den * _KEEP + weight * n * n

    def add_late(self, negative: float, mentions: float, keep: float) -> None:
        """Count what came late, faded by `keep`."""
        self.negative += negative * keep
        self.mentions += mentions * keep

    def add(self, other: "Share") -> None:
        """Take in another shard's mentions."""
        self.negative += other.negative
        self.mentions += other.mentions
        for i, value in enumerate(other.spread):
            self.spread[i] += value

    def bar(self, widen: float = 1.0) -> float:
        """Return the share that is tolerated: the usual odds times the tolerance; `widen` is for planned events."""
        tolerance = NEW_TOLERANCE if self.is_new else TOLERANCE
        odds = tolerance * sqrt(widen) * self.usual / (1 - self.usual)
        return odds / (1 + odds)

    def weigh(self, negative: list[float], mentions: list[float], widen: float = 1.0) -> float:
        """Return the evidence of the windows' shares."""
        bar = self.bar(widen)
        total, weights = 0.0, self.weights
        for k in RUNGS:
            if negative[k] > bar * mentions[k]:
                total += weights[k] * self.ratio(k, negative[k], mentions[k], bar)
        return total

    def ratio(self, k: int, negative: float, mentions: float, bar: float) -> float:
        """Return one window's evidence; the share must be above the bar."""
        n = _SCALE[k] * mentions
        x = min(negative / mentions, 1.0)
        divergence = x * log(x / bar)
        if x < 1.0:
            divergence += (1 - x) * log((1 - x) / (1 - bar))
        return n / (1 + n * self.unrest(k)) * divergence
