"""What the passing of time makes of an incident: calls, questions, deadlines."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from alerts.action import Action, ActionKind
from alerts.casebook import Casebook, Outcome
from alerts.clock import find_next
from alerts.escalation import Escalation
from alerts.hours import Hours
from alerts.house import HouseRules
from alerts.incident import Incident, IncidentState, Milestone, Role
from alerts.notice import PAGES, Reason
from alerts.respond import Record, apply_record
from alerts.rota import Rota
from alerts.routing import address
from alerts.sections import OnCall
from alerts.targets import Counting, Standing, Target, fill_targets, judge_milestone
from connectors.mention import Tick
from streams.spike import Severity, SpikePhase
from tests.alerts.configured import settings
from tests.alerts.examples import action, at, incident_of, spike

TEAM = HouseRules(people=(OnCall(name="Ana"), OnCall(name="Ben"), OnCall(name="Dora")))
PAGED = 18
"""Minute of the example's page."""


def tick(minutes: float) -> Tick:
    return Tick(at=at(minutes), brand="acme")


def deed(kind: ActionKind, minutes: float, by: str = "Ana", **fields: str) -> Action:
    return action(kind, id=f"{kind}-{minutes}-{by}", by=by, at=at(minutes), **fields)


def run(*history: Record, rules: HouseRules = TEAM, book: Casebook | None = None) -> list[Outcome]:
    outcomes = []
    book = book or Casebook()
    for record in history:
        outcome = apply_record(book, record, rules, now=record.at)
        assert not outcome.refused
        outcomes.append(outcome)
        book = outcome.casebook
    return outcomes


def last(outcomes: list[Outcome]) -> Incident:
    return outcomes[-1].casebook.incidents[-1]


def reasons(outcomes: list[Outcome]) -> list[tuple[Reason, str]]:
    """Who was called and why."""
    tellings = (telling for outcome in outcomes for telling in outcome.tellings)
    return [(one.reason, one.incident.called) for one in tellings if one.incident and one.reason in PAGES]


