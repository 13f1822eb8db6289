"""Scoring: what the team did in a drill, made from its lane's records and the drill's own journal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from alerts.action import Action, ActionKind
from alerts.incident import Incident, IncidentState, Milestone
from alerts.notice import Notice, Reason
from alerts.playbook import Playbook
from deploy.backtest.finding import PageBook, find_storms, judge_pages
from deploy.drills.journal import Journal
from deploy.drills.score import Case, Doer, Score, StepDone
from deploy.drills.view import DrillView


def score_drill(
    journal: Journal, view: DrillView, actions: Sequence[Action], library: Mapping[str, Playbook]
) -> Score:
    """Score a drill.

    Args:
        journal: what the drill wrote down.
        view: all that came out of its lane.
        actions: what people did in it.
        library: the playbooks, for the deadlines of their steps.
    """
    book = PageBook()
    for life in view.spikes.values():
        for change in sorted(life, key=lambda record: record.at):
            book.take(change)
    pages = judge_pages(book.pages(), journal.storms)
    brands = tuple(view.brands)
    storms = None if journal.storms is None else find_storms(pages, journal.storms, brands)
    lives = [sorted(life, key=lambda record: record.revision) for life in view.incidents.values()]
    cases = [_read_case(life, view, actions, journal, library) for life in lives if life]
    return Score(
        lane=journal.lane,
        what=journal.what,
        participants=journal.participants,
        started=journal.started,
        ended=journal.ended,
        mentions=journal.mentions,
        is_whole=journal.is_whole,
        turns=journal.turns,
        pages=pages,
        storms=storms,
        cases=tuple(sorted(cases, key=lambda case: case.detected_at)),
        injects=journal.injects,
        doers=tuple(_count_doers(actions, journal)),
        curves=view.curves(),
    )


def _read_case(
    life: Sequence[Incident],
    view: DrillView,
    actions: Sequence[Action],
    journal: Journal,
    library: Mapping[str, Playbook],
) -> Case:
    latest = life[-1]
    notices = [notice for notice in view.notices.values() if notice.about == latest.id]
    paged = latest.reached.get(Milestone.PAGED) or _first_notice(notices)
    playbook = library.get(latest.playbook)
    upto = view.upto or journal.ends
    return Case(
        id=latest.id,
        brand=latest.brand,
        severity=latest.severity,
        kind=latest.kind,
        state=latest.state,
        onset=latest.onset,
        detected_at=latest.detected_at,
        paged_at=paged,
        acknowledged_at=_reached(life, Milestone.ACKNOWLEDGED, IncidentState.ACKNOWLEDGED),
        replied_at=_reached(life, Milestone.REPLIED, None) or _first_reply(latest, actions),
        contained_at=_reached(life, Milestone.CONTAINED, IncidentState.CONTAINED),
        resolved_at=_reached(life, Milestone.RESOLVED, IncidentState.RESOLVED),
        is_true=_is_true(latest, journal),
        messages=len(notices),
        steps=tuple(_time_steps(life, paged or latest.detected_at, playbook, upto)) if playbook else (),
    )


def _first_notice(notices: Iterable[Notice]) -> datetime | None:
    return min((notice.at for notice in notices if notice.reason is Reason.OPENED), default=None)


def _reached(life: Sequence[Incident], milestone: Milestone, state: IncidentState | None) -> datetime | None:
    """From the incident's clock, else from the first record in that state."""
    if milestone in life[-1].reached:
        return life[-1].reached[milestone]
    return next((record.changed_at for record in life if state is not None and record.state is state), None)


def _first_reply(incident: Incident, actions: Sequence[Action]) -> datetime | None:
    """For records whose clock does not know it; never one of something automatic."""
    return min(
        (one.at for one in actions if one.incident == incident.id and one.kind is ActionKind.REPLIED),
        default=None,
    )


def _is_true(incident: Incident, journal: Journal) -> bool | None:
    if journal.storms is None:
        return None
    return any(
        storm.brand in {"", incident.brand}
        and storm.holds(max(incident.detected_at, storm.onset))
        and incident.changed_at >= storm.onset
        for storm in journal.storms
    )


def _time_steps(
    life: Sequence[Incident], paged: datetime, playbook: Playbook, upto: datetime
) -> Iterable[StepDone]:
    """Steps that were done, or were due before the drill ended; what was skipped with a reason is no lapse."""
    done: dict[str, datetime] = {}
    for record in life:
        for ticked in record.ticked:
            done.setdefault(ticked, record.changed_at)
    for step in playbook.steps:
        due = paged + step.within
        if step.id in done or (due <= upto and step.id not in life[-1].skipped):
            yield StepDone(id=step.id, due_at=due, done_at=done.get(step.id))


def _count_doers(actions: Sequence[Action], journal: Journal) -> Iterable[Doer]:
    people = sorted({action.by for action in actions} | {told.answered_by for told in journal.injects} - {""})
    for person in people:
        mine = {action.id: action for action in actions if action.by == person}.values()
        yield Doer(
            name=person,
            acknowledged=sum(action.kind is ActionKind.ACKNOWLEDGE for action in mine),
            steps=sum(action.kind is ActionKind.TICK for action in mine),
            replies=sum(action.kind is ActionKind.REPLIED for action in mine),
            others=sum(
                action.kind not in {ActionKind.ACKNOWLEDGE, ActionKind.TICK, ActionKind.REPLIED}
                for action in mine
            ),
            injects=sum(told.answered_by == person for told in journal.injects),
        )
