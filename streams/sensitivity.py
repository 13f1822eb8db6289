"""Sensitivity in words, and what it costs a person on call in false pages.

With many brands on one pager each sort of evidence must be surer, and each by as much as its own tail asks for:
bursts of retweets have heavy tails and fill counts, a share hardly strays. `FOLDS` says how many nats each sort
rises by for each factor e by which false pages would exceed the person's budget; docs/detection.md has the
measurements.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import log
from typing import Final

NATS_PER_FOLD: Final = 6.0
"""Of the threshold, the currency in which all sorts of evidence are told."""
HANDICAP: Final = 2.0
"""Nats per fold for a platform, whose false pages the brand as a whole mostly shares."""


class Sensitivity(StrEnum):
    """How soon to be woken."""

    CALM = "calm"
    BALANCED = "balanced"
    ALERT = "alert"


class Sort(StrEnum):
    """A sort of evidence."""

    COUNT = "count"
    SHARE = "share"
    SWELL = "swell"
    BACKLASH = "backlash"
    """All of it, and one theme's."""


FOLDS: Final = {Sort.COUNT: 14.0, Sort.SHARE: 3.0, Sort.SWELL: 4.0, Sort.BACKLASH: 8.0}
"""Nats per fold, as measured on crisis-free streams."""
BURST_PER_FOLD: Final = 15.0
"""Minutes of ordinary talk by which, for each fold, the largest burst of retweets grows that must wake nobody."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What a word stands for."""

    threshold: float
    """For a single brand, in nats."""
    brand_pages: float
    """False pages a week that one brand costs at this threshold, as measured (docs/detection.md)."""
    person_pages: float
    """False pages a week that one person on call may get, over all their brands."""


@dataclass(frozen=True, slots=True)
class Pager:
    """What a person's pager asks of one of their brands; a person with a single brand asks no more of any sort."""

    threshold: float
    """Evidence at which to page, each sort of it multiplied with its trust."""
    single: float
    """What it would be for a person with a single brand."""
    count: float = 1.0
    """Trust in this sort: the threshold over what this sort must reach by itself."""
    share: float = 1.0
    swell: float = 1.0
    backlash: float = 1.0
    folds: float = 0.0
    """Logarithm of the false pages that the brands would cost together, over the person's budget."""

    @property
    def burst(self) -> float:
        """Return the minutes of ordinary talk that a burst of retweets may hold, which the swell leaves out."""
        return BURST_PER_FOLD * self.folds

    @property
    def is_shared(self) -> bool:
        """Whether several brands' pages come from it, so that more is asked of each."""
        return self.threshold > self.single

    def trust_count(self, youth: float) -> float:
        """Return the trust in counts of a series that is so young: its bursts are allowed for in the evidence."""
        return self.count + youth * (1.0 - self.count)


PROMISES: Final = {
    Sensitivity.CALM: Promise(threshold=11.5, brand_pages=0.1, person_pages=0.5),
    Sensitivity.BALANCED: Promise(threshold=7.0, brand_pages=0.3, person_pages=1.0),
    Sensitivity.ALERT: Promise(threshold=5.0, brand_pages=0.7, person_pages=2.0),
}
ALONE: Final = Pager(threshold=7.0, single=7.0)
"""A person with one brand, who wants to be woken for balanced reasons."""


def find_threshold(sensitivity: Sensitivity, brands: int = 1) -> float:
    """Return the evidence at which to page, for one of `brands` brands that share a person on call."""
    return PROMISES[sensitivity].threshold + NATS_PER_FOLD * count_folds(sensitivity, brands)


def find_bar(sensitivity: Sensitivity, brands: int, sort: Sort) -> float:
    """Return the nats that one sort of evidence must reach by itself."""
    return PROMISES[sensitivity].threshold + FOLDS[sort] * count_folds(sensitivity, brands)


def find_pager(sensitivity: Sensitivity, brands: int = 1) -> Pager:
    """Return what the pager of a person with `brands` brands asks of each."""
    threshold, folds = find_threshold(sensitivity, brands), count_folds(sensitivity, brands)
    trust = {sort: threshold / find_bar(sensitivity, brands, sort) for sort in Sort}
    return Pager(
        threshold=threshold,
        single=PROMISES[sensitivity].threshold,
        count=trust[Sort.COUNT],
        share=trust[Sort.SHARE],
        swell=trust[Sort.SWELL],
        backlash=trust[Sort.BACKLASH],
        folds=folds,
    )


def count_folds(sensitivity: Sensitivity, brands: int) -> float:
    """Return the logarithm of the false pages that so many brands would cost, over the person's budget."""
    promise = PROMISES[sensitivity]
    return log(max(max(1, brands) * promise.brand_pages / promise.person_pages, 1.0))


def find_handicap(platforms: int, folds: float = 0.0) -> float:
    """Return what a single platform must show beyond the brand as a whole: it has many chances to err.

    Args:
        platforms: how many there are.
        folds: of the person's pager; where it is shared, a small platform's burst is soon the largest of all.
    """
    return HANDICAP * log(1 + platforms) * (1 + folds) if platforms > 1 else 0.0
