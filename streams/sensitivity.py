"""Sensitivity in words, and what it costs a person on call in false pages.

Bursts have heavy tails: measured, false pages fall about as the square of the threshold, by a factor of e for
every 3 nats at first and for every 8 beyond 15. With many brands on one pager the threshold rises by
`NATS_PER_FOLD` for each factor e too many; docs/detection.md says how far the person's budget then holds.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import log
from typing import Final

NATS_PER_FOLD: Final = 6.0
HANDICAP: Final = 2.0
"""Nats per fold for a platform, whose false pages the brand as a whole mostly shares."""


class Sensitivity(StrEnum):
    """How soon to be woken."""

    CALM = "calm"
    BALANCED = "balanced"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Promise:
    """What a word stands for."""

    threshold: float
    """For a single brand, in nats."""
    brand_pages: float
    """False pages a week that one brand costs at this threshold, as measured (docs/detection.md)."""
    person_pages: float
    """False pages a week that one person on call may get, over all their brands."""


PROMISES: Final = {
    Sensitivity.CALM: Promise(threshold=11.5, brand_pages=0.1, person_pages=0.5),
    Sensitivity.BALANCED: Promise(threshold=7.0, brand_pages=0.3, person_pages=1.0),
    Sensitivity.ALERT: Promise(threshold=5.0, brand_pages=0.7, person_pages=2.0),
}


def find_threshold(sensitivity: Sensitivity, brands: int = 1) -> float:
    """Return the evidence at which to page, for one of `brands` brands that share a person on call."""
    promise = PROMISES[sensitivity]
    excess = max(1, brands) * promise.brand_pages / promise.person_pages
    return promise.threshold + NATS_PER_FOLD * log(max(excess, 1.0))


def find_handicap(platforms: int) -> float:
    """Return what a single platform must show beyond the brand as a whole: it has many chances to err."""
    return HANDICAP * log(1 + platforms) if platforms > 1 else 0.0
