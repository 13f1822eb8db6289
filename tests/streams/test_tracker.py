import json
from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.mention import Platform
from streams.asks.kind import AskKind
from streams.automaton import Rules
from streams.detector import Mood
from streams.minute import Counts, Crowd, Minute
from streams.reading import Label
from streams.said import Ask, Keyword, Remark, Said
from streams.spike import PlainCount, Severity, Spike, SpikeKind, SpikePhase
from streams.tracker import Finding, Tracker
from tests.streams.minutes import START, minute, quote

RULES = Rules(open_at=7, watch_at=4, close_below=3.5)


class Follower:
    """A tracker driven by evidence that a test writes down."""

    def __init__(self) -> None:
        self.tracker = Tracker("acme", "test", lane="live", rules=RULES)
        self.onset = 0
        self.severity = Severity.SEV3

    def see(self, one: Minute, evidence: float, *, known: bool = True) -> tuple[Mood, tuple[Spike, ...]]:
        finding = Finding(
            observed=evidence,
            expected=1,
            onset=START + timedelta(minutes=self.onset),
            severity=self.severity,
        )
        return self.tracker.observe(one, evidence, lambda: finding, is_ready=True, is_known=known)


def test_a_spike_carries_counts_quotes_and_platforms_since_its_onset() -> None:
    follower = Follower()
    for index in range(60):
        follower.see(minute(index, 1, 5), 0)
    follower.onset = 50
    follower.see(minute(60, 9, 1, quotes=(quote(60),)), 1)
    _, (spike,) = follower.see(minute(61, 9, 1, backlash=7), 9)
    assert spike.phase is SpikePhase.OPENED
    assert (spike.negative, spike.mentions) == (10 + 18, 60 + 20)
    assert spike.platforms == {"bluesky": 28}
    assert spike.themes == {"soulless": 7}
    assert [q.identity for q in spike.quotes] == ["bluesky/60-0"]
    assert spike.at == START + timedelta(minutes=62)


@pytest.mark.need("000-16")
def test_a_spike_carries_the_ai_made_content_it_stands_under_also_after_a_restart() -> None:
    follower = Follower()
    for index in range(61):
        one = minute(index, 3)
        follower.see(replace(one, counts=replace(one.counts, pieces={"Film": {Label.NEGATIVE: 2}})), 0)
    follower.onset = 60
    follower.tracker = Tracker("acme", "test", lane="live", rules=RULES, state=follower.tracker.snapshot())
    _, (spike,) = follower.see(minute(61, 9, 1), 9)
    assert spike.pieces == {"Film": {Label.NEGATIVE: 2}}


def test_a_spike_says_in_plain_numbers_how_many_in_what_time_and_how_many_are_normal() -> None:
    follower = Follower()
    for index in range(52):
        follower.see(minute(index, 1, 5), 0)
    finding = Finding(
        observed=99.5,
        expected=0.5,
        onset=START + timedelta(minutes=52),
        usual=lambda _, minutes: 0.1 * minutes,
    )

    def see(one: Minute, evidence: float) -> tuple[Spike, ...]:
        return follower.tracker.observe(one, evidence, lambda: finding, is_ready=True, is_known=True)[1]

    (opened,) = see(minute(52, 2), 9)
    assert opened.plain == PlainCount(
        kind=SpikeKind.NEGATIVE, count=54, mentions=54 + 52 * 5, minutes=53, usual=5.3
    ), "one minute tells nobody anything, and slices are counted whole"
    assert (opened.mentions, opened.usual_mentions) == (2 + 2 * 6, 0.3), "since the onset, in whole slices"
    follower.tracker = Tracker(
        "acme", "test", lane="live", rules=RULES, state=json.loads(json.dumps(follower.tracker.snapshot()))
    )
    for index in range(53, 150):
        see(minute(index, 3), 9)
    finding = replace(finding, severity=Severity.SEV1)
    (worse,) = see(minute(150, 3), 12)
    assert worse.plain
    assert (worse.plain.minutes, worse.plain.count) == (101, 2 + 2 + 98 * 3)
    assert worse.plain.count == worse.negative, "since the onset, once that is long enough"


def test_a_spike_tells_how_the_crowd_looks_since_its_onset_also_after_a_restart() -> None:
    follower = Follower()
    crowd = Crowd(sampled=9, copies=4, largest=5, signed=2, voices=(7, 11), probing=1)
    follower.see(replace(minute(0, 9), crowd=crowd), 0)
    follower.onset = 30
    follower.see(replace(minute(30, 9), crowd=crowd), 1)
    state = json.loads(json.dumps(follower.tracker.snapshot()))
    follower.tracker = Tracker("acme", "test", lane="live", rules=RULES, state=state)
    _, (spike,) = follower.see(replace(minute(31, 9), crowd=replace(crowd, voices=(11, 13))), 9)
    assert spike.crowd == Crowd(sampled=18, copies=8, largest=5, signed=4, voices=(7, 11, 13), probing=2)
    for one in state["dossier"]["slices"]:
        del one[3]  # as written before there was a crowd
    follower.tracker = Tracker("acme", "test", lane="live", rules=RULES, state=state)
    _, (spike,) = follower.see(replace(minute(31, 9), crowd=crowd), 9)
    assert spike.crowd == crowd


