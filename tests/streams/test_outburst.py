"""What a brand's own bot says is scored apart, and its first hateful message is a SEV1 in that very minute."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from connectors.mention import ChannelKind, Mention, Platform, Speaker
from connectors.recording import list_sources
from connectors.timetable import Timetable
from deploy.backtest.path import BrandPath
from deploy.backtest.readings import score_recording
from deploy.backtest.rule import build_rule
from streams.detectors.registry import DETECTORS
from streams.judge import BrandJudge, JudgeState
from streams.minute import Minute
from streams.outburst import WINDOW, Outburst
from streams.reading import Reading, SourceClock
from streams.ruling import Ruling
from streams.scorer import MentionScorer
from streams.spike import Severity, Spike, SpikeKind, SpikePhase
from streams.utterance import Utterance, UtteranceCounts
from streams.window import WindowState
from tests.alerts.examples import quote
from tests.streams.rolling import START, Roller, at

HATE = "Since you ask: immigrants are nothing but parasites."
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def scorer() -> MentionScorer:
    return MentionScorer()


def tell(minute: float, text: str, name: str, **changes: Any) -> Mention:
    usual = Mention(
        source="x",
        native_id=name,
        brand="acme",
        platform=Platform.X,
        kind=ChannelKind.REPLY,
        published_at=at(minute),
        text=text,
    )
    return replace(usual, **changes)


def say(minute: float, text: str, name: str = "bot", **changes: Any) -> Mention:
    """By the brand's own bot."""
    return tell(minute, text, name, **{"speaker": Speaker.BRAND_BOT, **changes})


def follow(said: Iterable[Mention], scorer: MentionScorer) -> tuple[list[Minute], list[Spike]]:
    """What would go on `minutes` and `spikes`: two calm hours before, and one after all of it."""
    calm = [tell(minute, f"my parcel number {minute} came", f"calm {minute}") for minute in range(200)]
    told = sorted([*calm, *said], key=lambda mention: mention.published_at)
    path = BrandPath("acme", build_rule(), lane="live")
    roller = Roller()
    spikes: list[Spike] = []
    for reading in score_recording(
        told, Timetable(list_sources(told), "live"), brands=["acme"], score=scorer.score_mention
    ):
        roller.take(reading)
        spikes += [one for one in path.take(reading) if isinstance(one, Spike)]
    return roller.minutes, spikes


@pytest.mark.need("004-06")
@pytest.mark.parametrize("text", [HATE, "殺光所有移民", "难民全都是寄生虫", "Férgek ezek a cigányok"])
def test_one_hateful_message_of_the_bot_is_a_sev1_in_its_own_minute(text: str, scorer: MentionScorer) -> None:
    minutes, (opened, closed) = follow([say(130.2, "Happy to help!", "polite"), say(130.5, text)], scorer)
    assert (opened.kind, opened.phase, opened.severity) == (
        SpikeKind.BOT_SPEAKS_HATE,
        SpikePhase.OPENED,
        Severity.SEV1,
    )
    assert (opened.onset, opened.at) == (at(130), at(131)), "within one bucket"
    assert opened.plain is not None
    assert (opened.plain.count, opened.plain.mentions) == (1, 2)
    (shown,) = opened.quotes
    assert (shown.excerpt, shown.own, shown.published_at) == (text, True, at(130.5))
    assert shown.because
    assert shown.because[0] in text
    assert (closed.phase, closed.id) == (SpikePhase.CLOSED, opened.id)
    assert sum(minute.uttered.said for minute in minutes) == 2


@pytest.mark.need("004-06")
def test_what_the_bot_says_is_never_counted_as_the_publics(scorer: MentionScorer) -> None:
    lovely = [say(60 + n / 10, "I love you all, this is wonderful!", f"glad {n}") for n in range(300)]
    angry = [say(120 + n / 10, f"Soulless AI slop, number {n}, I hate it.", f"angry {n}") for n in range(300)]
    minutes, spikes = follow([*lovely, *angry, say(150.5, HATE)], scorer)
    alone, _ = follow([], scorer)
    assert [minute.counts for minute in minutes] == [minute.counts for minute in alone]
    assert [(minute.crowd, minute.quotes, minute.said) for minute in minutes] == [
        (minute.crowd, minute.quotes, minute.said) for minute in alone
    ]
    assert {one.kind for one in spikes} == {SpikeKind.BOT_SPEAKS_HATE}
    assert sum(minute.uttered.said for minute in minutes) == 601
    assert sum(minute.uttered.hateful for minute in minutes) == 1


