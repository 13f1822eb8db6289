"""The swell: all talk has risen and stays up, which a burst of retweets does not do.

All mentions are counted in blocks of five minutes. A burst fills a few of the last eight and fades, a crisis fills
them all; so only the five quietest speak, against what this time of day and the hours just before would bring, and
less the further the newest blocks lie below the fullest. It is a witness for the negative mentions, never for
itself: it counts as far as they rose along.
"""

from array import array
from base64 import b85decode, b85encode
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

from streams.detectors.ladder import DECAY, LEAST_DISPERSION

BLOCK: Final = 5
"""Minutes."""
BLOCKS: Final = 8
QUIET: Final = 5
"""Of the last `BLOCKS`, how many are believed: the quietest."""
SPAN: Final = BLOCK * BLOCKS
_MEAN_RUNG: Final = 2
_LOCAL_KEEP: Final = exp(-BLOCK / 90)
"""Per block: what was just before is remembered for an hour and a half."""
_LOCAL_PRIOR: Final = 60.0
"""Mentions that the belief in an ordinary level is worth."""
_LOCAL_CLIP: Final = 1.5
"""A block counts for no more than this times the level before it, else bursts would raise what is expected."""
_LEAST_LOCAL: Final = 0.6
_KEEP: Final = 0.5 ** (BLOCK / (336 * 60))
_CLIP: Final = 2.5
"""Sigmas that a surprise may teach: bursts are left out already, and a crowd that came once is no habit."""
_DISPERSION: Final = 0.1
_DISPERSION_WEIGHT: Final = 500.0
_QUIETER: Final = 0.85
"""Of the expectation, what the quietest blocks hold on ordinary days, until a series has shown its own."""
_QUIETER_WEIGHT: Final = 5000.0
_LEFT: Final = 0.55
"""Part of a burst that the quietest blocks can hold, as if all were like them, if it fades by e within half an hour."""
_ADJACENT: Final = 2
"""Blocks whose mean is a height."""
_FADE_PRIOR: Final = 40.0
"""Mentions by which heights are taken as equal: in few mentions chance alone makes one block half of another."""
_STEADY: Final = 0.9
"""Part of the greatest height from which talk is believed to stay up."""
_FADED: Final = 0.6
"""Part of it at which talk is on its way down: a burst of retweets, however large, is there within the blocks."""


@dataclass(frozen=True, slots=True)
class Rise:
    """One minute's arithmetic."""

    observed: float
    """Mentions of the quietest blocks, as if all blocks were like them."""
    expected: float
    """By level, hour and weekday, the hours just before and how quiet quiet blocks are; without tolerance."""
    local: float
    """What the hours just before held, over what was expected of them."""
    quieter: float
    """What the quietest blocks usually hold, over what is expected of all."""
    tolerance: float
    dispersion: float
    size: float
    damping: float
    spared: float
    """Of `observed`, what a burst of retweets may have brought, which is left out."""
    steadiness: float
    """From 1 while talk stays up to 0 once it fades."""
    evidence: float


