"""What people's actions make of an incident."""

import pytest

from alerts.action import ActionKind
from alerts.casebook import DEEDS_KEPT, Casebook, Outcome
from alerts.deeds import apply_action
from alerts.incident import IncidentState
from alerts.notice import Reason
from alerts.opening import apply_spike
from tests.alerts.examples import action, spike


def opened() -> Casebook:
    return apply_spike(Casebook(), spike()).casebook


def test_an_acknowledgement_is_recorded_with_its_person_and_told() -> None:
    outcome = apply_action(opened(), action())
    assert outcome.incident
    assert outcome.incident.state is IncidentState.ACKNOWLEDGED
    assert (outcome.incident.owner, outcome.incident.changed_by, outcome.incident.revision) == (
        "anna",
        "anna",
        1,
    )
    assert outcome.incident.change == "anna acknowledged it."
    assert outcome.telling
    assert outcome.telling.reason is Reason.CHANGED


def test_the_same_deed_again_changes_nothing() -> None:
    book = apply_action(opened(), action()).casebook
    assert apply_action(book, action()) == Outcome(casebook=book)


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ([ActionKind.TAKE_OVER], IncidentState.ACKNOWLEDGED),
        ([ActionKind.NOTE], IncidentState.OPEN),
        ([ActionKind.REPLIED], IncidentState.OPEN),
        ([ActionKind.ACKNOWLEDGE, ActionKind.CONTAIN], IncidentState.CONTAINED),
        ([ActionKind.CONTAIN, ActionKind.RESOLVE], IncidentState.RESOLVED),
        ([ActionKind.FALSE_ALARM], IncidentState.FALSE_ALARM),
        ([ActionKind.RESOLVE, ActionKind.REVIEW], IncidentState.REVIEWED),
    ],
)
def test_deeds_lead_through_the_states(kinds: list[ActionKind], state: IncidentState) -> None:
    book = opened()
    for kind in kinds:
        outcome = apply_action(book, action(kind))
        assert not outcome.refused
        book = outcome.casebook
    assert book.incidents[-1].state is state


@pytest.mark.parametrize(
    "kinds",
    [
        [ActionKind.ACKNOWLEDGE, ActionKind.CONTAIN, ActionKind.ACKNOWLEDGE],
        [ActionKind.REVIEW],
        [ActionKind.RESOLVE, ActionKind.CONTAIN],
        [ActionKind.FALSE_ALARM, ActionKind.RESOLVE],
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(kinds: list[ActionKind]) -> None:
    book = opened()
    for number, kind in enumerate(kinds):
        outcome = apply_action(book, action(kind, id=f"deed-{number}"))
        book = outcome.casebook
    assert outcome.refused
    assert outcome.incident is None
    assert outcome.telling is None


def test_an_action_on_an_unknown_incident_is_refused() -> None:
    assert "no such incident" in apply_action(opened(), action(incident="nonsense")).refused


def test_a_tick_names_its_step_and_counts_once() -> None:
    assert apply_action(opened(), action(ActionKind.TICK)).refused.startswith("`tick`: say which step")
    book = apply_action(opened(), action(ActionKind.TICK, step="pause-scheduled")).casebook
    book = apply_action(book, action(ActionKind.TICK, id="again", step="pause-scheduled")).casebook
    assert book.incidents[-1].ticked == ("pause-scheduled",)


def test_a_note_is_made_safe_and_kept_short() -> None:
    outcome = apply_action(opened(), action(ActionKind.NOTE, text="line\none\u202e" + "x" * 5_000))
    assert outcome.incident
    assert outcome.incident.change.startswith("anna noted: line one")
    assert len(outcome.incident.change) < 600


def test_remembered_deeds_are_bounded() -> None:
    book = opened()
    for number in range(DEEDS_KEPT + 20):
        book = apply_action(book, action(ActionKind.NOTE, id=f"deed-{number}")).casebook
    assert len(book.deeds) == DEEDS_KEPT
