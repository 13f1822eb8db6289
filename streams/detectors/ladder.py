"""The ladder: five exponential windows over one count, from two minutes to half a day.

For each window it keeps what was observed, what was expected and how far the two have differed beyond
chance (the dispersion, learned). Its evidence is a sum of negative-binomial log-likelihood ratios, in
nats, against "no more than `TOLERANCE` times what is expected". docs/detection.md has the formulae.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Final

TAUS: Final = (2, 10, 45, 180, 720)
"""Window lengths in minutes."""
WEIGHTS: Final = (0.15, 0.25, 2.0, 0.1, 1.0)
"""Of each window in the evidence, found on simulated streams; the hour says most, bursts fill the short ones."""
YOUNG_WEIGHTS: Final = (0.6, 1.5, 1.0, 0.5, 0.5)
"""In a series' first day, when the long windows know nothing yet."""
RUNGS: Final = range(len(TAUS))
LONG_RUNGS: Final = (3, 4)
"""Windows that remember a crisis for hours after it."""
DECAY: Final = tuple(exp(-1 / tau) for tau in TAUS)
_SCALE: Final = tuple(1 + d for d in DECAY)
"""Makes an exponential window Poisson-like: its variance equals its mean."""
TOLERANCE: Final = 1.3
LEAST_DISPERSION: Final = 0.01
NO_RELIEF: Final = (1.0,) * len(TAUS)
_DISPERSION: Final = 0.1
"""Assumed before anything is known."""
_DISPERSION_WEIGHT: Final = 5 / _DISPERSION**2
SPREAD: Final = 2 * len(TAUS) + 2
SPREAD_BYTES: Final = 4 * SPREAD
_CLUMP_RUNG: Final = 2
_LEAST_VARIANCE: Final = 0.05
_CLUMP_WEIGHT: Final = 10.0
"""Windows of 45 minutes that the belief in independent mentions is worth."""
_TIMELESS: Final = 0.2
"""Part of the dispersion that belongs to bursts, which are as large at night as by day."""
_TIMELESS_RUNGS: Final = 3
"""Windows short enough to lie within one time of day."""
_KEEP: Final = 0.5 ** (1 / (336 * 60))
CLIP: Final = 20.0
"""Sigmas a single surprise may count when dispersion is learned: bursts must be allowed to teach."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One window's arithmetic, in the effective counts that the test uses."""

    tau: int
    weight: float
    observed: float
    expected: float
    tolerance: float
    dispersion: float
    size: float
    damping: float
    evidence: float