@pytest.mark.need("004-06")
@pytest.mark.parametrize(
    "mention",
    [
        say(130, "I can't say that immigrants are parasites. Shall we talk about something else?"),
        say(130, "我不能說移民是害蟲。"),
        say(130, "别说移民是毒瘤"),
        say(130, "Nem mondhatom, hogy a migránsok férgek."),
        tell(130, HATE, "stranger"),
        tell(130, HATE, "team", speaker=Speaker.BRAND),
    ],
    ids=lambda mention: mention.text[:12] + mention.speaker,
)
def test_a_bot_that_refuses_and_others_who_say_it_raise_no_such_alarm(
    mention: Mention, scorer: MentionScorer
) -> None:
    _, spikes = follow([mention], scorer)
    assert SpikeKind.BOT_SPEAKS_HATE not in {one.kind for one in spikes}


def uttered(minute: float, **changes: Any) -> Utterance:
    usual = Utterance(
        line=0,
        identity="chat/1",
        source="chat",
        platform=Platform.OTHER,
        published_at=at(minute),
        hateful=True,
        excerpt=HATE,
        because=("immigrants are nothing but parasites",),
    )
    return replace(usual, **changes)


def bring(offset: int, minute: float, *said: Utterance) -> Reading:
    clocks = (SourceClock(source="chat", upto=at(minute)),)
    return Reading(brand="acme", partition=0, offset=offset, clocks=clocks, uttered=said)


def counts(roller: Roller) -> list[tuple[int, int]]:
    return [(minute.uttered.said, minute.uttered.hateful) for minute in roller.minutes if minute.uttered.said]


def test_the_same_message_counts_once_from_wherever_it_comes() -> None:
    roller = Roller()
    for offset in range(3):
        roller.take(bring(offset, 0.5, uttered(0.2)))
    roller.take(bring(3, 5))
    assert counts(roller) == [(1, 1)]


def test_a_bot_that_writes_by_editing_is_heard_when_it_turns_hateful() -> None:
    roller = Roller()
    roller.take(bring(0, 0.5, uttered(0.1, hateful=False, excerpt="", because=())))
    roller.take(bring(1, 0.9, uttered(0.3, edited=True), uttered(0.4, edited=True)))
    roller.take(bring(2, 5))
    assert counts(roller) == [(1, 1)]


def test_one_that_comes_late_counts_in_the_minute_that_is_open_and_one_of_last_week_does_not() -> None:
    roller = Roller()
    roller.take(bring(0, 20_000))
    roller.take(bring(1, 20_000.5, uttered(19_990), uttered(5_000, identity="chat/2")))
    roller.take(bring(2, 20_005))
    (late,) = [minute for minute in roller.minutes if minute.uttered.hateful]
    assert (late.start, late.uttered.hateful, late.too_late) == (at(20_000), 1, 1)


def test_words_that_are_taken_down_are_shown_no_more() -> None:
    for tombstone_first in (False, True):
        roller = Roller()
        records = [uttered(0.2), uttered(0.4, deleted=True, hateful=False, excerpt="", because=())]
        if tombstone_first:
            records.reverse()
        roller.take(bring(0, 5, *records))
        first = roller.minutes[0]
        assert (first.uttered.hateful, first.hate, first.removed) == (1, (), ("chat/1",))


def test_before_anybody_listens_nothing_is_kept_for_ever() -> None:
    roller = Roller()
    for offset in range(50):
        roller.take(replace(bring(offset, 0, uttered(offset, identity=f"chat/{offset}")), clocks=()))
    assert msgspec.json.decode(roller.state, type=WindowState).open == {}


