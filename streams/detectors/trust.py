"""Trust: what the person's pager makes of a series' evidences, each sort by as much as it is believed there."""

from typing import Final, Protocol

from streams.sensitivity import Pager, Sort
from streams.spike import Term

RESTLESS: Final = 0.45
"""Of what pages somebody who has but this brand."""


class Heard(Protocol):
    """A series that was weighed."""

    count_evidence: float
    share_evidence: float
    swell_evidence: float
    backlash_evidence: float

    @property
    def negative_evidence(self) -> float: ...


def find_most(series: Heard) -> float:
    """Return the largest of a series' evidences."""
    return max(series.negative_evidence, series.swell_evidence, series.backlash_evidence)


def apply_trust(series: Heard, pager: Pager, youth: float) -> bool:
    """Multiply each sort of evidence with the trust in it.

    Returns whether the minute was no calm one to somebody who has but this brand (`RESTLESS`). Nobody is paged here yet who could say so, and half an hour of a storm must not pass for its hour's habit.
    """
    if not pager.is_shared:
        return False
    is_restless = find_most(series) >= RESTLESS * pager.single
    series.count_evidence *= pager.trust_count(youth)
    series.share_evidence *= pager.share
    series.swell_evidence *= pager.swell
    series.backlash_evidence *= pager.backlash
    return is_restless


def tell_trust(sort: Sort, trust: float) -> tuple[Term, ...]:
    """Say what a sort of evidence is multiplied with where many brands share a pager; one brand's counts in full."""
    note = (
        "multiplied with this: the threshold over what this sort must reach where many brands share a pager"
    )
    return () if trust == 1.0 else (Term(name=f"{sort} trust", value=trust, note=note),)
