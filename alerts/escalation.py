"""Escalation: who is called next, how long an acknowledgement holds, and when nobody is called any more."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import Field

from alerts.incident import Incident, Page, Role, Watch
from alerts.notice import Reason
from connectors.config import Duration, Section

PAGES_KEPT: Final = 24
ROUND: Final = len(Role)


class Escalation(Section):
    """`[escalation]`: what happens when nobody answers."""

    next_after: Annotated[Duration, Field(ge=timedelta(minutes=1))] = timedelta(minutes=5)
    """Unacknowledged for this long: the backup is called, then the lead."""
    again_after: Annotated[Duration, Field(ge=timedelta(minutes=1))] = timedelta(minutes=30)
    """After the lead: how long until everybody is called again, one after the other."""
    calls: Annotated[int, Field(ge=1, le=30)] = 6
    """At most in a row while nobody acknowledges. The row begins anew when the incident gets worse, flares up again or
    an acknowledgement lapses; besides, the lead is called once when the first answer is late."""
    holds_for: Annotated[Duration, Field(ge=timedelta(minutes=1))] = timedelta(hours=2)
    """How long an acknowledgement holds without any deed; then the owner is asked "still on it?"."""
    answer_within: Annotated[Duration, Field(ge=timedelta(minutes=1))] = timedelta(minutes=15)
    """Without an answer the incident is open again and somebody is called."""
    quiet_after: Annotated[Duration, Field(ge=timedelta(hours=1))] = timedelta(hours=12)
    """Without news from the public for this long nobody is asked and nobody is called: an acknowledged
    incident that somebody forgot wakes no one, however old it gets."""


def call(incident: Incident, page: Page) -> Incident:
    """Write down a call."""
    watch = incident.watch
    calls = count_calls(watch) + 1
    return replace(incident, watch=replace(watch, pages=(*watch.pages, page)[-PAGES_KEPT:], calls=calls))


def count_calls(watch: Watch) -> int:
    """How many calls there were; records of before they were counted say it by those they kept."""
    return max(watch.calls, len(watch.pages))


def choose_role(level: int) -> Role:
    """The primary, then the backup, then the lead, then from the beginning."""
    return tuple(Role)[level % ROUND]


def next_wait(level: int, rules: Escalation) -> timedelta | None:
    """How long to wait after the call of a level; None when it was the last."""
    if level + 1 >= rules.calls:
        return None
    return rules.next_after if (level + 1) % ROUND else rules.again_after


def hold(incident: Incident, at: datetime, rules: Escalation) -> Incident:
    """Somebody has it: nobody is called, until the acknowledgement lapses."""
    watch = incident.watch
    held = replace(watch, level=0, next_page=None, ack_until=at + rules.holds_for, lapses_at=None)
    return replace(incident, watch=held)


def ask(incident: Incident, at: datetime, rules: Escalation) -> Incident:
    """The owner is asked, or called, and has to answer for the acknowledgement to hold."""
    watch = incident.watch
    asked = replace(watch, next_page=None, ack_until=None, lapses_at=at + rules.answer_within)
    return replace(incident, watch=asked)


def rest(incident: Incident) -> Incident:
    """Nobody is called and nobody is asked any more."""
    watch = replace(incident.watch, level=0, next_page=None, ack_until=None, lapses_at=None)
    return replace(incident, watch=watch)


def is_stale(watch: Watch, at: datetime, rules: Escalation) -> bool:
    """Whether the public has given no reason to call anybody for long."""
    return watch.news is None or at - watch.news >= rules.quiet_after


def make_page(reason: Reason, role: Role, person: str, at: datetime) -> Page:
    return Page(at=at, reason=reason.value, role=role, person=person)
