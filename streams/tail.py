"""The tail: what talk is left of a crisis that people called over, and whether it rises again.

Anger decays for hours after a crisis is over for those who handled it. Two forgetful windows follow how many times
the usual is said; from the moment people call it over, a level follows the longer one down and never up. What
clearly exceeds that level is no part of the tail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, sqrt
from typing import Final

SHORT: Final = exp(-1 / 10)
LONG: Final = exp(-1 / 30)
"""Kept of the windows a minute: ten minutes and half an hour."""
FALL: Final = exp(-1 / 30)
"""Kept of the level a minute at least, so that one mild minute does not make the next one a rise."""
RISE: Final = 2.0
LASTING_RISE: Final = 1.6
"""Times what is left that are no tail any more, in ten minutes and in half an hour."""
SIGMAS: Final = 3.0
"""How far beyond it, in standard deviations of so many independent mentions."""


@dataclass(slots=True)
class Tail:
    """One brand's angry talk lately; mutable, its state is its fields."""

    short: float = 0.0
    long: float = 0.0
    short_usual: float = 0.0
    long_usual: float = 0.0
    level: float | None = None
    """Times the usual that are left of a crisis; None unless people called one over and it is not quiet yet."""

    def push(self, count: float, usual: float, *, is_known: bool) -> None:
        """Move on by a minute.

        Args:
            count: angry mentions in it.
            usual: what is usual of it, above 0; a constant where no season is known.
            is_known: whether few mentions mean little talk.
        """
        self.short, self.short_usual = self.short * SHORT + count, self.short_usual * SHORT + usual
        self.long, self.long_usual = self.long * LONG + count, self.long_usual * LONG + usual
        if self.level is not None and is_known:
            self.level = max(min(self.level, self.long / self.long_usual), self.level * FALL)

    def begin(self, usual: float) -> None:
        """From here on what is said is what is left.

        Args:
            usual: of a minute, as it will be pushed: what the crisis taught of it has been unlearned.
        """
        self.short_usual, self.long_usual = usual / (1 - SHORT), usual / (1 - LONG)
        self.level = max(self.long / self.long_usual, self.short / self.short_usual)

    def end(self) -> None:
        """It is quiet, or something new has begun."""
        self.level = None

    @property
    def is_rising(self) -> bool:
        """Whether there is clearly more talk than was left; False while nothing was called over."""
        if self.level is None:
            return False
        return _exceeds(self.short, RISE * self.level * self.short_usual) or _exceeds(
            self.long, LASTING_RISE * self.level * self.long_usual
        )

    def snapshot(self) -> list[float | None]:
        """Everything, in the order of the fields."""
        return [self.short, self.long, self.short_usual, self.long_usual, self.level]

    @classmethod
    def resume(cls, state: Sequence[float | None] | None) -> "Tail":
        """Go on from a snapshot; None is one of before there were tails."""
        if not state:
            return cls()
        short, long, short_usual, long_usual = (number or 0.0 for number in state[:4])
        return cls(short, long, short_usual, long_usual, state[4])


def _exceeds(count: float, most: float) -> bool:
    return count > most + SIGMAS * sqrt(max(most, 1.0))
