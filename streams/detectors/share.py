"""The share: how much of the scored talk is negative, against what is usual, over the ladder's windows.

Its evidence is a weighted sum of Kullback-Leibler divergences, in nats, against "odds no more than
`TOLERANCE` times the usual", each window counted for no more mentions than its learned dispersion allows.

A share wanders in hours, a crisis takes minutes. So once a series is known, its windows are read twice: all against
the usual share, and the short ones against the hours just before, where they need less allowance for wandering and
minutes are enough. The larger of the two counts.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Final

from streams.detectors.ladder import DECAY, RUNGS, TAUS, TOLERANCE

SUDDEN: Final = (0.33, 0.9, 1.3, 0.4, 0.9)
"""Of each window where the short ones are held against the hours before, found on simulated streams."""
STANDING: Final = (0.22, 0.45, 0.9, 0.9, 0.9)
"""Where all are held against the usual share: a share that creeps up is no news beside the hour before."""
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
_SHORT_RUNGS: Final = 3
"""Windows that are held against the hours just before."""
_HOURS_RUNG: Final = 3
_MINUTES_RUNG: Final = 1
_LOCAL_PRIOR: Final = 100.0
"""Mentions that the belief in the usual share is worth beside those of the hours before."""
_LOCAL_UNREST: Final = 0.6
"""Of a short window's dispersion, what is left of it beside the hours before: the rest is slow wandering."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a window's share is held against."""

    bar: float
    """The share that is tolerated."""
    part: float
    """Of the window's dispersion, how much counts."""
    doubt: float
    """What is not known of the share behind the bar: one over the mentions that it rests on."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to hold the windows against something."""

    weights: tuple[float, ...]
    short: Yardstick
    long: Yardstick

    def stick(self, k: int) -> Yardstick:
        """Return what a window is held against."""
        return self.short if k < _SHORT_RUNGS else self.long


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
    def learned(self) -> float:
        """Return the share that this series has shown so far."""
        return (self.negative + _PRIOR * _PRIOR_MENTIONS) / (self.mentions + _PRIOR_MENTIONS)

    def dispersion(self, rung: int) -> float:
        if self.is_new:
            return _NEW_DISPERSION
        prior = _DISPERSION * _DISPERSION_WEIGHT
        learned = max(0.0, (self.spread[rung] + prior) / (self.spread[rung + 5] + _DISPERSION_WEIGHT))
        return learned + self.youth * (_NEW_DISPERSION - learned)

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

    def bar(self, widen: float = 1.0, share: float | None = None) -> float:
        """Return the share that is tolerated: the odds of `share`, or the usual ones, times the tolerance.

        `widen` is for planned events.
        """
        usual = self.usual if share is None else share
        tolerance = NEW_TOLERANCE if self.is_new else TOLERANCE
        odds = tolerance * sqrt(widen) * usual / (1 - usual)
        return odds / (1 + odds)

    def find_local(self, negative: Sequence[float], mentions: Sequence[float]) -> tuple[float, float]:
        """Return the share of the last three hours, the last ten minutes left out, and its doubt."""
        seen = _LOCAL_PRIOR + max(mentions[_HOURS_RUNG] - mentions[_MINUTES_RUNG], 0.0)
        bad = _LOCAL_PRIOR * self.usual + max(negative[_HOURS_RUNG] - negative[_MINUTES_RUNG], 0.0)
        return bad / seen, 1 / seen

    def find_readings(
        self, negative: Sequence[float], mentions: Sequence[float], widen: float = 1.0
    ) -> tuple[Reading, ...]:
        """Return the ways in which the windows are held against something, at this age."""
        doubt = 0.0 if self.is_new else 1 / (self.mentions + _PRIOR_MENTIONS)
        usual = Yardstick(self.bar(widen), 1.0, doubt)
        if self.is_new or self.youth:
            return (Reading(YOUNG_WEIGHTS if self.is_new else FIRST_WEEK, usual, usual),)
        local, doubt = self.find_local(negative, mentions)
        fresh = Yardstick(self.bar(widen, max(local, self.usual)), _LOCAL_UNREST, doubt)
        return Reading(STANDING, usual, usual), Reading(SUDDEN, fresh, usual)

    def weigh(self, negative: Sequence[float], mentions: Sequence[float], widen: float = 1.0) -> float:
        """Return the evidence of the windows' shares."""
        return self.find_best(negative, mentions, widen)[0]

    def find_best(
        self, negative: Sequence[float], mentions: Sequence[float], widen: float = 1.0
    ) -> tuple[float, Reading]:
        """Return the evidence of the reading that says most, and that reading."""
        readings = self.find_readings(negative, mentions, widen)
        best, chosen = 0.0, readings[0]
        for reading in readings:
            total = 0.0
            for k in RUNGS:
                stick = reading.stick(k)
                if negative[k] > stick.bar * mentions[k]:
                    total += reading.weights[k] * self.ratio(k, negative[k], mentions[k], stick)
            if total > best:
                best, chosen = total, reading
        return best, chosen

    def unrest(self, k: int, stick: Yardstick) -> float:
        """Return a window's dispersion beside what it is held against, whose own doubt is in it."""
        return stick.part * self.dispersion(k) + stick.doubt

    def ratio(self, k: int, negative: float, mentions: float, stick: Yardstick) -> float:
        """Return one window's evidence; the share must be above the bar."""
        n, bar = _SCALE[k] * mentions, stick.bar
        x = min(negative / mentions, 1.0)
        divergence = x * log(x / bar)
        if x < 1.0:
            divergence += (1 - x) * log((1 - x) / (1 - bar))
        return n / (1 + n * self.unrest(k, stick)) * divergence
