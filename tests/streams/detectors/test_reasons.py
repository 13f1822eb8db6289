import json
from base64 import b85decode, b85encode
from random import Random

import pytest

from streams.detectors.glr import GlrDetector, GlrFactory
from streams.detectors.ladder import SPREAD_BYTES
from streams.detectors.reasons import KEPT, Reasons
from streams.minute import Counts, Minute
from streams.sensitivity import find_handicap
from streams.spike import Spike, SpikeKind, SpikePhase
from tests.streams.minutes import minute

DAY = 1440
OLD, NEW = "wrong_facts", "jobs"


def on(index: int, themes: dict[str, int], other: int = 6) -> Minute:
    backlash = sum(themes.values())
    plain = minute(index)
    counts = Counts(
        mentions=backlash + other, negative=backlash, neutral=other, backlash=backlash, themes=themes
    )
    return Minute(brand="acme", start=plain.start, counts=counts, sources=1)


def watch(detector: GlrDetector, first: int, length: int, rates: dict[str, float]) -> list[Spike]:
    random = Random(first)
    pages: list[Spike] = []
    for index in range(first, first + length):
        themes = {
            theme: count
            for theme, rate in rates.items()
            if (count := sum(random.random() < rate / 10 for _ in range(10)))
        }
        pages += detector.observe(on(index, themes)).spikes
    return [spike for spike in pages if spike.phase is SpikePhase.OPENED and spike.kind is SpikeKind.BACKLASH]


def make() -> GlrDetector:
    return GlrFactory()("acme", lane="live", snapshot=None)


@pytest.mark.parametrize("days", [4, 8])
def test_a_new_complaint_stands_out_among_an_old_one_that_goes_on(days: int) -> None:
    detector = make()
    assert not watch(detector, 0, days * DAY, {OLD: 2.0})
    pages = watch(detector, days * DAY, 90, {OLD: 2.0, NEW: 0.4})
    assert pages
    terms = {term.name: term for term in pages[0].terms}
    assert NEW in terms["where"].note
    assert pages[0].observed > 3 * pages[0].expected


def test_an_old_complaint_that_goes_on_is_no_news() -> None:
    assert not watch(make(), 0, 5 * DAY, {OLD: 1.0, NEW: 1.0})


def test_what_is_new_is_not_taken_for_clumps_while_it_grows() -> None:
    detector = make()
    watch(detector, 0, 2 * DAY, {OLD: 2.0})
    watch(detector, 2 * DAY, 90, {OLD: 2.0, NEW: 1.0})
    track = Reasons(detector.snapshot()["reasons"]).tracks[NEW]
    assert track.ladder.clump == 1.0
    assert track.ladder.dispersion(2) == pytest.approx(0.1)


def test_a_crisis_over_a_reason_can_be_unlearned() -> None:
    detector = make()
    watch(detector, 0, 4 * DAY, {OLD: 2.0})
    (page,) = watch(detector, 4 * DAY, 60, {OLD: 2.0, NEW: 1.0})[:1]
    taught = detector.snapshot()["reasons"]
    detector.judge(page.id, is_crisis=True)
    assert detector.snapshot()["reasons"]["tracks"][NEW] != taught["tracks"][NEW]


def test_many_themes_ask_for_more_and_stay_bounded() -> None:
    detector = make()
    for index in range(60):
        detector.observe(on(index, {f"theme {index % 30}": 1}))
    state = detector.snapshot()["reasons"]
    assert len(state["tracks"]) == KEPT
    assert len(json.dumps(state)) < 250 * KEPT
    assert find_handicap(KEPT) > find_handicap(2)


def test_it_goes_on_from_its_snapshot() -> None:
    detector = make()
    watch(detector, 0, DAY, {OLD: 1.0, NEW: 0.1})
    state = detector.snapshot()["reasons"]
    again = Reasons(json.loads(json.dumps(state)))
    assert again.snapshot() == state
    before, after = detector.snapshot(), GlrFactory()("acme", lane="live", snapshot=detector.snapshot())
    assert after.snapshot() == before


def test_it_goes_on_from_a_state_that_knows_no_ages() -> None:
    detector = make()
    watch(detector, 0, 120, {OLD: 1.0})
    state = detector.snapshot()["reasons"]
    raw = b85decode(state["tracks"][OLD])
    head, spread = raw[:-SPREAD_BYTES], raw[-SPREAD_BYTES:]
    older = b85encode(head[:-4] + spread).decode()
    again = Reasons({"tracks": {OLD: older}, "before": {}})
    assert again.tracks[OLD].ladder.observed == Reasons(state).tracks[OLD].ladder.observed
    assert b85decode(again.snapshot()["tracks"][OLD])[: len(head) - 4] == head[:-4]


@pytest.mark.parametrize("late", [1, 500])
def test_what_comes_late_counts_for_its_reason(late: int) -> None:
    detector = make()
    watch(detector, 0, 600, {OLD: 1.0})
    reasons = Reasons(detector.snapshot()["reasons"])
    track = reasons.tracks[OLD]
    before = track.ladder.observed[4]
    reasons.add_late(Counts(mentions=3, negative=3, backlash=3, themes={OLD: 3}), late, 1.0)
    assert track.ladder.observed[4] > before
