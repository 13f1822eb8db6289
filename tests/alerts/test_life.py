"""The life of an incident under random orders of spikes, deeds and time: what must hold whatever comes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alerts.action import Action, ActionKind
from alerts.casebook import CASES_KEPT, DEEDS_KEPT, MARKS_KEPT, Casebook, Outcome
from alerts.escalation import PAGES_KEPT, Escalation
from alerts.house import HouseRules
from alerts.incident import ENDED, Incident, IncidentState, Milestone
from alerts.matrix import read_matrix
from alerts.notice import PAGES, Reason
from alerts.opening import SPIKES_KEPT
from alerts.respond import Record, apply_record
from alerts.sections import OnCall
from connectors.mention import Tick
from streams.spike import Severity, SpikeKind, SpikePhase, derive_id
from tests.alerts.examples import at, spike

RULES = HouseRules(
    matrix=read_matrix(),
    people=(OnCall(name="Ana"), OnCall(name="Ben"), OnCall(name="Dora")),
    needed={"ai-content-backlash": ("explain",)},
)
SPIKES = ("s1", "s2", "s3")
INCIDENTS = tuple(derive_id("incident", one) for one in SPIKES)
PEOPLE = ("Ana", "Ben", "Dora", "detector")

PHASES = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]
"""Without explaining, which takes minutes for a history."""

LEGAL = {
    IncidentState.OPEN: frozenset(IncidentState) - {IncidentState.REVIEWED},
    IncidentState.ACKNOWLEDGED: frozenset(IncidentState) - {IncidentState.REVIEWED},
    IncidentState.CONTAINED: frozenset(IncidentState) - {IncidentState.REVIEWED},
    IncidentState.RECOVERING: frozenset(IncidentState) - {IncidentState.REVIEWED, IncidentState.CONTAINED},
    IncidentState.RESOLVED: {IncidentState.RESOLVED, IncidentState.REVIEWED, IncidentState.ACKNOWLEDGED},
    IncidentState.FALSE_ALARM: {
        IncidentState.FALSE_ALARM,
        IncidentState.REVIEWED,
        IncidentState.ACKNOWLEDGED,
    },
    IncidentState.REVIEWED: {IncidentState.REVIEWED, IncidentState.ACKNOWLEDGED},
}
"""What may follow what; everything else is a state nobody could explain."""

OFTEN = ("because", "because", "because", "")
spikes = st.builds(
    spike,
    id=st.sampled_from(("s1", "s1", *SPIKES)),
    kind=st.sampled_from([SpikeKind.NEGATIVE, SpikeKind.BACKLASH]),
    phase=st.sampled_from(SpikePhase),
    severity=st.sampled_from(Severity),
    themes=st.sampled_from([{}, {"soulless": 5}, {"privacy": 9}]),
)
ticks = st.just(Tick(at=at(0), brand="acme"))
actions = st.builds(
    Action,
    id=st.uuids().map(str),
    brand=st.just("acme"),
    incident=st.sampled_from((INCIDENTS[0], INCIDENTS[0], *INCIDENTS)),
    kind=st.sampled_from(ActionKind),
    by=st.sampled_from(("Ana", "Ana", *PEOPLE)),
    at=st.just(at(0)),
    step=st.sampled_from(("explain", "explain", "pause", None)),
    value=st.sampled_from(("Ben", "made", "")),
    text=st.sampled_from(OFTEN),
)
gaps = st.sampled_from((0, 1, 5, 15, 16, 31, 61, 125, 800))
"""Minutes: about as long as what waits here waits."""
moments = st.lists(st.tuples(st.one_of(spikes, actions, ticks, ticks), gaps), min_size=5, max_size=40)


def in_time(found: list[tuple[Record, int]], opening: Severity) -> list[Record]:
    """An incident, and then everything else after the gaps given."""
    minute, history = 18, [spike(id="s1", severity=opening)]
    records: list[Record] = [*history]
    for record, gap in found:
        minute += gap
        records.append(replace(record, at=at(minute)))
    return records


in_order = st.builds(in_time, moments, st.sampled_from([Severity.SEV1, Severity.SEV3]))
records = st.one_of(in_order, in_order, in_order.flatmap(st.permutations))
"""Mostly as time goes, now and then in any order."""


def live(history: Iterable[Record]) -> Iterable[tuple[Record, Casebook, Outcome]]:
    book = Casebook()
    for record in history:
        outcome = apply_record(book, record, RULES, now=record.at)
        yield record, book, outcome
        book = outcome.casebook


def changes(before: Casebook, outcome: Outcome) -> Iterable[tuple[Incident | None, Incident]]:
    """Each new record with the one it follows."""
    known = {case.id: case for case in before.incidents}
    for incident in outcome.incidents:
        yield known.get(incident.id), incident
        known[incident.id] = incident


@given(records)
@settings(deadline=None, max_examples=100, phases=PHASES)
def test_no_state_follows_another_that_it_cannot_and_each_revision_is_the_next(history: list[Record]) -> None:
    for _, before, outcome in live(history):
        for earlier, later in changes(before, outcome):
            if earlier is None:
                assert (later.revision, later.state) == (0, IncidentState.OPEN)
                continue
            assert later.state in LEGAL[earlier.state]
            assert later.revision == earlier.revision + 1
            assert later.severity <= earlier.severity
        assert [one.incident for one in outcome.tellings if one.incident not in outcome.incidents] == []


@given(records)
@settings(deadline=None, max_examples=100, phases=PHASES)
def test_the_same_record_again_changes_nothing(history: list[Record]) -> None:
    for record, _, outcome in live(history):
        again = apply_record(outcome.casebook, record, RULES, now=record.at)
        assert again == Outcome(casebook=outcome.casebook)
        assert Casebook.from_json(outcome.casebook.to_json()) == outcome.casebook


@given(records)
@settings(deadline=None, max_examples=100, phases=PHASES)
def test_an_acknowledgement_is_lost_only_by_lapsing_and_then_somebody_is_called(
    history: list[Record],
) -> None:
    for _, before, outcome in live(history):
        for earlier, later in changes(before, outcome):
            if earlier and earlier.state is IncidentState.ACKNOWLEDGED and later.state is IncidentState.OPEN:
                assert Reason.LAPSED in {one.reason for one in outcome.tellings if one.incident == later}
                assert later.called != earlier.owner
            if earlier and earlier.owner and not later.owner:
                assert later.state is IncidentState.OPEN
            if earlier and Milestone.ACKNOWLEDGED in earlier.reached:
                assert later.reached[Milestone.ACKNOWLEDGED] <= earlier.reached[Milestone.ACKNOWLEDGED]


@given(records)
@settings(deadline=None, max_examples=100, phases=PHASES)
def test_nobody_is_called_after_the_end_or_while_somebody_has_it(history: list[Record]) -> None:
    for record, before, outcome in live(history):
        previous = {case.id: case for case in before.incidents}
        for telling in outcome.tellings:
            incident = telling.incident
            assert incident
            if telling.reason not in PAGES:
                continue
            assert incident.state not in ENDED
            earlier = previous.get(incident.id)
            if earlier and earlier.state in ENDED:
                assert isinstance(record, Action)
                assert record.kind is ActionKind.REOPEN
            if telling.reason is Reason.ESCALATED and not isinstance(record, Action):
                assert incident.state is IncidentState.OPEN
        for incident in outcome.casebook.incidents:
            if incident.state is not IncidentState.OPEN:
                assert incident.watch.next_page is None
            if incident.state is not IncidentState.ACKNOWLEDGED:
                assert incident.watch.ack_until is None
                assert incident.watch.lapses_at is None


@given(moments, st.sampled_from([ActionKind.RESOLVE, ActionKind.FALSE_ALARM]))
@settings(deadline=None, max_examples=100, phases=PHASES)
def test_what_people_have_ended_calls_nobody_whatever_the_public_and_the_clock_do(
    found: list[tuple[Record, int]], kind: ActionKind
) -> None:
    opening, *later = in_time(found, Severity.SEV3)
    end = [
        Action(
            id=f"end-{one}",
            brand="acme",
            incident=INCIDENTS[0],
            kind=one,
            by="Ana",
            at=at(18),
            step="explain",
            text="over",
        )
        for one in (ActionKind.TICK, kind)
    ]
    rest = [one for one in later if not (isinstance(one, Action) and one.kind is ActionKind.REOPEN)]
    for _, _, outcome in live([opening, *end, *rest]):
        told = [one for one in outcome.tellings if one.incident and one.incident.id == INCIDENTS[0]]
        assert [one.reason for one in told if one.reason in PAGES] in ([], [Reason.OPENED])
    assert next(one for one in outcome.casebook.incidents if one.id == INCIDENTS[0]).state in ENDED


@given(records)
@settings(deadline=None, max_examples=50, phases=PHASES)
def test_the_clock_never_goes_back(history: list[Record]) -> None:
    clock = at(0)
    for _, _, outcome in live(history):
        assert (outcome.casebook.clock or clock) >= clock
        clock = outcome.casebook.clock or clock


@given(in_order)
@settings(deadline=None, max_examples=100, phases=PHASES)
def test_deadlines_only_come_closer(history: list[Record]) -> None:
    for record, before, outcome in live(history):
        for earlier, later in changes(before, outcome):
            if earlier is None or later.changed_at < earlier.changed_at:
                continue
            is_new_life = isinstance(record, Action) and record.kind in (
                ActionKind.REOPEN,
                ActionKind.RESOLVE,
            )
            for milestone, due in earlier.due.items():
                if not is_new_life:
                    assert later.due[milestone] <= due
            if earlier.watch.next_page and later.watch.next_page:
                is_same = later.watch.next_page == earlier.watch.next_page
                assert is_same or later.watch.next_page > later.changed_at
            for milestone in later.late:
                reached = later.reached.get(milestone)
                assert reached is None or reached > later.due[milestone]


@given(records)
@settings(deadline=None, max_examples=30, phases=PHASES)
def test_a_casebook_stays_small(history: list[Record]) -> None:
    for _, _, outcome in live([*history, *history]):
        book = outcome.casebook
        assert len(book.incidents) <= CASES_KEPT + len(SPIKES)
        assert len(book.deeds) <= DEEDS_KEPT
        assert len(book.marks) <= MARKS_KEPT
        for incident in book.incidents:
            assert len(incident.watch.pages) <= PAGES_KEPT
            assert len(incident.spikes) <= SPIKES_KEPT


@given(st.integers(1, 90))
@settings(deadline=None, max_examples=20, phases=PHASES)
def test_calls_for_one_incident_are_few_however_often_time_is_told(step: int) -> None:
    rules = HouseRules(people=RULES.people, escalation=Escalation(calls=6))
    book, calls = Casebook(), 0
    book = apply_record(book, spike(id="s1"), rules, now=at(18)).casebook
    for minute in range(18, 2_000, step):
        outcome = apply_record(book, Tick(at=at(minute), brand="acme"), rules, now=at(minute))
        calls += sum(one.reason is Reason.ESCALATED for one in outcome.tellings)
        book = outcome.casebook
    assert calls == 5


@pytest.mark.parametrize("months", [1, 6])
def test_an_acknowledged_incident_that_was_forgotten_wakes_nobody_at_half_past_five(months: int) -> None:
    book = apply_record(Casebook(), spike(id="s1"), RULES, now=at(18)).casebook
    deed = Action(
        id="a", brand="acme", incident=INCIDENTS[0], kind=ActionKind.ACKNOWLEDGE, by="Ana", at=at(20)
    )
    book = apply_record(book, deed, RULES, now=at(20)).casebook
    replied = Action(
        id="b", brand="acme", incident=INCIDENTS[0], kind=ActionKind.REPLIED, by="Ana", at=at(25)
    )
    book = apply_record(book, replied, RULES, now=at(25)).casebook
    start, calls = at(20) + timedelta(days=2), 0
    for hour in range(24 * 30 * months):
        now = start + timedelta(hours=hour)
        outcome = apply_record(book, Tick(at=now, brand="acme"), RULES, now=now)
        calls += sum(one.reason in PAGES for one in outcome.tellings)
        book = outcome.casebook
    assert calls == 0
    assert book.incidents[0].owner == "Ana"


def test_a_spike_out_of_the_blue_is_an_incident_with_a_person_called() -> None:
    (incident,) = apply_record(Casebook(), spike(), RULES, now=at(18)).incidents
    assert incident.called == "Ana"
    assert incident.watch.next_page == at(23)