class Ladder:
    """Five windows over one count."""

    __slots__ = ("expected", "night", "observed", "spread")

    def __init__(self) -> None:
        self.observed = [0.0] * len(TAUS)
        self.expected = [0.0] * len(TAUS)
        self.night = 1.0
        """Factor on the dispersion of the short windows: where little is usual, a burst is more of it."""
        self.spread = array("f", bytes(SPREAD_BYTES))
        """Numerators, then denominators of the dispersions, then those of the clumping; single precision."""

    def dispersion(self, rung: int) -> float:
        spread = self.spread
        prior = _DISPERSION * _DISPERSION_WEIGHT
        return max(0.0, (spread[rung] + prior) / (spread[rung + 5] + _DISPERSION_WEIGHT))

    @property
    def clump(self) -> float:
        """How many mentions come together where few come at all: a thread is one event, not ten."""
        spread = self.spread
        return max(1.0, (spread[10] + _CLUMP_WEIGHT) / (spread[11] + _CLUMP_WEIGHT))

    def push(self, count: float, mu: float) -> None:
        """Move on by a minute."""
        observed, expected = self.observed, self.expected
        for k in RUNGS:
            d = DECAY[k]
            observed[k] = observed[k] * d + count
            expected[k] = expected[k] * d + mu

    def find_usual(self, minutes: int) -> float:
        """Return how many are expected in the last so many minutes, each counted once.

        A window's mentions are tau minutes old on average, those of a plain stretch half its length.
        """
        rung = next((k for k in RUNGS if 2 * TAUS[k] >= minutes), RUNGS[-1])
        return minutes * (1 - DECAY[rung]) * self.expected[rung]

    def note_hour(self, factor: float) -> None:
        """Take in how busy this time of day is, beside an ordinary one."""
        self.night = 1 - _TIMELESS + _TIMELESS / (factor * factor)

    def unrest(self, rung: int) -> float:
        """Return the dispersion at this time of day."""
        return self.dispersion(rung) * (self.night if rung < _TIMELESS_RUNGS else 1.0)

    def age(self, minutes: int) -> None:
        """Pass over minutes that nobody watched: they are taken as usual, so what was unusual fades."""
        for k in RUNGS:
            usual = self.expected[k]
            self.observed[k] = usual + (self.observed[k] - usual) * DECAY[k] ** minutes

    def add_late(self, count: float, age: int) -> None:
        """Count what was published `age` minutes ago and came only now."""
        for k in RUNGS:
            self.observed[k] += count * DECAY[k] ** age

    def add(self, other: "Ladder") -> None:
        """Take in another shard's windows of the same minutes; what both know of the spread is pooled."""
        for k in RUNGS:
            self.observed[k] += other.observed[k]
            self.expected[k] += other.expected[k]
        for i, value in enumerate(other.spread):
            self.spread[i] += value

    def spare(self) -> None:
        """Let the long windows hold no more than usual, or than the last hour does: the rest is known to people."""
        for k in LONG_RUNGS:
            self.observed[k] = min(self.observed[k], max(self.expected[k], self.observed[_CLUMP_RUNG]))

    def settle(self) -> None:
        """Take what was observed as expected: the first minutes of a new series."""
        self.expected = [max(pair) for pair in zip(self.expected, self.observed, strict=True)]

    def learn(self, gain: float) -> None:
        """Let this minute's differences teach the dispersions."""
        spread, observed, expected = self.spread, self.observed, self.expected
        prior = _DISPERSION * _DISPERSION_WEIGHT
        night = self.night
        for k in RUNGS:
            scale = _SCALE[k]
            m = scale * expected[k]
            n = night if k < _TIMELESS_RUNGS else 1.0
            num, den = spread[k], spread[k + 5]
            a = (num + prior) / (den + _DISPERSION_WEIGHT)
            a = max(a, 0.0)
            gap = scale * observed[k] - m
            z2 = gap * gap
            # Reaching the clip is rare, so the cheap bound is tried first.
            variance = m + a * n * m * m
            if z2 > CLIP * CLIP * variance:
                bound = CLIP * variance**0.5 + scale
                z2 = min(z2, bound * bound)
            weight = gain * (2.0 - scale) / ((1.0 + a * n * m) * (1.0 + a * n * m))
            spread[k] = num * _KEEP + weight * (z2 - m)
            spread[k + 5] = den * _KEEP + weight * n * m * m

    def learn_clump(self, gain: float) -> None:
        """Let this minute teach how far mentions come together."""
        spread, scale = self.spread, _SCALE[_CLUMP_RUNG]
        m = scale * self.expected[_CLUMP_RUNG]
        gap = scale * self.observed[_CLUMP_RUNG] - m
        variance = m + self.unrest(_CLUMP_RUNG) * m * m
        z2 = min(gap * gap, (CLIP * variance**0.5 + scale) ** 2)
        fresh = gain * (2.0 - scale)
        spread[10] = spread[10] * _KEEP + fresh * z2 / (variance + _LEAST_VARIANCE)
        spread[11] = spread[11] * _KEEP + fresh

    def weigh(
        self,
        doubt: float,
        tolerance: float = TOLERANCE,
        relief: Sequence[float] = NO_RELIEF,
        weights: Sequence[float] = WEIGHTS,
    ) -> float:
        """Return the evidence.

        Args:
            doubt: relative variance of the expectation itself.
            tolerance: how many times the expectation is still nothing.
            relief: for each window, a factor on the tolerance.
            weights: of the windows.
        """
        total = 0.0
        observed, expected = self.observed, self.expected
        for k in RUNGS:
            bar = tolerance * relief[k]
            if observed[k] > bar * expected[k]:
                total += weights[k] * self._ratio(k, doubt, bar)
        return total

    def _ratio(self, k: int, doubt: float, tolerance: float) -> float:
        e = _SCALE[k] * self.observed[k]
        m = tolerance * _SCALE[k] * self.expected[k]
        if e <= m:
            return 0.0
        r = 1 / (max(self.unrest(k), LEAST_DISPERSION) + doubt)
        nats = e * log(e / m) - (e + r) * log((e + r) / (m + r))
        return nats / self._damping(k)

    def _damping(self, k: int) -> float:
        """Return what a window's nats are divided by: the clumping, as far as the window is sparse."""
        return 1 + (self.clump - 1) / (1 + _SCALE[k] * self.expected[k])

    def explain(
        self,
        doubt: float,
        tolerance: float = TOLERANCE,
        relief: Sequence[float] = NO_RELIEF,
        weights: Sequence[float] = WEIGHTS,
    ) -> tuple[Rung, ...]:
        """Return every window's arithmetic."""
        return tuple(
            Rung(
                tau=TAUS[k],
                weight=weights[k],
                observed=_SCALE[k] * self.observed[k],
                expected=_SCALE[k] * self.expected[k],
                tolerance=tolerance * relief[k],
                dispersion=self.unrest(k),
                size=1 / (max(self.unrest(k), LEAST_DISPERSION) + doubt),
                damping=self._damping(k),
                evidence=self._ratio(k, doubt, tolerance * relief[k]) if self.observed[k] > 0 else 0.0,
            )
            for k in RUNGS
        )
