"""Spikes and feed alarms as they change a brand's casebook."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.action import ActionKind
from alerts.casebook import CASES_KEPT, FEEDS_KEPT, MARKS_KEPT, Casebook, Outcome
from alerts.channels.slack.message import write_message
from alerts.deeds import apply_action
from alerts.exhibit import QUOTES_KEPT
from alerts.house import HouseRules
from alerts.incident import Incident, IncidentState
from alerts.matrix import read_matrix
from alerts.notice import Reason
from alerts.opening import apply_feed, apply_spike
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from streams.spike import FeedState, PlainCount, Severity, Spike, SpikeKind, SpikePhase, Term, derive_id
from tests.alerts.examples import action, alarm, at, letter, notice, quote, spike


def run(*spikes: Spike, book: Casebook | None = None) -> Outcome:
    outcome = Outcome(casebook=book or Casebook())
    for one in spikes:
        outcome = apply_spike(outcome.casebook, one)
    return outcome


def told(outcome: Outcome) -> Incident:
    assert outcome.incident
    return outcome.incident


def test_a_spike_opens_an_incident_whose_id_comes_from_the_spike() -> None:
    outcome = run(spike())
    incident = told(outcome)
    assert incident.id == derive_id("incident", spike().id)
    assert (incident.state, incident.revision) == (IncidentState.OPEN, 0)
    assert incident.playbook == "ai-content-backlash"
    assert outcome.telling
    assert outcome.telling.reason is Reason.OPENED
    assert len(incident.quotes) == 3


def test_the_same_record_again_changes_nothing() -> None:
    opened = run(spike())
    assert apply_spike(opened.casebook, spike()) == Outcome(casebook=opened.casebook)


def test_an_older_record_after_a_newer_one_changes_nothing() -> None:
    book = run(spike(), spike(phase=SpikePhase.WORSENED, at=at(30), severity=Severity.SEV1)).casebook
    assert run(spike(), book=book) == Outcome(casebook=book)


def test_a_worse_spike_raises_the_severity_and_tells_why() -> None:
    outcome = run(spike(), spike(phase=SpikePhase.WORSENED, at=at(30), severity=Severity.SEV1, observed=200))
    assert told(outcome).severity is Severity.SEV1
    assert told(outcome).observed == 200
    assert told(outcome).change == "Severity went from SEV2 to SEV1: more backlash against AI-made content."
    assert outcome.telling
    assert outcome.telling.reason is Reason.WORSENED


def test_severity_is_never_lowered() -> None:
    outcome = run(spike(), spike(phase=SpikePhase.WORSENED, at=at(30), severity=Severity.SEV4))
    assert told(outcome).severity is Severity.SEV2
    assert outcome.telling
    assert outcome.telling.reason is Reason.CHANGED


def test_volume_alone_pages_nobody() -> None:
    assert run(spike(kind=SpikeKind.VOLUME)) == Outcome(casebook=Casebook())


@pytest.mark.need("002-03")
@pytest.mark.parametrize("language", Language)
def test_an_attack_on_the_bot_calls_somebody_with_the_playbook_for_our_ai(language: Language) -> None:
    plain = PlainCount(kind=SpikeKind.BOT_UNDER_ATTACK, count=14, mentions=30, minutes=15, usual=0.2)
    burst = spike(
        kind=SpikeKind.BOT_UNDER_ATTACK, severity=Severity.SEV3, themes={}, platforms={}, plain=plain
    )
    outcome = apply_spike(Casebook(), burst, HouseRules(matrix=read_matrix(), language=language))
    incident = told(outcome)
    assert incident.playbook == "brand-ai-output-harm"
    assert (incident.severity, len(incident.because)) == (Severity.SEV2, 1)
    assert [telling.reason for telling in outcome.tellings] == [Reason.OPENED]
    message = str(write_message(letter(notice(incident), language=language)).blocks)
    words = VOCABULARIES[language].words
    assert words.kinds[SpikeKind.BOT_UNDER_ATTACK] in message
    assert words.counted[SpikeKind.BOT_UNDER_ATTACK].format(count=14) in message


def test_talk_turning_on_an_attacked_bot_joins_its_incident() -> None:
    burst = spike(kind=SpikeKind.BOT_UNDER_ATTACK, severity=Severity.SEV3, themes={}, platforms={})
    anger = spike(id="anger", kind=SpikeKind.BACKLASH, severity=Severity.SEV2, at=at(25))
    incident = told(run(burst, anger))
    assert (incident.kind, incident.spikes) == (SpikeKind.BACKLASH, ("anger", burst.id))


def test_what_is_only_to_be_looked_at_opens_no_incident_for_the_real_spike_to_join() -> None:
    assert run(spike(severity=Severity.SEV4)) == Outcome(casebook=Casebook())


def test_a_second_kind_of_spike_joins_the_open_incident_and_backlash_leads() -> None:
    outcome = run(spike(id="n1", kind=SpikeKind.NEGATIVE), spike(id="b1", at=at(25), observed=80))
    incident = told(outcome)
    assert len(outcome.casebook.incidents) == 1
    assert incident.spikes == ("b1", "n1")
    assert (incident.kind, incident.playbook, incident.observed) == (
        SpikeKind.BACKLASH,
        "ai-content-backlash",
        80,
    )
    assert "has joined it" in incident.change


def test_it_is_over_only_when_every_spike_is() -> None:
    first = run(spike(id="n1", kind=SpikeKind.NEGATIVE), spike(id="b1", at=at(25)))
    half = run(spike(id="b1", phase=SpikePhase.CLOSED, at=at(60)), book=first.casebook)
    assert told(half).state is IncidentState.OPEN
    assert half.telling
    assert half.telling.reason is Reason.CHANGED
    done = run(
        spike(id="n1", kind=SpikeKind.NEGATIVE, phase=SpikePhase.CLOSED, at=at(70)), book=half.casebook
    )
    assert told(done).state is IncidentState.RECOVERING
    assert done.telling
    assert done.telling.reason is Reason.CLOSED


def test_a_flare_returns_to_the_same_incident_and_keeps_its_owner() -> None:
    book = run(spike()).casebook
    book = apply_action(book, action()).casebook
    book = run(spike(phase=SpikePhase.CLOSED, at=at(60)), book=book).casebook
    flare = run(spike(phase=SpikePhase.WORSENED, at=at(90)), book=book)
    assert told(flare).state is IncidentState.ACKNOWLEDGED
    assert flare.telling
    assert flare.telling.reason is Reason.REOPENED
    assert told(flare).called == "anna"
    assert "flared up" in told(flare).change


def test_a_new_spike_after_the_rise_is_over_opens_a_new_incident() -> None:
    over = run(spike(), spike(phase=SpikePhase.CLOSED, at=at(60)))
    again = run(spike(id="b2", at=at(900)), book=over.casebook)
    assert again.telling
    assert again.telling.reason is Reason.OPENED
    assert len(again.casebook.incidents) == 2


def test_what_a_person_called_a_false_alarm_pages_nobody_any_more() -> None:
    book = apply_action(run(spike()).casebook, action(ActionKind.FALSE_ALARM)).casebook
    reviewed = apply_action(book, action(ActionKind.REVIEW, id="r", text="A film of that name.")).casebook
    for ended in (book, reviewed):
        worse = run(spike(phase=SpikePhase.WORSENED, at=at(30), severity=Severity.SEV1), book=ended)
        assert worse.telling is None
        assert worse.incident is None


@pytest.mark.parametrize("severity", [Severity.SEV1, Severity.SEV2])
def test_a_spike_that_flares_up_or_worsens_after_its_incident_was_resolved_is_a_new_incident_and_pages(
    severity: Severity,
) -> None:
    book = apply_action(run(spike()).casebook, action(ActionKind.RESOLVE)).casebook
    (ended,) = book.incidents
    flare = spike(phase=SpikePhase.WORSENED, at=at(30), severity=severity)
    outcome = run(flare, book=book)
    assert [one.reason for one in outcome.tellings] == [Reason.OPENED]
    assert told(outcome).id != ended.id
    assert (told(outcome).state, told(outcome).severity) == (IncidentState.OPEN, severity)
    assert outcome.casebook.incidents[0] == ended
    assert run(flare, book=outcome.casebook) == Outcome(casebook=outcome.casebook)
    over = run(spike(phase=SpikePhase.CLOSED, at=at(90)), book=outcome.casebook)
    assert [one.state for one in over.casebook.incidents] == [
        IncidentState.RESOLVED,
        IncidentState.RECOVERING,
    ]


def test_what_outlives_a_resolved_incident_joins_one_that_is_open() -> None:
    book = apply_action(run(spike()).casebook, action(ActionKind.RESOLVE)).casebook
    book = run(spike(id="b2", at=at(40)), book=book).casebook
    outcome = run(spike(phase=SpikePhase.WORSENED, at=at(45)), book=book)
    assert len(outcome.casebook.incidents) == 2
    assert told(outcome).spikes == ("b2", spike().id)
    assert [one.reason for one in outcome.tellings] == [Reason.CHANGED]


def test_what_worsens_after_the_end_and_loses_a_quote_tells_of_both() -> None:
    book = apply_action(run(spike()).casebook, action(ActionKind.RESOLVE)).casebook
    gone = "reddit/t3_1"
    worse = spike(
        phase=SpikePhase.WORSENED, at=at(30), severity=Severity.SEV1, removed=(gone,), quotes=(quote(7),)
    )
    outcome = run(worse, book=book)
    assert [one.reason for one in outcome.tellings] == [Reason.CHANGED, Reason.OPENED]
    assert gone not in {one.identity for case in outcome.casebook.incidents for one in case.quotes}


def test_what_comes_soon_after_a_resolved_incident_of_its_theme_says_so() -> None:
    book = apply_action(run(spike()).casebook, action(ActionKind.RESOLVE, at=at(20))).casebook
    what = "A rise of backlash against AI-made content was found"
    soon = told(run(spike(id="b2", at=at(20 + 245)), book=book))
    assert soon.change == f"{what}, 4 h 5 min after the last one was resolved."
    assert told(run(spike(id="b2", at=at(45)), book=book)).change.startswith(f"{what}, 25 min after")
    for other in (
        spike(id="b2", at=at(45), themes={"privacy": 9}),
        spike(id="b2", at=at(20 + 721)),
    ):
        assert told(run(other, book=book)).change == f"{what}."


def test_a_mention_taken_down_vanishes_whatever_the_state() -> None:
    gone = "reddit/t3_1"
    takedown = spike(phase=SpikePhase.WORSENED, at=at(30), removed=(gone,))
    open_one = run(spike(), takedown)
    assert gone not in {one.identity for one in told(open_one).quotes}
    resolved = apply_action(run(spike()).casebook, action(ActionKind.RESOLVE)).casebook
    late = run(replace(takedown, quotes=()), book=resolved)
    assert gone not in {one.identity for one in told(late).quotes}
    assert told(late).state is IncidentState.RESOLVED
    assert late.telling
    assert late.telling.reason is Reason.CHANGED
    closed = run(spike(), spike(phase=SpikePhase.CLOSED, at=at(60)))
    after = run(spike(phase=SpikePhase.CLOSED, at=at(80), removed=(gone,), quotes=()), book=closed.casebook)
    assert gone not in {one.identity for one in told(after).quotes}
    assert told(after).state is IncidentState.RECOVERING


def test_words_of_a_mention_taken_down_vanish_whatever_the_state() -> None:
    gone = ("reddit/t3_0", "reddit/t3_5", "reddit/t3_7")
    takedown = spike(phase=SpikePhase.WORSENED, at=at(30), removed=gone, said=None, quotes=())
    other = replace(
        takedown, id="b2", phase=SpikePhase.OPENED, severity=Severity.SEV4, kind=SpikeKind.NEGATIVE
    )
    running = run(spike(), replace(other, severity=Severity.SEV3))
    resolved = apply_action(run(spike()).casebook, action(ActionKind.RESOLVE)).casebook
    ended = run(takedown, book=resolved)
    closed = run(spike(), spike(phase=SpikePhase.CLOSED, at=at(60)))
    after = run(replace(takedown, phase=SpikePhase.CLOSED, at=at(80)), book=closed.casebook)
    for outcome in (running, ended, after):
        left = told(outcome).said
        assert left
        assert not {*gone} & {*left.identities}
        assert [one.word for one in left.words] == ["slop"]
        assert [one.text for one in left.questions] == ["AI 畫的嗎？"]


def test_a_spike_of_before_has_no_mood_and_nothing_said() -> None:
    old = told(run(spike(mix=None, said=None)))
    assert (old.mix, old.said) == (None, None)


def test_a_closing_without_its_opening_is_nothing() -> None:
    assert run(spike(phase=SpikePhase.CLOSED)) == Outcome(casebook=Casebook())


def test_a_worsening_whose_opening_was_missed_opens() -> None:
    outcome = run(spike(phase=SpikePhase.WORSENED))
    assert outcome.telling
    assert outcome.telling.reason is Reason.OPENED


def test_a_dead_feed_is_told_once_and_so_is_its_return() -> None:
    silent = apply_feed(Casebook(), alarm())
    assert silent.telling
    assert silent.telling.reason is Reason.FEED_SILENT
    assert apply_feed(silent.casebook, alarm()).telling is None
    back = apply_feed(silent.casebook, alarm(state=FeedState.BACK, at=at(20)))
    assert back.telling
    assert back.telling.reason is Reason.FEED_BACK
    assert apply_feed(back.casebook, alarm()).telling is None


def test_a_casebook_is_bounded_and_what_it_forgot_does_not_come_back() -> None:
    book = Casebook()
    first = spike(id="s0", at=at(0))
    for number in range(CASES_KEPT + MARKS_KEPT + 10):
        opened = spike(id=f"s{number}", at=at(number * 1_000))
        book = run(
            opened, replace(opened, phase=SpikePhase.CLOSED, at=at(number * 1_000 + 50)), book=book
        ).casebook
    assert len(book.incidents) == CASES_KEPT
    assert len(book.marks) <= MARKS_KEPT
    assert run(first, book=book) == Outcome(casebook=book)
    for number in range(FEEDS_KEPT + 10):
        book = apply_feed(book, alarm(id=f"f{number}")).casebook
    assert len(book.feeds) == FEEDS_KEPT


def test_an_incident_is_bounded_whatever_the_spike_holds() -> None:
    huge = spike(
        quotes=tuple(
            quote(number, "x" * 40_000, url="https://x.com/" + "a" * 9_000) for number in range(500)
        ),
        terms=tuple(
            Term(name="t" * 9_000, value=1.0, unit="u" * 9_000, note="n" * 9_000) for _ in range(500)
        ),
        themes={f"theme{number}" + "t" * 999: 1 for number in range(500)},
        silent=tuple(f"feed{number}" + "f" * 999 for number in range(500)),
    )
    incident = told(run(huge))
    assert len(incident.quotes) == QUOTES_KEPT
    assert len(incident.to_json()) < 30_000


records = st.builds(
    spike,
    id=st.sampled_from(["a", "b", "c"]),
    kind=st.sampled_from([SpikeKind.NEGATIVE, SpikeKind.BACKLASH]),
    phase=st.sampled_from(SpikePhase),
    severity=st.sampled_from(Severity),
    at=st.integers(0, 30).map(at),
    removed=st.sampled_from([(), ("reddit/t3_0",)]),
)


@given(st.lists(records, max_size=12))
def test_applying_everything_twice_is_applying_it_once(spikes: list[Spike]) -> None:
    book = Casebook()
    for one in spikes:
        outcome = apply_spike(book, one)
        again = apply_spike(outcome.casebook, one)
        assert again == Outcome(casebook=outcome.casebook)
        assert Casebook.from_json(outcome.casebook.to_json()) == outcome.casebook
        before = outcome.incident and book.find_incident(outcome.incident.id)
        if before and outcome.incident:
            assert outcome.incident.severity <= before.severity
            assert outcome.incident.revision == before.revision + 1
        book = outcome.casebook
