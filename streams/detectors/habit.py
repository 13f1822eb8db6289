"""The habit: how high a series' own evidence climbs on ordinary days.

A stream of bursts climbs often, a huge and smooth one hardly ever; the same threshold would page the one
for nothing and never the other. So the peaks of six-hour blocks are remembered, as a forgetful mean of
log(1 + peak), and evidence is scaled by the fourth root of what is common over what this series does.
"""

from math import expm1, log1p
from typing import Final

BLOCK: Final = 360
COMMON: Final = 1.6
"""Peak of an ordinary block of an ordinary series, in nats."""
POWER: Final = 0.25
LEAST: Final = 0.5
MOST: Final = 2.0
_CAP: Final = 4.0
"""A block's peak teaches no more than this: a crisis is no habit."""
DENSE: Final = 60.0
"""Mentions expected in a block below which a low peak says nothing: few mentions climb in jumps."""
_PRIOR: Final = 16.0
_KEEP: Final = 0.5 ** (1 / 56)
"""Per block: half in two weeks."""


class Habit:
    """One series' usual peaks; `factor` is what its evidence is multiplied with."""

    __slots__ = ("_peak", "block", "factor", "total", "weight")

    def __init__(self) -> None:
        self.total = _PRIOR * log1p(COMMON)
        self.weight = _PRIOR
        self.block = -1
        self._peak = 0.0
        self.factor = 1.0

    def learn(self, now: int, raw: float, mu: float) -> None:
        """Take in a minute's unscaled evidence and how many mentions were expected in it."""
        block = now // BLOCK
        if block != self.block:
            self._turn(block, is_dense=mu * BLOCK >= DENSE)
        self._peak = max(self._peak, raw)

    def _turn(self, block: int, *, is_dense: bool) -> None:
        if self.block >= 0:
            peak = min(self._peak, _CAP)
            self.total = self.total * _KEEP + log1p(peak if is_dense else max(peak, COMMON))
            self.weight = self.weight * _KEEP + 1
            self._set_factor()
        self.block, self._peak = block, 0.0

    def _set_factor(self) -> None:
        usual = max(expm1(self.total / self.weight), 1e-9)
        self.factor = min(max((COMMON / usual) ** POWER, LEAST), MOST)

    def dump(self) -> list[float]:
        return [self.total, self.weight, float(self.block), self._peak]

    def load(self, numbers: list[float]) -> None:
        self.total, self.weight, block, self._peak = numbers
        self.block = int(block)
        self._set_factor()