def test_old_quotes_are_not_shown_for_a_new_spike() -> None:
    follower = Follower()
    follower.see(minute(0, 1, quotes=(quote(0),)), 0)
    follower.onset = 300
    _, (spike,) = follower.see(minute(300, 9, quotes=(quote(300),)), 9)
    assert [q.identity for q in spike.quotes] == ["bluesky/300-0"]


def test_a_quote_taken_down_after_it_was_shown_leaves_by_a_record_of_its_own() -> None:
    follower = Follower()
    _, (opened,) = follower.see(minute(0, 9, quotes=(quote(0), quote(0, line=1))), 9)
    assert len(opened.quotes) == 2
    _, (record,) = follower.see(minute(1, removed=("bluesky/0-1", "bluesky/other")), 9)
    assert record.removed == ("bluesky/0-1",)
    assert [q.identity for q in record.quotes] == ["bluesky/0-0"]
    assert (record.id, record.phase) == (opened.id, SpikePhase.WORSENED)
    _, later = follower.see(minute(2), 9)
    assert later == ()


def say(number: int, *words: str) -> Said:
    """What one mention says in its minute: words, a question and an ask."""
    place = Remark(
        partition=0,
        offset=number,
        line=0,
        identity=f"bluesky/{number}-0",
        platform=Platform.BLUESKY,
        text=" ".join("aeiou"[number % 5] * length for length in (3, 4, 5)) + "?",
    )
    return Said(
        heard=1,
        words=tuple(Keyword(word=word, mentions=1, holders=(place.identity,)) for word in words),
        questions=(place,),
        asks=(Ask(kind=AskKind.LABEL, mentions=1, quotes=(replace(place, text="label it"),)),),
    )


@pytest.mark.need("000-22", "000-18")
def test_a_spike_tells_the_mood_and_what_people_say_also_after_a_restart() -> None:
    follower = Follower()
    follower.see(replace(minute(0, 3), said=say(0, "old")), 0)
    follower.onset = 100
    follower.see(replace(minute(100, 3, 4, backlash=2), said=say(100, "slop", "lazy")), 1)
    state = json.loads(json.dumps(follower.tracker.snapshot()))
    follower.tracker = Tracker("acme", "test", lane="live", rules=RULES, state=state)
    _, (spike,) = follower.see(replace(minute(101, 6, 1), said=say(101, "slop")), 9)
    assert spike.mix == Counts(mentions=14, negative=9, neutral=5, backlash=2)
    assert spike.said
    assert [(one.word, one.mentions) for one in spike.said.words] == [("slop", 2), ("lazy", 1)]
    assert [one.offset for one in spike.said.questions] == [100, 101]
    assert [(one.kind, one.mentions) for one in spike.said.asks] == [(AskKind.LABEL, 2)]
    for one in state["dossier"]["slices"]:
        del one[4]  # as written before anything was said
    follower.tracker = Tracker("acme", "test", lane="live", rules=RULES, state=state)
    _, (spike,) = follower.see(replace(minute(101, 6, 1), said=say(101, "slop")), 9)
    assert spike.said == say(101, "slop")


def test_words_of_what_was_taken_down_leave_by_a_record_of_their_own() -> None:
    follower = Follower()
    follower.see(replace(minute(0, 9), said=say(0, "slop")), 9)
    _, (record,) = follower.see(replace(minute(1, 9, removed=("bluesky/0-0",)), said=say(1, "slop")), 9)
    assert record.removed == ("bluesky/0-0",)
    assert record.said == replace(say(1, "slop"), heard=2)
    later = follower.see(replace(minute(2, 1, removed=("bluesky/2-0",)), said=say(2, "slop")), 9)[1]
    assert later == (), "what was never shown needs no record"
    follower.severity = Severity.SEV1
    _, (worse,) = follower.see(minute(3, 9), 60)
    assert worse.said
    assert worse.said.identities == ("bluesky/1-0",)


def test_the_room_for_words_does_not_grow_with_the_look_back() -> None:
    follower = Follower()
    for index in range(300):
        words = [f"{'word' * 3}{index}x{n}" for n in range(8)]
        follower.see(replace(minute(index, 9), said=say(index, *words)), 0)
    kept = [one[4] for one in follower.tracker.snapshot()["dossier"]["slices"]]
    assert sum(one is not None for one in kept) <= 7
    assert len(json.dumps(kept)) < 60_000


