"""The clock: what the passing of time makes of a brand's incidents. It is told the time and asks nobody."""

from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from alerts.casebook import Casebook, Outcome, record_change
from alerts.escalation import ask, call, choose_role, is_stale, make_page, next_wait
from alerts.house import HouseRules
from alerts.incident import ENDED, ONGOING, Incident, IncidentState, Milestone, Role, revise
from alerts.notice import Reason
from alerts.targets import FROM_PAGE

CLOCK: Final = "clock"
LATE_TO_TELL: Final = timedelta(hours=1)
"""A deadline that passed while nobody watched is told, but wakes nobody."""
CHANGES_AT_ONCE: Final = 12
"""Of one incident at one moment; more than there are things that can become due."""

LAST: Final = "Nobody will be called again unless it gets worse. Phone somebody now, then acknowledge it."
LAST_BUT_LATE: Final = (
    "Nobody will be called again unless it gets worse or the first answer is late. "
    "Phone somebody now, then acknowledge it."
)

Change = tuple[Incident, Reason | None]

_LATE: Final = {
    Milestone.ACKNOWLEDGED: "Nobody has acknowledged it in time.",
    Milestone.REPLIED: "No human has answered in public in time.",
    Milestone.CONTAINED: "It was not contained in time.",
    Milestone.RESOLVED: "It was not resolved in time.",
    Milestone.REVIEWED: "It was not reviewed in time.",
}


def pass_time(book: Casebook, at: datetime, rules: HouseRules) -> Outcome:
    """Let time pass until `at`; time that has passed already, or that nothing waits for, changes nothing."""
    outcome = Outcome(casebook=book.with_clock(at))
    if outcome.casebook is book:
        return outcome
    for known in book.incidents:
        incident = known
        for _ in range(CHANGES_AT_ONCE):
            change = _find_change(incident, at, rules)
            if change is None:
                break
            incident, reason = change
            outcome = record_change(outcome.casebook, incident, reason).after(outcome)
    return outcome


def find_next(incident: Incident) -> datetime | None:
    """Return when time will next change an incident; None when it never will by itself."""
    watch = incident.watch
    waiting = [watch.next_page, watch.ack_until, watch.lapses_at]
    dues = (incident.due[milestone] for milestone in incident.due if _can_be_late(incident, milestone))
    return min((one for one in (*waiting, *dues) if one is not None), default=None)


def start_clock(incident: Incident, at: datetime, rules: HouseRules) -> Incident:
    """The first person is called: from here the targets count, and the next call."""
    started = replace(incident, reached={Milestone.PAGED: at})
    return set_targets(_page(started, Reason.OPENED, at, rules), at, rules)


def set_targets(incident: Incident, start: datetime, rules: HouseRules) -> Incident:
    """Set by when each milestone is to be reached; a deadline once set never moves later."""
    due = dict(incident.due)
    for milestone in FROM_PAGE:
        found = rules.find_due(incident, milestone, start)
        if found is not None and milestone not in incident.reached:
            due[milestone] = min(found, due.get(milestone, found))
    return replace(incident, due=due)


def reach(incident: Incident, milestone: Milestone, at: datetime) -> Incident:
    """Write down that a milestone was reached; the first time counts, and whether it was late."""
    first = min(at, incident.reached.get(milestone, at))
    due = incident.due.get(milestone)
    others = tuple(one for one in incident.late if one is not milestone)
    late = (*others, milestone) if due is not None and first > due else others
    return replace(incident, reached={**incident.reached, milestone: first}, late=late)


def forget(times: Mapping[Milestone, datetime], which: Container[Milestone]) -> dict[Milestone, datetime]:
    """Leave out milestones that are to be reached again."""
    return {milestone: at for milestone, at in times.items() if milestone not in which}


def call_again(incident: Incident, reason: Reason, at: datetime, rules: HouseRules) -> Incident:
    """The public gave a new reason to call: whoever has it, or else the first who is on call."""
    incident = replace(incident, watch=replace(incident.watch, news=at))
    if incident.owner and incident.state is not IncidentState.OPEN:
        role = incident.watch.pages[-1].role if incident.watch.pages else choose_role(0)
        called = call(incident, make_page(reason, role, incident.owner, at))
        return ask(called, at, rules.escalation)
    return _page(incident, reason, at, rules)


def call_next(incident: Incident, reason: Reason, at: datetime, rules: HouseRules) -> Incident:
    """Call the next in line."""
    watch = incident.watch
    level = (watch.level + 1) if watch.pages else 0
    return _page(incident, reason, at, rules, level=level)