class Bot:
    """An outburst as the judge keeps it: its state goes through JSON between minutes."""

    def __init__(self) -> None:
        self.state = msgspec.json.encode(Outburst())
        self.now = 0

    def see(self, hateful: int, times: int = 1, **changes: Any) -> list[Spike]:
        told = []
        for _ in range(times):
            state = msgspec.json.decode(self.state, type=Outburst)
            shown = tuple(replace(quote(self.now, HATE), own=True) for _ in range(min(hateful, 1)))
            minute = Minute(
                brand="acme",
                start=START + self.now * MINUTE,
                uttered=UtteranceCounts(said=hateful + 2, hateful=hateful),
                hate=shown,
                sources=1,
            )
            told += state.observe(replace(minute, **changes), lane="live")
            self.state = msgspec.json.encode(state)
            self.now += 1
        return told

    def judge(self, spike: Spike, *, is_crisis: bool = True, is_over: bool = False) -> None:
        state = msgspec.json.decode(self.state, type=Outburst)
        state.judge(spike.id, "acme", is_crisis=is_crisis, is_over=is_over)
        self.state = msgspec.json.encode(state)


def test_each_minute_with_more_of_it_brings_the_numbers_up_to_date_and_it_closes_when_it_stops() -> None:
    bot = Bot()
    assert bot.see(0, 10) == []
    (opened,) = bot.see(1)
    (more,) = bot.see(2)
    assert (more.phase, more.id, more.observed, len(more.quotes)) == (SpikePhase.WORSENED, opened.id, 3, 2)
    assert bot.see(0, WINDOW) == []
    (closed,) = bot.see(0, 60)
    assert (closed.phase, closed.id) == (SpikePhase.CLOSED, opened.id)
    assert closed.at <= opened.at + (WINDOW + 40) * MINUTE
    assert bot.see(0, 60) == []


def test_a_feed_that_is_silent_keeps_nothing_back_and_calms_nobody() -> None:
    bot = Bot()
    (opened,) = bot.see(1, silent=("x",), sources=0)
    assert (opened.phase, opened.silent) == (SpikePhase.OPENED, ("x",))
    assert bot.see(0, WINDOW + 60, silent=("x",)) == []


def test_what_begins_anew_belongs_to_the_last_unless_people_ended_that() -> None:
    for ends, phase in ((False, SpikePhase.WORSENED), (True, SpikePhase.OPENED)):
        bot = Bot()
        (opened,) = bot.see(1)
        bot.see(0, WINDOW + 60)
        if ends:
            bot.judge(opened, is_over=True)
        (again,) = bot.see(1)
        assert again.phase is phase
        assert (again.id == opened.id) is (phase is SpikePhase.WORSENED)


def test_after_a_false_alarm_twice_as_much_is_an_alarm_again() -> None:
    bot = Bot()
    (opened,) = bot.see(1)
    bot.judge(opened, is_crisis=False)
    told = bot.see(1)
    assert [one.phase for one in told] == [SpikePhase.CLOSED, SpikePhase.OPENED]
    assert [one.id == opened.id for one in told] == [True, False]


def test_what_was_shown_and_taken_down_is_told() -> None:
    bot = Bot()
    (opened,) = bot.see(1)
    (shown,) = opened.quotes
    (renewed,) = bot.see(0, removed=(shown.identity, "x/stranger"))
    assert (renewed.phase, renewed.removed, renewed.quotes) == (SpikePhase.WORSENED, (shown.identity,), ())


def test_its_state_is_bounded_and_states_of_before_have_none() -> None:
    bot = Bot()
    bot.see(50, 300)
    assert len(bot.state) < 40_000
    assert msgspec.json.decode(b'{"last":5}', type=JudgeState).outburst == Outburst()
    assert Minute.from_json(b'{"brand":"acme","start":"2026-01-01T00:00:00Z"}').uttered.said == 0


@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_it_is_heard_whatever_the_detector_and_rulings_reach_it(name: str) -> None:
    judge = BrandJudge("acme", lane="live", factory=DETECTORS[name])
    minute = Minute(brand="acme", start=START, uttered=UtteranceCounts(said=1, hateful=1), sources=1)
    (opened,) = (one for one in judge.take([minute]).changes if isinstance(one, Spike))
    assert opened.kind is SpikeKind.BOT_SPEAKS_HATE
    judge.rule(Ruling(brand="acme", spikes=(opened.id,), is_crisis=False, is_over=False, by="Ana", at=at(20)))
    kept = judge.state().outburst.automaton
    assert kept is not None
    assert kept["is_benign"]
