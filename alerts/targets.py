"""Targets: by when each milestone of an incident is to be reached, by severity."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from alerts.hours import Hours
from alerts.incident import Incident, Milestone
from connectors.config import Duration, Section
from streams.spike import Severity

FIRST_REPLY: Final = timedelta(minutes=60)
"""Four in ten people expect an answer from a brand within the hour (needs.md, 003-08: a claim, not a fact)."""

Span = Annotated[Duration, Field(gt=timedelta(), le=timedelta(days=60))]


class Counting(StrEnum):
    """Which time counts towards a target."""

    ALWAYS = "always"
    BUSINESS = "business"
    """Only the team's hours, if `[hours]` says what they are."""


class Target(Section):
    """`[targets.SEV1]` and so on; what is left out keeps its default."""

    acknowledged: Span | None = None
    replied: Span | None = None
    """To the first human answer in public."""
    contained: Span | None = None
    resolved: Span | None = None
    reviewed: Span | None = None
    """From the resolution; all others count from the first page."""
    counting: Counting | None = None


_USUAL: Final = Target(
    acknowledged=timedelta(minutes=5),
    replied=FIRST_REPLY,
    contained=timedelta(hours=8),
    resolved=timedelta(days=5),
    reviewed=timedelta(days=7),
    counting=Counting.ALWAYS,
)

DEFAULTS: Final[Mapping[Severity, Target]] = {
    Severity.SEV1: _USUAL.model_copy(update={"contained": timedelta(hours=4), "resolved": timedelta(days=3)}),
    Severity.SEV2: _USUAL,
    Severity.SEV3: _USUAL.model_copy(
        update={"acknowledged": timedelta(minutes=15), "counting": Counting.BUSINESS}
    ),
    Severity.SEV4: _USUAL.model_copy(
        update={"acknowledged": timedelta(hours=1), "counting": Counting.BUSINESS}
    ),
}

FROM_PAGE: Final = (Milestone.ACKNOWLEDGED, Milestone.REPLIED, Milestone.CONTAINED, Milestone.RESOLVED)


def fill_targets(own: Mapping[Severity, Target]) -> Mapping[Severity, Target]:
    """Lay a configuration's targets over the defaults."""
    return {
        severity: usual.model_copy(
            update=own[severity].model_dump(exclude_none=True) if severity in own else {}
        )
        for severity, usual in DEFAULTS.items()
    }


def add_span(target: Target, hours: Hours | None, start: datetime, lasting: timedelta) -> datetime:
    """Return when a span is over, in the time that counts for a severity."""
    if hours is not None and target.counting is Counting.BUSINESS:
        return hours.add(start, lasting)
    return start + lasting


def find_due(target: Target, hours: Hours | None, milestone: Milestone, start: datetime) -> datetime | None:
    """Return by when a milestone is to be reached; None when it has no target."""
    span = getattr(target, milestone.value, None)
    return add_span(target, hours, start, span) if isinstance(span, timedelta) else None


class Standing(StrEnum):
    """How a milestone stands against its target."""

    NONE = "none"
    """No target."""
    RUNNING = "running"
    MET = "met"
    BREACHED = "breached"


def judge_milestone(incident: Incident, milestone: Milestone, now: datetime) -> Standing:
    """Say how a milestone stands at a moment; a target is met until its last instant, inclusive."""
    due = incident.due.get(milestone)
    if due is None:
        return Standing.NONE
    reached = incident.reached.get(milestone)
    if (reached or now) > due:
        return Standing.BREACHED
    return Standing.MET if reached else Standing.RUNNING
