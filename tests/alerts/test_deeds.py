"""What people's actions make of an incident."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.action import Action, ActionKind
from alerts.casebook import DEEDS_KEPT, Casebook, Outcome
from alerts.deeds import apply_action, refuse_action
from alerts.house import HouseRules
from alerts.incident import IncidentState, Milestone, Verdict
from alerts.notice import Reason
from alerts.opening import apply_spike
from alerts.sections import OnCall
from alerts.words.language import Language
from tests.alerts.examples import action, at, incident_of, spike


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


RULES = HouseRules(
    people=(OnCall(name="anna"), OnCall(name="Ben", slack="U0123456789")),
    needed={"ai-content-backlash": ("explain", "promise")},
)


def do(*deeds: Action, book: Casebook | None = None) -> Outcome:
    outcome = Outcome(casebook=book or opened())
    for deed in deeds:
        outcome = apply_action(outcome.casebook, deed, RULES)
    return outcome


@pytest.mark.need("000-23")
def test_an_incident_is_not_resolved_while_a_needed_step_is_neither_ticked_nor_skipped_with_a_reason() -> (
    None
):
    refused = do(action(ActionKind.RESOLVE))
    assert "explain, promise" in refused.refused
    bare = do(action(ActionKind.SKIP, step="promise", text=""))
    assert "say why" in bare.refused
    ticked, skipped = (
        action(ActionKind.TICK, step="explain"),
        action(ActionKind.SKIP, step="promise", text="nothing to promise yet"),
    )
    resolved = do(ticked, skipped, action(ActionKind.RESOLVE))
    assert resolved.incident
    assert resolved.incident.state is IncidentState.RESOLVED
    assert resolved.incident.skipped == {"promise": "nothing to promise yet"}


@pytest.mark.need("001-21", "004-01")
@pytest.mark.parametrize(
    ("by", "approves"),
    [
        ("anna", True),
        ("U0123456789", True),
        ("Zoe", False),
        ("bot", False),
        ("deploy[bot]", False),
        ("B024BE7LH", False),
    ],
)
def test_a_draft_is_approved_by_somebody_on_call_and_never_by_a_service_account(
    by: str, *, approves: bool
) -> None:
    outcome = do(action(ActionKind.APPROVE, step="first-reply", by=by))
    assert bool(outcome.refused) is not approves
    if approves:
        assert outcome.incident
        assert outcome.incident.approved == {"first-reply": by}


def test_answers_and_facts_are_kept_by_their_ids_and_a_fact_can_be_taken_back() -> None:
    outcome = do(
        action(ActionKind.ANSWER, step="ai_use", value="partly"),
        action(ActionKind.FACT, id="f1", step="tool", value="a video generator"),
        action(ActionKind.FACT, id="f2", step="hours", value="200"),
        action(ActionKind.FACT, id="f3", step="tool", value=""),
    )
    assert outcome.incident
    assert outcome.incident.answers == {"ai_use": "partly"}
    assert outcome.incident.facts == {"hours": "200"}


@pytest.mark.need("004-20")
def test_a_review_without_lessons_does_not_close_the_case() -> None:
    done = do(action(ActionKind.FALSE_ALARM)).casebook
    assert "say why" in do(action(ActionKind.REVIEW, text=""), book=done).refused
    reviewed = do(action(ActionKind.REVIEW, text="Label every film."), book=done).incident
    assert reviewed
    assert (reviewed.state, reviewed.lessons) == (IncidentState.REVIEWED, "Label every film.")


def test_verdicts_become_rulings_for_the_detector_and_each_is_made_once() -> None:
    real = do(action(ActionKind.CRISIS))
    assert [(ruling.is_crisis, ruling.spikes) for ruling in real.rulings] == [(True, (spike().id,))]
    assert do(action(ActionKind.CRISIS, id="again"), book=real.casebook).rulings == ()
    benign = do(action(ActionKind.FALSE_ALARM))
    assert [(ruling.is_crisis, ruling.is_over) for ruling in benign.rulings] == [(False, False)]
    again = do(action(ActionKind.REOPEN), book=benign.casebook)
    assert again.incident
    assert (again.incident.verdict, again.incident.state) == (Verdict.UNDECIDED, IncidentState.ACKNOWLEDGED)


def test_who_resolves_tells_the_detector_that_it_is_over_also_when_they_had_called_it_real() -> None:
    for book in (opened(), apply_action(opened(), action(ActionKind.CRISIS)).casebook):
        outcome = apply_action(book, action(ActionKind.RESOLVE, id="r"))
        (ruling,) = outcome.rulings
        assert (ruling.is_crisis, ruling.is_over, ruling.spikes) == (True, True, (spike().id,))
        assert apply_action(outcome.casebook, action(ActionKind.RESOLVE, id="again")).rulings == ()


def test_who_acknowledges_second_is_told_who_has_it() -> None:
    first = do(action())
    second = do(action(id="second", by="Ben"), book=first.casebook)
    assert second.refused == "anna has it; take it over instead"
    assert second.casebook.incidents == first.casebook.incidents
    taken = do(action(ActionKind.TAKE_OVER, by="Ben"), book=first.casebook)
    assert taken.incident
    assert taken.incident.owner == "Ben"


def test_who_acknowledged_in_slack_may_go_on_at_a_terminal() -> None:
    outcome = do(action(by="U0123456789"), action(ActionKind.STILL_ON_IT, by="Ben"))
    assert not outcome.refused
    assert do(action(ActionKind.STILL_ON_IT, id="s", by="anna"), book=outcome.casebook).refused


def test_a_step_is_ticked_or_skipped_and_the_last_word_counts() -> None:
    outcome = do(
        action(ActionKind.TICK, step="pause"),
        action(ActionKind.SKIP, step="pause", text="no posts are planned"),
    )
    assert outcome.incident
    assert (outcome.incident.ticked, list(outcome.incident.skipped)) == ((), ["pause"])
    back = do(action(ActionKind.TICK, id="t2", step="pause"), book=outcome.casebook)
    assert back.incident
    assert (back.incident.ticked, back.incident.skipped) == (("pause",), {})


def test_the_first_human_answer_is_the_one_that_counts() -> None:
    outcome = do(
        action(ActionKind.REPLIED, at=at(30), value="https://a.example/1"),
        action(ActionKind.REPLIED, id="r2", at=at(40), value="https://a.example/2"),
    )
    assert outcome.incident
    assert outcome.incident.reached[Milestone.REPLIED] == at(30)
    assert outcome.incident.reply_url == "https://a.example/1"


@given(st.text(max_size=900), st.text(max_size=900), st.sampled_from(ActionKind))
def test_whatever_people_type_stays_short_and_harmless(words: str, step: str, kind: ActionKind) -> None:
    deed = action(kind, step=step, value=words, text=words, by="anna")
    outcome = do(deed)
    if outcome.incident:
        written = outcome.incident.to_json().decode()
        assert len(written) < 20_000
        assert "\u202e" not in written


def test_a_refusal_speaks_the_language_of_whoever_pressed() -> None:
    held = replace(incident_of(spike()), owner="Anna", state=IncidentState.ACKNOWLEDGED)
    deeds = [ActionKind.STILL_ON_IT, ActionKind.TICK, ActionKind.REVIEW, ActionKind.APPROVE]
    for kind in deeds:
        deed = Action(id="a1", brand="acme", incident=held.id, kind=kind, by="Ben", at=at(20))
        refused = refuse_action(held, deed, language=Language.ZH_HANT)
        assert refused
        assert not any(str(word) in refused for word in (*ActionKind, *IncidentState))
