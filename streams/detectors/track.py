"""A track: one count of a series (all, negative or backlash mentions) with its level and its ladder."""

from math import sqrt
from typing import Final

from streams.detectors.ladder import Ladder

LEAST: Final = 0.005
"""Mentions a minute that are always expected, so that silence never makes a single mention a wonder."""
KEEP: Final = 0.5 ** (1 / (96 * 60))
"""The level forgets half in four days."""
_PRIOR_MINUTES: Final = 2.0


class Track:
    """What is usual for one count, and its windows."""

    __slots__ = ("info", "ladder", "mu", "seen")

    def __init__(self) -> None:
        self.seen = 0.0
        """Mentions, freed of the season and forgotten; over the exposure this is the level."""
        self.info = 0.0
        """How many independent mentions the level rests on."""
        self.mu = LEAST
        self.ladder = Ladder()

    def level(self, exposure: float) -> float:
        """Return mentions a minute on a day without season."""
        return (self.seen + _PRIOR_MINUTES * LEAST) / (exposure + _PRIOR_MINUTES)

    def find_mu(self, factor: float, exposure: float) -> float:
        """Return what is usual of a minute, given its season and the minutes behind the level."""
        return max((self.seen + _PRIOR_MINUTES * LEAST) / (exposure + _PRIOR_MINUTES) * factor, LEAST)

    def push(self, count: float, factor: float, exposure: float, *, is_settled: bool) -> None:
        """Move on by a minute; the expectation is fixed before the count can teach it anything."""
        self.mu = mu = self.find_mu(factor, exposure)
        self.ladder.push(count, mu)
        if is_settled:
            self.ladder.note_hour(factor)

    def learn(self, count: float, factor: float, gain: float, *, is_new: bool = False) -> float:
        """Let the minute teach the level; return the count as far as it is believed.

        A new track believes everything: there is no usual yet by which to call it a surprise.
        """
        mu = self.mu
        believed = count
        # A surprise beyond 20 sigma teaches no more than 20 sigma; the test costs nothing on usual days.
        if count > mu + 20.5 and not is_new:
            limit = mu + 20 * sqrt(mu + self.ladder.dispersion(0) * mu * mu) + 0.5
            believed = min(count, limit)
        keep = 1 - (1 - KEEP) * gain
        weight = 1 / (1 + self.ladder.dispersion(2) * self.ladder.expected[2])
        self.seen = self.seen * keep + gain * believed / factor
        self.info = self.info * keep + gain * weight * mu
        return believed

    def add_late(self, count: float, age: int, factor: float) -> None:
        """Count what was published `age` minutes ago; the sums are linear, so any order gives the same."""
        self.ladder.add_late(count, age)
        self.seen += count / factor * KEEP**age

    def add(self, other: "Track") -> None:
        """Take in another shard's share of the same minutes."""
        self.seen += other.seen
        self.info += other.info
        self.mu += other.mu
        self.ladder.add(other.ladder)