@pytest.mark.need("003-27")
def test_who_does_not_answer_is_followed_by_the_next_every_five_minutes_and_then_by_the_half_hour() -> None:
    outcomes = run(spike(), *(tick(minute) for minute in range(18, 200)))
    called = [
        (one.reason, one.incident.called, (one.at - at(PAGED)) // timedelta(minutes=1))
        for outcome in outcomes
        for one in outcome.tellings
        if one.incident and one.reason in (Reason.OPENED, Reason.ESCALATED)
    ]
    assert called == [
        (Reason.OPENED, "Ana", 0),
        (Reason.ESCALATED, "Ben", 5),
        (Reason.ESCALATED, "Dora", 10),
        (Reason.ESCALATED, "Ana", 40),
        (Reason.ESCALATED, "Ben", 45),
        (Reason.ESCALATED, "Dora", 50),
    ]
    assert last(outcomes).watch.next_page is None


def calls_of(outcomes: list[Outcome]) -> list[str]:
    """What each message of a further call says."""
    tellings = (telling for outcome in outcomes for telling in outcome.tellings)
    return [one.incident.change for one in tellings if one.incident and one.reason is Reason.ESCALATED]


LAST = "Nobody will be called again unless it gets worse or the first answer is late. Phone somebody now, then acknowledge it."


def test_the_last_call_says_that_nobody_will_be_called_again_and_what_may_still_call() -> None:
    said = calls_of(run(spike(), *(tick(minute) for minute in range(18, 75))))
    assert said[0] == "Nobody has acknowledged it: calling Ben (backup), call 2."
    assert said[-1] == f"Nobody has acknowledged it: calling Dora (lead), call 6. {LAST}"
    assert not any("again" in one for one in said[:-1])


@pytest.mark.parametrize(
    "history",
    [
        (),
        (tick(30), spike(phase=SpikePhase.WORSENED, at=at(40), severity=Severity.SEV1)),
        (deed(ActionKind.ACKNOWLEDGE, 20), tick(141), tick(157)),
        (deed(ActionKind.ESCALATE, 20),),
    ],
    ids=["new", "worse", "lapsed", "escalated"],
)
def test_whatever_began_a_row_of_one_call_it_says_that_it_is_the_last(history: tuple[Record, ...]) -> None:
    rules = HouseRules(people=TEAM.people, escalation=Escalation(calls=1))
    outcomes = run(spike(), *history, rules=rules)
    told = next(one for one in reversed(outcomes[-1].tellings) if one.reason in PAGES)
    assert told.incident
    assert told.incident.change.endswith("Phone somebody now, then acknowledge it.")
    assert told.incident.change.count("Nobody will be called again") == 1
    again = run(spike(), *history)[-1].tellings
    assert not any("called again" in one.incident.change for one in again if one.incident), "five more"


def test_calls_are_numbered_over_the_whole_incident_though_getting_worse_begins_a_new_row() -> None:
    worse = spike(phase=SpikePhase.WORSENED, at=at(60), severity=Severity.SEV1)
    before, after = range(18, 60), range(61, 300)
    outcomes = run(spike(), *map(tick, before), worse, *map(tick, after))
    numbers = [int(found[1]) for one in calls_of(outcomes) if (found := re.search(r"call (\d+)\.", one))]
    assert len(set(numbers)) == len(numbers) == 8
    assert numbers == sorted(numbers)
    assert (
        last(outcomes).watch.calls == 11
    )  # The first, eight more, the worse one, and the answer that was late.
    assert calls_of(outcomes)[-1].endswith(
        "Nobody will be called again unless it gets worse. Phone somebody now, then acknowledge it."
    )


def test_the_call_for_a_late_answer_says_so_too_when_it_is_the_last() -> None:
    outcomes = run(spike(), *map(tick, range(18, 90)))
    (late,) = (one for outcome in outcomes for one in outcome.tellings if one.reason is Reason.BREACHED)
    assert late.incident is not None
    assert late.incident.change == (
        "No human has answered in public in time. Nobody will be called again unless it gets worse. "
        "Phone somebody now, then acknowledge it."
    )


def test_a_record_of_before_calls_were_counted_goes_on_from_the_calls_it_kept() -> None:
    book = run(spike(), tick(18), tick(23))[-1].casebook
    (old,) = book.incidents
    old = replace(old, watch=replace(old.watch, calls=0))
    assert "call 3." in calls_of(run(tick(28), book=replace(book, incidents=(old,))))[0]


def test_after_an_acknowledgement_nobody_is_called_any_more() -> None:
    outcomes = run(
        spike(),
        deed(ActionKind.ACKNOWLEDGE, 20),
        deed(ActionKind.REPLIED, 30),
        *(tick(minute) for minute in range(30, 130)),
    )
    assert reasons(outcomes) == [(Reason.OPENED, "Ana")]


def test_a_silent_owner_is_asked_and_then_the_next_is_called() -> None:
    history: list[Record] = [spike(), deed(ActionKind.ACKNOWLEDGE, 20), deed(ActionKind.REPLIED, 21)]
    asked = run(*history, tick(141))
    assert [one.reason for one in asked[-1].tellings] == [Reason.LAPSING]
    assert last(asked).change == "Still on it, Ana?"
    lapsed = run(*history, tick(141), tick(156))
    assert last(lapsed).state is IncidentState.OPEN
    assert reasons(lapsed)[-1] == (Reason.LAPSED, "Ben")
    kept = run(*history, tick(141), deed(ActionKind.STILL_ON_IT, 150), *(tick(m) for m in range(151, 250)))
    assert (last(kept).state, last(kept).owner) == (IncidentState.ACKNOWLEDGED, "Ana")
    taken = run(*history, tick(141), deed(ActionKind.TAKE_OVER, 150, by="Ben"), tick(160))
    assert (last(taken).state, last(taken).owner) == (IncidentState.ACKNOWLEDGED, "Ben")


def test_any_deed_shows_that_somebody_is_at_work() -> None:
    history: list[Record] = [spike(), deed(ActionKind.ACKNOWLEDGE, 20), deed(ActionKind.REPLIED, 21)]
    outcomes = run(*history, deed(ActionKind.TICK, 110, step="pause"), *(tick(m) for m in range(111, 229)))
    assert Reason.LAPSING not in {one.reason for outcome in outcomes for one in outcome.tellings}


def test_who_is_handed_an_incident_is_called_and_must_say_so() -> None:
    history: list[Record] = [
        spike(),
        deed(ActionKind.ACKNOWLEDGE, 20),
        deed(ActionKind.REPLIED, 21),
        deed(ActionKind.HAND_OVER, 30, value="Ben"),
    ]
    assert reasons(run(*history))[-1] == (Reason.HANDED_OVER, "Ben")
    assert reasons(run(*history, tick(46)))[-1][0] is Reason.LAPSED
    outcomes = run(*history, deed(ActionKind.STILL_ON_IT, 40, by="Ben"), tick(46))
    assert last(outcomes).state is IncidentState.ACKNOWLEDGED


def test_a_person_may_call_the_next_at_once() -> None:
    outcomes = run(spike(), deed(ActionKind.ACKNOWLEDGE, 20), deed(ActionKind.ESCALATE, 22))
    assert reasons(outcomes)[-1] == (Reason.ESCALATED, "Ben")
    assert last(outcomes).state is IncidentState.ACKNOWLEDGED


def test_a_worse_severity_calls_whoever_has_it_with_the_reason() -> None:
    worse = spike(phase=SpikePhase.WORSENED, at=at(40), severity=Severity.SEV1)
    outcomes = run(spike(), deed(ActionKind.TAKE_OVER, 20, by="Ben"), worse)
    assert reasons(outcomes)[-1] == (Reason.WORSENED, "Ben")
    assert "SEV2 to SEV1" in last(outcomes).change
    assert last(outcomes).due[Milestone.CONTAINED] == at(40) + timedelta(hours=4)


@pytest.mark.need("003-08")
@pytest.mark.parametrize(
    ("minute", "standing", "calls"),
    [(59, Standing.MET, []), (60, Standing.MET, []), (61, Standing.BREACHED, [(Reason.BREACHED, "Dora")])],
)
def test_the_first_human_answer_is_due_within_the_hour(
    minute: int, standing: Standing, calls: list[tuple[Reason, str]]
) -> None:
    history: list[Record] = [spike(), deed(ActionKind.ACKNOWLEDGE, 20)]
    history += [tick(PAGED + passed) for passed in range(1, minute + 1)]
    outcomes = run(*history, deed(ActionKind.REPLIED, PAGED + minute, value="https://social.example/1"))
    incident = last(outcomes)
    assert judge_milestone(incident, Milestone.REPLIED, at(PAGED + minute)) is standing
    assert (Milestone.REPLIED in incident.late) is (standing is Standing.BREACHED)
    assert [call for call in reasons(outcomes) if call[0] is Reason.BREACHED] == calls
    assert incident.reply_url == "https://social.example/1"


@pytest.mark.need("003-29")
@pytest.mark.need("000-15")
def test_what_a_bot_answers_never_counts() -> None:
    outcomes = run(
        spike(),
        deed(ActionKind.ACKNOWLEDGE, 20),
        deed(ActionKind.BOT_REPLIED, 25, value="https://social.example/bot"),
        deed(ActionKind.BOT_REPLIED, 30, by="bot"),
        *(tick(minute) for minute in range(31, PAGED + 62)),
    )
    incident = last(outcomes)
    assert Milestone.REPLIED not in incident.reached
    assert (incident.bot_replies, incident.reply_url) == (2, "")
    assert judge_milestone(incident, Milestone.REPLIED, at(PAGED + 61)) is Standing.BREACHED
    refused = apply_record(
        outcomes[-1].casebook, deed(ActionKind.REPLIED, 81, by="bot"), TEAM, now=at(PAGED + 63)
    )
    assert "service account" in refused.refused


@pytest.mark.need("003-09")
def test_working_hours_count_where_the_team_says_so_and_calls_wait_for_the_morning() -> None:
    office = Hours(
        zone="Asia/Taipei", opens=time(10), closes=time(19), holidays=frozenset({date(2026, 3, 3)})
    )
    own = {Severity.SEV3: Target(replied=timedelta(hours=2), counting=Counting.BUSINESS)}
    rules = HouseRules(people=TEAM.people, hours=office, targets=fill_targets(own))
    late = spike(severity=Severity.SEV3)  # Monday at 22:50 in Taipei; Tuesday is a holiday.
    incident = last(run(late, rules=rules))
    wednesday = datetime(2026, 3, 4, 10, tzinfo=ZoneInfo("Asia/Taipei"))
    assert incident.due[Milestone.REPLIED] == wednesday + timedelta(hours=2)
    assert incident.watch.next_page == wednesday + timedelta(minutes=5)
    urgent = last(run(spike(severity=Severity.SEV2), rules=rules))
    assert urgent.due[Milestone.REPLIED] == at(PAGED + 60)
    assert urgent.watch.next_page == at(PAGED + 5)


def test_who_is_called_follows_the_rota_over_a_hand_over() -> None:
    shifts = Rota(
        starts=date(2026, 3, 2), hand_over=time(14, 52), days=1, primary=("Ana", "Ben"), lead="Dora"
    )
    rules = HouseRules(people=TEAM.people, rotas=(shifts,))
    outcomes = run(spike(), tick(23), rules=rules)  # Called at 14:50 and 14:55, handed over in between.
    assert reasons(outcomes) == [(Reason.OPENED, "Ben"), (Reason.ESCALATED, "Ben")]
    assert [page.role for page in last(outcomes).watch.pages] == [Role.PRIMARY, Role.BACKUP]


@pytest.mark.need("001-14")
def test_recovery_is_when_the_last_rise_is_over_and_a_flare_takes_it_back() -> None:
    closed = spike(phase=SpikePhase.CLOSED, at=at(300))
    outcomes = run(spike(), deed(ActionKind.ACKNOWLEDGE, 20), deed(ActionKind.REPLIED, 21), closed)
    assert last(outcomes).reached[Milestone.RECOVERED] == at(300)
    flared = run(spike(phase=SpikePhase.WORSENED, at=at(400)), book=outcomes[-1].casebook)
    assert Milestone.RECOVERED not in last(flared).reached
    assert reasons(flared) == [(Reason.REOPENED, "Ana")]


def test_deadlines_missed_while_nobody_watched_are_told_and_wake_nobody() -> None:
    outcomes = run(spike(), deed(ActionKind.ACKNOWLEDGE, 20), tick(60 * 24 * 30))
    assert reasons(outcomes) == [(Reason.OPENED, "Ana")]
    assert set(last(outcomes).late) == {Milestone.REPLIED, Milestone.CONTAINED, Milestone.RESOLVED}


def test_what_was_due_before_a_spike_comes_before_it() -> None:
    worse = spike(phase=SpikePhase.WORSENED, at=at(24), severity=Severity.SEV1)
    assert [reason for reason, _ in reasons(run(spike(), worse))] == [
        Reason.OPENED,
        Reason.ESCALATED,
        Reason.WORSENED,
    ]


def test_an_answer_that_is_late_when_the_rise_is_over_wakes_nobody() -> None:
    closed = spike(phase=SpikePhase.CLOSED, at=at(60))
    outcomes = run(spike(), deed(ActionKind.ACKNOWLEDGE, 20), closed, tick(80))
    assert reasons(outcomes) == [(Reason.OPENED, "Ana")]
    assert [one.reason for one in outcomes[-1].tellings] == [Reason.CHANGED]
    assert last(outcomes).late == (Milestone.REPLIED,)


def test_nobody_acts_before_there_was_anything_to_act_on() -> None:
    incident = last(run(spike(), deed(ActionKind.ACKNOWLEDGE, -500)))
    assert incident.reached[Milestone.ACKNOWLEDGED] == at(PAGED)


def test_a_review_that_is_late_is_told_once_and_wakes_nobody() -> None:
    outcomes = run(
        spike(),
        deed(ActionKind.RESOLVE, 60),
        *(tick(60 * hour) for hour in range(2, 24 * 10, 6)),
    )
    late = [one for outcome in outcomes for one in outcome.tellings if one.at > at(60)]
    assert [one.reason for one in late] == [Reason.CHANGED]
    assert last(outcomes).late == (Milestone.ACKNOWLEDGED, Milestone.REVIEWED)


def test_the_next_thing_to_wait_for_is_known() -> None:
    incident = last(run(spike()))
    assert find_next(incident) == at(PAGED + 5)
    (done,) = run(spike())[-1].casebook.incidents
    ended = last(run(spike(), deed(ActionKind.FALSE_ALARM, 20)))
    assert find_next(ended) is None
    assert find_next(done) is not None


def test_in_a_drill_a_deed_is_put_on_the_drills_time() -> None:
    began = spike(lane="drill-1")
    about = incident_of(began).id
    book = run(began, Tick(at=at(30), brand="acme", lane="drill-1"))[-1].casebook
    for number, (minutes, found) in enumerate({25: 25, 500_000: 30, -500_000: 30}.items()):
        note = action(ActionKind.NOTE, id=f"n{number}", at=at(minutes), lane="drill-1", incident=about)
        outcome = apply_record(book, note, TEAM, now=note.at)
        assert outcome.incident
        assert outcome.incident.changed_at == at(found)


@pytest.mark.parametrize("lane", ["live", "drill-1"])
def test_every_call_of_a_ladder_reaches_a_channel_also_in_a_drill(lane: str) -> None:
    configured = settings()
    for outcome in run(spike(lane=lane), *(tick(minute) for minute in range(18, 80))):
        for telling in outcome.tellings:
            notices = address(telling, configured.response, lane=lane)
            assert notices
            if lane != "live":
                assert {notice.channel for notice in notices} <= {"drill-room", "screen"}


def test_time_is_told_in_any_steps_with_the_same_calls() -> None:
    def called(step: int) -> list[tuple[Reason, str]]:
        return reasons(run(spike(), *(tick(minute) for minute in range(18, 120, step))))

    assert called(1) == called(5)


def test_escalation_that_is_turned_down_to_one_call_calls_once() -> None:
    rules = HouseRules(people=TEAM.people, escalation=Escalation(calls=1))
    outcomes = run(spike(), *(tick(minute) for minute in range(18, 60)), rules=rules)
    assert reasons(outcomes) == [(Reason.OPENED, "Ana")]
