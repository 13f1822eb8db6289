"""Joining: which incident a new spike belongs to. One crisis is one incident, however many numbers rise."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from alerts.casebook import Casebook
from alerts.incident import ENDED, ONGOING, Incident, IncidentState, Milestone
from streams.spike import Spike

JOINS_FOR: Final = timedelta(hours=12)
"""After the rise is over: what comes back sooner is the same crisis, later it is a new one."""
WEIGHTY: Final = 0.1
"""Share of the named themes with which a theme is one of an incident's own."""
MOST_OPEN: Final = 6
"""Of a brand's incidents at once; then whatever comes joins the latest."""


def find_case(book: Casebook, spike: Spike) -> Incident | None:
    """Find the open incident that a new spike belongs to: the latest of the same theme.

    Where either names no theme nobody can say that they differ, and a second page for one crisis is worse
    than two crises in one incident.
    """
    cases = [case for case in reversed(book.incidents) if is_joinable(case, spike)]
    same = next((case for case in cases if shares_theme(case.themes, spike.themes)), None)
    if same is None and len(cases) >= MOST_OPEN:
        return cases[0]
    return same


def find_resolved(book: Casebook, spike: Spike) -> datetime | None:
    """Find when people last resolved an incident of the same theme, if that was a short while ago."""
    ends = [
        case.reached[Milestone.RESOLVED]
        for case in book.incidents
        if case.state in ENDED
        and Milestone.RESOLVED in case.reached
        and shares_theme(case.themes, spike.themes)
    ]
    latest = max(ends, default=None)
    return latest if latest is not None and spike.at - latest <= JOINS_FOR else None


def is_joinable(case: Incident, spike: Spike) -> bool:
    """Whether an incident is open, or was until a short while ago."""
    if case.state in ONGOING:
        return True
    if case.state is not IncidentState.RECOVERING:
        return False
    return spike.at - case.reached.get(Milestone.RECOVERED, case.changed_at) <= JOINS_FOR


def shares_theme(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    """Whether two rises may be about the same thing."""
    mine, theirs = set(_weighty(one)), set(_weighty(other))
    return not mine or not theirs or bool(mine & theirs)


def _weighty(themes: Mapping[str, int]) -> Iterable[str]:
    total = sum(themes.values())
    return (theme for theme, count in themes.items() if count > 0 and count >= WEIGHTY * total)