class Swell:
    """All mentions of one series in blocks, and what is usual of them."""

    __slots__ = ("counts", "now", "sums")

    def __init__(self, now: int = -1, state: str | None = None) -> None:
        self.now = now
        """The last minute taken in."""
        self.counts = array("f", bytes(4 * (BLOCKS + 1)))
        """The running block first, then back in time; single precision, which is how they travel."""
        self.sums = array("f", bytes(4 * 6))
        """Local observed and expected, quiet observed and expected, dispersion's numerator and denominator."""
        # A snapshot from before the swell lacks it: its blocks begin anew.
        if state:
            both = array("f", b85decode(state))
            self.counts, self.sums = both[: BLOCKS + 1], both[BLOCKS + 1 :]

    def push(self, now: int, count: float) -> None:
        """Move on by a minute, the one after the last."""
        if now % BLOCK == 0:
            self.counts = array("f", (0.0, *self.counts[:BLOCKS]))
        self.counts[0] += count
        self.now = now

    def skip(self, minutes: int, expected: Sequence[float]) -> None:
        """Pass over minutes that nobody watched: each is taken to hold what is usual.

        Args:
            minutes: how many.
            expected: all mentions expected in the ladder's windows; unlike the last minute's, they are kept.
        """
        last, usual = self.now + minutes, _find_usual(expected) / SPAN
        for now in range(max(self.now + 1, last - SPAN - BLOCK + 1), last + 1):
            self.push(now, usual)
        self.now = last

    @property
    def is_whole(self) -> bool:
        """Whether the running block has just been filled."""
        return self.now % BLOCK == BLOCK - 1

    @property
    def blocks(self) -> Sequence[float]:
        """Return the last full blocks, the newest first."""
        return self.counts[:BLOCKS] if self.is_whole else self.counts[1:]

    @property
    def local(self) -> float:
        """Return how busy the hours before the blocks were, over what was expected of them."""
        seen, expected = self.sums[0], self.sums[1]
        return max((seen + _LOCAL_PRIOR) / (expected + _LOCAL_PRIOR), _LEAST_LOCAL)

    @property
    def quieter(self) -> float:
        return (self.sums[2] + _QUIETER * _QUIETER_WEIGHT) / (self.sums[3] + _QUIETER_WEIGHT)

    @property
    def dispersion(self) -> float:
        prior = _DISPERSION * _DISPERSION_WEIGHT
        return max(0.0, (self.sums[4] + prior) / (self.sums[5] + _DISPERSION_WEIGHT))

    def observe(self) -> float:
        """Return what the blocks would hold if all were like the quietest."""
        return sum(sorted(self.blocks)[:QUIET]) * BLOCKS / QUIET

    @property
    def steadiness(self) -> float:
        """Return how far talk stays up, from 1 to 0: the newest blocks beside the fullest."""
        blocks, most = self.blocks, 0.0
        for at in range(BLOCKS - _ADJACENT + 1):
            most = max(most, sum(blocks[at : at + _ADJACENT]))
        left = (sum(blocks[:_ADJACENT]) + _ADJACENT * _FADE_PRIOR) / (most + _ADJACENT * _FADE_PRIOR)
        return min(max((left - _FADED) / (_STEADY - _FADED), 0.0), 1.0)

    def learn(self, expected: Sequence[float], gain: float, *, is_settled: bool) -> None:
        """Let a full block teach: what the hours before hold, and once the season is known, what is usual of blocks.

        Args:
            expected: all mentions expected in the ladder's windows.
            gain: how much it may teach, from 0 to 1.
            is_settled: whether the season is known.
        """
        if not self.is_whole:
            return
        sums, usual = self.sums, _find_usual(expected)
        if is_settled:
            keep = 1 - (1 - _KEEP) * gain
            plain = usual * self.local
            observed, mean, a = self.observe(), plain * self.quieter, self.dispersion
            bound = _CLIP**2 * (mean + a * mean * mean)
            gap = min((observed - mean) ** 2, bound)
            weight = gain / (1 + a * mean) ** 2
            # A surprise that the dispersion is clipped at shall not teach the mean either.
            believed = min(observed, mean + sqrt(bound))
            for i, fresh in enumerate((believed, plain), 2):
                sums[i] = sums[i] * keep + gain * fresh
            for i, fresh in enumerate((gap - mean, mean * mean), 4):
                sums[i] = sums[i] * keep + weight * fresh
        leaving = usual / BLOCKS
        most = _LOCAL_CLIP * self.local * leaving
        keep = 1 - (1 - _LOCAL_KEEP) * gain
        sums[0] = sums[0] * keep + gain * min(self.counts[BLOCKS], most + 2 * sqrt(most) + 1)
        sums[1] = sums[1] * keep + gain * leaving

    def weigh(
        self, expected: Sequence[float], doubt: float, tolerance: float, clump: float, burst: float = 0.0
    ) -> Rise:
        """Return the arithmetic of this minute.

        Args:
            expected: all mentions expected in the ladder's windows.
            doubt: relative variance of that expectation.
            tolerance: how many times the expectation is still nothing.
            clump: how many mentions come together where few come at all.
            burst: mentions that the largest burst may hold of which nobody is to be told.
        """
        mean = _find_usual(expected) * self.local * self.quieter
        observed, spared = self.observe(), _LEFT * burst
        e, m = observed - spared, tolerance * mean
        r = 1 / (max(self.dispersion, LEAST_DISPERSION) + doubt)
        damping = 1 + (clump - 1) / (1 + mean)
        nats = e * log(e / m) - (e + r) * log((e + r) / (m + r)) if e > m else 0.0
        steadiness = self.steadiness
        return Rise(
            observed=observed,
            expected=mean,
            local=self.local,
            quieter=self.quieter,
            tolerance=tolerance,
            dispersion=self.dispersion,
            size=r,
            damping=damping,
            spared=spared,
            steadiness=steadiness,
            evidence=steadiness * nats / damping,
        )

    def add_late(self, at: int, count: float) -> None:
        """Count what was published in the minute `at` and came only now; what is older than the blocks is past."""
        back = self.now // BLOCK - at // BLOCK
        if back <= BLOCKS:
            self.counts[back] += count

    def add(self, other: "Swell") -> None:
        """Take in another shard's blocks of the same minutes; what both know of the usual is pooled."""
        for mine, others in ((self.counts, other.counts), (self.sums, other.sums)):
            for i, value in enumerate(others):
                mine[i] += value

    def snapshot(self) -> str:
        return b85encode((self.counts + self.sums).tobytes()).decode()


def _find_usual(expected: Sequence[float]) -> float:
    """Return the mentions expected of all blocks, by the mean over the 45-minute window."""
    return SPAN * expected[_MEAN_RUNG] * (1 - DECAY[_MEAN_RUNG])
