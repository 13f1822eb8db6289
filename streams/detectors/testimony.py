"""What the swell of all talk says for the negative mentions: a witness is heard as far as they rose along.

In a series' first week it is not: an evening of football is a swell as well. Nor where most talk is negative
anyway, for all talk is then the same mentions over again.
"""

from dataclasses import dataclass
from typing import Final

from streams.detectors.baseline import Baseline
from streams.detectors.swell import Rise

WEIGHT: Final = 1.8
"""Of the swell's nats, beside those of the count."""
PLEA: Final = 0.33
"""Part of the count's evidence that is taken off where there is a witness: what stays up has it to speak for it."""
_RUNGS: Final = (1, 2)
"""The ladder's windows in which negative mentions must have risen along."""
_ALONG: Final = 1.1
"""Times the expectation of negative mentions below which nothing rose along."""
_KEPT: Final = 0.8
"""Part of the usual share of all talk from which it is heard in full: in few mentions a share strays by so much."""
_LOST: Final = 0.5
"""Part of the usual share at which all talk is no witness any more: it came for something else."""
_PRIOR: Final = 20.0
"""Mentions of the usual share that a window is taken to hold beside its own."""


@dataclass(frozen=True, slots=True)
class Testimony:
    """What was said, and how far it is believed."""

    credit: float
    """From 0 to 1."""
    rise: Rise

    @property
    def evidence(self) -> float:
        """Return its nats, before the habit."""
        return WEIGHT * self.credit * self.rise.evidence


def hear(baseline: Baseline, tolerance: float, youth: float, burst: float = 0.0) -> Testimony | None:
    """Return what all talk says for the negative mentions, if anything.

    Args:
        baseline: after the minute in question.
        tolerance: how many times the expectation is still nothing.
        youth: how little is known of the brand's week, from 1 to 0.
        burst: minutes of ordinary talk that a burst of retweets may hold.
    """
    credit = find_credit(baseline) * find_say(baseline, youth)
    if credit <= 0:
        return None
    every = baseline.all
    doubt, clump = baseline.doubt_in(every), every.ladder.clump
    largest = burst * every.level(baseline.exposure)
    rise = baseline.swell.weigh(every.ladder.expected, doubt, tolerance, clump, largest)
    return Testimony(credit, rise) if rise.evidence > 0 else None


def find_say(baseline: Baseline, youth: float) -> float:
    """Return how far all talk is a witness at all, from 0 to 1."""
    return (1 - youth) * min(1.0, 2 * (1 - baseline.share.usual))


def find_credit(baseline: Baseline) -> float:
    """Return how far negative mentions rose along with all talk, from 0 to 1."""
    negative, every = baseline.negative.ladder, baseline.all.ladder
    kept = _KEPT
    for k in _RUNGS:
        observed, expected = negative.observed[k], negative.expected[k]
        if observed <= _ALONG * expected:
            return 0.0
        # Of all mentions, the unscored included: what cannot be read is no witness for what can.
        usual = expected / every.expected[k]
        kept = min(kept, (observed / usual + _PRIOR) / (every.observed[k] + _PRIOR))
    return max((kept - _LOST) / (_KEPT - _LOST), 0.0)