def test_a_takedown_after_the_end_is_still_reported() -> None:
    follower = Follower()
    follower.see(minute(0, 9, quotes=(quote(0),)), 9)
    for index in range(1, 40):
        follower.see(minute(index), 0)
    _, (record,) = follower.see(minute(40, removed=("bluesky/0-0",)), 0)
    assert (record.phase, record.removed, record.quotes) == (SpikePhase.CLOSED, ("bluesky/0-0",), ())


def test_it_worsens_once_for_each_severity_and_never_softens() -> None:
    follower = Follower()
    follower.see(minute(0, 9), 9)
    follower.severity = Severity.SEV1
    _, (worse,) = follower.see(minute(1, 9), 60)
    assert (worse.phase, worse.severity) == (SpikePhase.WORSENED, Severity.SEV1)
    follower.severity = Severity.SEV3
    assert follower.see(minute(2, 9), 60)[1] == ()


def test_two_spikes_never_share_an_id() -> None:
    follower = Follower()
    _, (first,) = follower.see(minute(0, 9), 9)
    for index in range(1, 40):
        follower.see(minute(index), 0)
    _, (second,) = follower.see(minute(40, 90), 90)
    assert second.phase is SpikePhase.OPENED
    assert second.id != first.id
    assert second.onset > first.onset


def test_moods() -> None:
    follower = Follower()
    assert follower.see(minute(0), 0)[0] is Mood.CALM
    assert follower.see(minute(1), 5)[0] is Mood.WATCH
    assert follower.see(minute(2), 5, known=False)[0] is Mood.CANNOT_TELL
    assert follower.see(minute(3), 8, known=False)[0] is Mood.SPIKE


def test_its_state_is_bounded_and_goes_on_exactly() -> None:
    one, two = Follower(), Follower()
    for index in range(2000):
        now = minute(index, index % 7, 3, backlash=index % 3, quotes=(quote(index), quote(index, line=1)))
        evidence = 20.0 if index % 500 > 450 else 0.0
        expected = one.see(now, evidence)
        if index % 97 == 0:
            state = json.loads(json.dumps(two.tracker.snapshot()))
            two.tracker = Tracker("acme", "test", lane="live", rules=RULES, state=state)
        assert two.see(now, evidence) == expected
    assert len(json.dumps(one.tracker.snapshot())) < 16_000


def test_kinds_count_what_they_name() -> None:
    tracker = Tracker("acme", "test", lane="live", rules=RULES)
    finding = Finding(observed=9, expected=1, onset=START, kind=SpikeKind.BACKLASH)
    _, (spike,) = tracker.observe(minute(0, 9, backlash=4), 9, lambda: finding, is_ready=True, is_known=True)
    assert spike.platforms == {"bluesky": 4}


def resolved() -> tuple[Follower, Spike]:
    """A storm of twenty angry mentions a minute that people have called over."""
    follower = Follower()
    _, (opened,) = follower.see(minute(0, 20, quotes=(quote(0),)), 9)
    for index in range(1, 90):
        follower.see(minute(index, 20), 9)
    follower.tracker.resolve()
    return follower, opened


def test_what_rises_from_a_resolved_spike_closes_it_and_opens_another() -> None:
    follower, first = resolved()
    for index in range(90, 180):
        assert follower.see(minute(index, 5), 8) == (Mood.SPIKE, ())
    records = [spike for index in range(180, 200) for spike in follower.see(minute(index, 20), 9)[1]]
    assert [record.phase for record in records] == [SpikePhase.CLOSED, SpikePhase.OPENED]
    assert records[0].id == first.id != records[1].id
    assert not follower.tracker.is_over


def test_what_is_left_of_a_resolved_spike_is_no_news_however_severe() -> None:
    follower, _ = resolved()
    follower.severity = Severity.SEV1
    assert follower.see(minute(90, 20), 30)[1] == ()


def test_a_quote_of_a_resolved_spike_that_is_taken_down_opens_nothing() -> None:
    follower, first = resolved()
    _, (record,) = follower.see(minute(90, 20, removed=("bluesky/0-0",)), 9)
    assert (record.id, record.phase, record.removed) == (first.id, SpikePhase.WORSENED, ("bluesky/0-0",))


def test_minutes_that_nobody_watched_take_nothing_off_what_is_left() -> None:
    follower, _ = resolved()
    for index in range(90, 150):
        follower.see(minute(index, sources=0), 0, known=False)
    records = [spike for index in range(150, 170) for spike in follower.see(minute(index, 20), 9)[1]]
    assert records == []