def note_last(incident: Incident) -> Incident:
    """Add to what changed, after the last call of a row, what may still call somebody: nobody is to wait for the next."""
    if incident.state is not IncidentState.OPEN or incident.watch.next_page is not None:
        return incident
    is_awaited = Milestone.REPLIED in incident.due and _can_be_late(incident, Milestone.REPLIED)
    return replace(incident, change=f"{incident.change} {LAST_BUT_LATE if is_awaited else LAST}")


def _page(incident: Incident, reason: Reason, at: datetime, rules: HouseRules, level: int = 0) -> Incident:
    role = choose_role(level)
    person = rules.find_person(incident.brand, role, at)
    called = call(incident, make_page(reason, role, person, at))
    wait = next_wait(level, rules.escalation) if incident.state is IncidentState.OPEN else None
    next_page = rules.wait(incident, at, wait) if wait is not None else None
    news = called.watch.news or at
    return replace(called, watch=replace(called.watch, level=level, next_page=next_page, news=news))


def _find_change(incident: Incident, at: datetime, rules: HouseRules) -> Change | None:
    for milestone, due in sorted(incident.due.items(), key=lambda item: item[1]):
        if at > due and _can_be_late(incident, milestone):
            return _miss(incident, milestone, at, rules)
    watch = incident.watch
    if incident.state is IncidentState.OPEN and watch.next_page is not None and at >= watch.next_page:
        return _escalate(incident, at, rules)
    if incident.state is not IncidentState.ACKNOWLEDGED:
        return None
    if watch.lapses_at is not None and at >= watch.lapses_at:
        return _lapse(incident, at, rules)
    if watch.ack_until is not None and at >= watch.ack_until:
        return _ask(incident, at, rules)
    return None


def _can_be_late(incident: Incident, milestone: Milestone) -> bool:
    if milestone in incident.reached or milestone in incident.late:
        return False
    if incident.state in ENDED:
        return milestone is Milestone.REVIEWED and incident.state is IncidentState.RESOLVED
    return milestone is not Milestone.REVIEWED


def _miss(incident: Incident, milestone: Milestone, at: datetime, rules: HouseRules) -> Change:
    is_call = milestone is Milestone.REPLIED and incident.state in ONGOING
    is_fresh = at - incident.due[milestone] <= LATE_TO_TELL
    missed = revise(incident, at=at, by=CLOCK, change=_LATE[milestone])
    missed = replace(missed, late=(*incident.late, milestone))
    if milestone is Milestone.ACKNOWLEDGED:
        return missed, None  # The next call says so.
    if not is_call or not is_fresh:
        return missed, Reason.CHANGED
    missed = note_last(missed)
    lead = rules.find_person(incident.brand, choose_role(-1), at)
    return call(missed, make_page(Reason.BREACHED, choose_role(-1), lead, at)), Reason.BREACHED


def _escalate(incident: Incident, at: datetime, rules: HouseRules) -> Change:
    called = call_next(incident, Reason.ESCALATED, at, rules)
    page = called.watch.pages[-1]
    who = f"{page.person} ({page.role})" if page.person else f"the {page.role}"
    change = f"Nobody has acknowledged it: calling {who}, call {called.watch.calls}."
    return note_last(revise(called, at=at, by=CLOCK, change=change)), Reason.ESCALATED


def _ask(incident: Incident, at: datetime, rules: HouseRules) -> Change:
    watch = incident.watch
    if is_stale(watch, at, rules.escalation):
        quiet = revise(incident, at=at, by=CLOCK, change=f"The public is quiet; {incident.owner} keeps it.")
        return replace(quiet, watch=replace(watch, ack_until=None)), None
    asked = revise(incident, at=at, by=CLOCK, change=f"Still on it, {incident.owner}?")
    return ask(asked, at, rules.escalation), Reason.LAPSING


def _lapse(incident: Incident, at: datetime, rules: HouseRules) -> Change:
    watch = incident.watch
    if is_stale(watch, at, rules.escalation):
        quiet = revise(
            incident, at=at, by=CLOCK, change=f"No answer from {incident.owner}; the public is quiet."
        )
        return replace(quiet, watch=replace(watch, lapses_at=None)), None
    lapsed = revise(incident, at=at, by=CLOCK, change=f"No answer from {incident.owner}: it is open again.")
    lapsed = replace(
        lapsed, state=IncidentState.OPEN, owner="", watch=replace(watch, lapses_at=None, ack_until=None)
    )
    people = [rules.find_person(incident.brand, role, at) for role in Role]
    silent = (rules.is_same(person, incident.owner) for person in people)
    level = next((number for number, is_silent in enumerate(silent) if not is_silent), 0)
    return note_last(_page(lapsed, Reason.LAPSED, at, rules, level=level)), Reason.LAPSED
