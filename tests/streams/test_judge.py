"""Judging minutes: each once, in order, with an alarm when a feed dies."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from streams.detector import Assessment, Detector, Mood
from streams.feeds import FeedWatch
from streams.judge import RULINGS_KEPT, BrandJudge
from streams.minute import Minute
from streams.ruling import Ruling
from streams.spike import FeedAlarm, FeedState
from tests.streams.rolling import at


class CountingDetector:
    """Counts the minutes it is given; what it counted is its snapshot."""

    def __init__(self, taken: int, judged: list[str]) -> None:
        self._taken = taken
        self._judged = judged

    def observe(self, minute: Minute) -> Assessment:
        self._taken += 1
        return Assessment(
            mood=Mood.CALM, observed=minute.counts.negative, expected=0, evidence=self._taken, threshold=1
        )

    def judge(self, spike_id: str, *, is_crisis: bool, is_over: bool = False) -> None:
        self._judged.append(f"{spike_id}:{is_crisis}{' over' if is_over else ''}")

    def snapshot(self) -> dict[str, Any]:
        return {"taken": self._taken, "judged": self._judged}


def make_counting(brand: str, *, lane: str, snapshot: Mapping[str, Any] | None) -> Detector:
    del brand, lane
    return CountingDetector(snapshot["taken"], snapshot["judged"]) if snapshot else CountingDetector(0, [])


def minute(number: int, *silent: str) -> Minute:
    return Minute(brand="acme", start=at(number), sources=1, silent=silent)


def test_minutes_known_from_before_are_passed_over() -> None:
    judge = BrandJudge("acme", lane="live", factory=make_counting)
    judge.take([minute(0), minute(1)])
    resumed = BrandJudge("acme", lane="live", factory=make_counting, state=judge.state())
    assert resumed.take([minute(0), minute(1)]).latest is None
    verdict = resumed.take([minute(1), minute(2)])
    assert verdict.latest is not None
    assert verdict.latest.evidence == 3


def test_a_dead_feed_is_told_once_and_its_return_once() -> None:
    watch = FeedWatch()
    changes = [
        change
        for taken in (minute(0), minute(1, "rss"), minute(2, "rss"), minute(3))
        for change in watch.observe(taken, lane="live")
    ]
    assert [(change.state, change.since, change.at) for change in changes] == [
        (FeedState.SILENT, at(1), at(2)),
        (FeedState.BACK, at(1), at(4)),
    ]
    assert changes[0].id == changes[1].id


def test_feed_alarms_are_among_the_changes() -> None:
    judge = BrandJudge("acme", lane="live", factory=make_counting)
    (change,) = judge.take([minute(0, "rss")]).changes
    assert isinstance(change, FeedAlarm)


def test_a_ruling_reaches_the_detector_once_also_after_a_restart() -> None:
    ruling = Ruling(brand="acme", spikes=("s1", "s2"), is_crisis=True, by="anna", at=at(5))
    judge = BrandJudge("acme", lane="live", factory=make_counting)
    assert judge.rule(ruling)
    resumed = BrandJudge("acme", lane="live", factory=make_counting, state=judge.state())
    assert not resumed.rule(ruling)
    assert resumed.rule(replace(ruling, is_crisis=False))
    detector = resumed.state().detector
    assert detector
    assert detector["judged"] == ["s1:True", "s2:True", "s1:False", "s2:False"]


def test_a_resolve_reaches_the_detector_beside_an_earlier_verdict_of_the_same_moment() -> None:
    ruling = Ruling(brand="acme", spikes=("s1",), is_crisis=True, by="anna", at=at(5))
    judge = BrandJudge("acme", lane="live", factory=make_counting)
    assert judge.rule(ruling)
    assert judge.rule(replace(ruling, is_over=True))
    assert not judge.rule(replace(ruling, is_over=True))
    detector = judge.state().detector
    assert detector
    assert detector["judged"] == ["s1:True", "s1:True over"]


def test_a_ruling_of_before_there_was_a_resolve_ends_nothing() -> None:
    raw = b'{"brand":"acme","spikes":["s1"],"is_crisis":true,"by":"anna","at":"2026-03-02T00:05:00Z"}'
    assert not Ruling.from_json(raw).is_over


def test_rulings_are_remembered_within_bounds() -> None:
    judge = BrandJudge("acme", lane="live", factory=make_counting)
    for number in range(RULINGS_KEPT + 9):
        judge.rule(Ruling(brand="acme", spikes=(f"s{number}",), is_crisis=True, by="anna", at=at(5)))
    assert len(judge.state().ruled) == RULINGS_KEPT
