import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.detectors.baseline import WARM_UP
from streams.detectors.series import Series
from streams.minute import Counts
from streams.volume import weigh_volume

DAY = 1440


def counts(mentions: int, negative: int, backlash: int = 0) -> Counts:
    return Counts(
        mentions=mentions, negative=negative, neutral=mentions - negative, backlash=min(backlash, negative)
    )


def busy(series: Series, minutes: int, *, seed: int = 1, rate: float = 0.5, first: int = 0) -> None:
    random = Random(seed)
    for index in range(first, first + minutes):
        said = sum(random.random() < rate for _ in range(10))
        bad = sum(random.random() < 0.2 for _ in range(said))
        series.close(index, counts(said, bad, bad // 2))


def test_going_on_from_a_snapshot_changes_nothing() -> None:
    series = Series()
    busy(series, 2 * DAY)
    series.remember()
    other = Series.resume(json.loads(json.dumps(series.snapshot())))
    for index in range(2 * DAY, 2 * DAY + 300):
        one = series.close(index, counts(30, 25, 3))
        assert other.close(index, counts(30, 25, 3)) == pytest.approx(one, abs=1e-6)
    assert other.snapshot() == series.snapshot()


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(1, 10**4)),
        min_size=1,
        max_size=60,
    )
)
def test_its_state_is_bounded_whatever_it_saw(days: list[tuple[int, int, int]]) -> None:
    series = Series()
    now = 0
    for mentions, negative, step in days:
        now += step
        series.close(now, counts(mentions + negative, negative, negative // 3))
        series.remember()
    assert len(json.dumps(series.snapshot())) < 1500
    assert series.evidence >= 0


def test_the_order_of_late_mentions_does_not_matter() -> None:
    late = [(DAY - age, counts(age % 7 + 1, age % 3)) for age in range(1, 400, 7)]
    results = []
    for order in (late, late[::-1]):
        series = Series()
        busy(series, DAY + 1)
        for at, one in order:
            series.add_late(at, one)
        results.append(series.close(DAY + 1, counts(20, 10)))
    assert results[0] == pytest.approx(results[1], rel=1e-12)


def test_a_late_mention_counts_as_if_it_had_been_on_time() -> None:
    on_time, late = Series(), Series()
    busy(on_time, 500)
    busy(late, 500)
    on_time.close(500, counts(9, 9))
    late.close(500, Counts())
    on_time.close(501, counts(1, 1))
    late.close(501, counts(1, 1))
    late.add_late(500, counts(9, 9))
    assert late.baseline.negative.ladder.observed == pytest.approx(
        on_time.baseline.negative.ladder.observed, rel=1e-12
    )
    assert list(late.baseline.swell.counts) == list(on_time.baseline.swell.counts)


def test_shards_that_merge_are_as_one() -> None:
    whole, one, two = Series(), Series(), Series()
    random = Random(3)
    for index in range(DAY):
        parts = [counts(random.randint(0, 9), 0), counts(random.randint(5, 9), random.randint(0, 4))]
        whole.close(index, parts[0] + parts[1])
        one.close(index, parts[0])
        two.close(index, parts[1])
    one.add(two)
    for got, expected in (
        (one.baseline.all, whole.baseline.all),
        (one.baseline.negative, whole.baseline.negative),
    ):
        assert got.ladder.observed == pytest.approx(expected.ladder.observed, rel=1e-9)
        assert got.ladder.expected == pytest.approx(expected.ladder.expected, rel=0.1)
        assert got.mu == pytest.approx(expected.mu, rel=0.1)
    assert one.baseline.share.usual == pytest.approx(whole.baseline.share.usual, rel=0.1)
    assert list(one.baseline.swell.counts) == list(whole.baseline.swell.counts)


def test_nobody_watching_is_not_silence() -> None:
    series = Series()
    busy(series, DAY)
    level = series.baseline.negative.level(series.baseline.exposure)
    for index in range(DAY + 600, DAY + 700):
        assert series.close(index, counts(5, 1)) < 7
    assert series.baseline.negative.level(series.baseline.exposure) == pytest.approx(level, rel=0.1)
    series.skip(60)
    assert min(series.baseline.swell.blocks) == pytest.approx(5 * series.baseline.all.mu, rel=0.01)


def test_a_platform_that_falls_silent_is_dark_and_teaches_nothing() -> None:
    series = Series()
    busy(series, DAY)
    for index in range(DAY, DAY + 30):
        series.close(index, Counts())
    assert series.is_dark
    before = series.snapshot()["slow"]
    for index in range(DAY + 30, DAY + 300):
        series.close(index, Counts())
    assert series.snapshot()["slow"] == before
    busy(series, 60, first=DAY + 300)
    assert not series.is_dark
    assert series.evidence < 7


def test_a_crisis_can_be_unlearned() -> None:
    series = Series()
    busy(series, 2 * DAY)
    series.remember()
    track, exposure = series.baseline.negative, series.baseline.exposure
    level, dispersion = track.level(exposure), track.ladder.dispersion(2)
    share, backlash = series.baseline.share.dispersion(2), series.baseline.backlash.ladder.dispersion(2)
    for index in range(2 * DAY, 2 * DAY + 300):
        series.close(index, counts(60, 50))
    assert track.level(series.baseline.exposure) > 2 * level
    series.go_back()
    assert track.level(series.baseline.exposure) == pytest.approx(level, rel=1e-3)
    assert track.ladder.dispersion(2) == pytest.approx(dispersion, rel=1e-6)
    assert series.baseline.share.dispersion(2) == pytest.approx(share, rel=0.03)
    assert series.baseline.backlash.ladder.dispersion(2) == pytest.approx(backlash, rel=0.03)


@pytest.mark.parametrize("is_again", [False, True])
def test_with_a_flare_its_first_rise_is_unlearned_unless_that_was_judged(is_again: bool) -> None:  # noqa: FBT001
    series = Series()
    busy(series, 2 * DAY)
    series.remember()
    levels = []
    for index in range(2 * DAY, 2 * DAY + 600):
        if index == 2 * DAY + 300:
            levels.append(series.baseline.negative.level(series.baseline.exposure))
            series.remember(is_again=is_again)
        series.close(index, counts(60, 50))
    series.go_back()
    level = series.baseline.negative.level(series.baseline.exposure)
    assert (level < 0.6 * levels[0]) is is_again
    assert level == pytest.approx(levels[0], rel=0.02) or is_again


def test_a_snapshot_from_before_the_swell_goes_on_with_new_blocks() -> None:
    series = Series()
    busy(series, 2 * DAY)
    state = series.snapshot()
    del state["swell"]
    other = Series.resume(state)
    busy(series, 60, first=2 * DAY)
    busy(other, 60, first=2 * DAY)
    assert list(other.baseline.swell.blocks) == list(series.baseline.swell.blocks)
    assert other.evidence == pytest.approx(series.evidence, abs=1e-6)


def test_a_memory_from_before_the_swell_is_still_gone_back_to() -> None:
    series = Series()
    busy(series, 2 * DAY)
    baseline = series.baseline
    spreads = (baseline.negative.ladder.spread, baseline.backlash.ladder.spread, baseline.share.spread)
    full = b"".join(spread.tobytes() for spread in spreads)
    memory = baseline.remember()[: 36 + 62] + full
    busy(series, DAY, seed=9, rate=0.9, first=2 * DAY)
    series.absorb()
    baseline.go_back(memory)
    assert b"".join(spread.tobytes() for spread in spreads) == full


def test_nothing_is_judged_while_it_warms_up() -> None:
    series = Series()
    for index in range(WARM_UP - 1):
        assert series.close(index, counts(500, 500)) == 0
    assert not series.is_ready


def test_a_crowd_that_came_for_something_else_is_no_crisis() -> None:
    series = Series()
    busy(series, 3 * DAY)
    evidence = [series.close(3 * DAY + index, counts(60, 2)) for index in range(120)]
    assert max(evidence) < 7
    assert weigh_volume(series) > 7


def test_the_first_day_leaves_no_mark_on_the_weekday_it_fell_on() -> None:
    """The level is found within minutes; what was learned meanwhile must not come back a week later."""
    series = Series()
    random = Random(8)
    for index in range(7 * DAY + 120):
        said = 150 + random.randint(0, 100)
        series.close(index, counts(said, said // 5))
    assert series.baseline.all.mu == pytest.approx(200, rel=0.1)


def test_a_new_series_believes_in_a_crisis_sooner_when_talk_as_a_whole_rose() -> None:
    evidence = []
    for others in (0, 8):
        series = Series()
        random = Random(4)
        for index in range(120):
            series.close(index, counts(2, random.randint(0, 1)))
        for index in range(120, 124):
            series.close(index, counts(others + 2, 2))
        evidence.append(series.count_evidence)
    assert evidence[1] > evidence[0]


def test_a_new_sort_of_complaint_is_seen_though_the_rest_is_calm() -> None:
    series = Series()
    random = Random(5)
    for index in range(3 * DAY):
        series.close(index, counts(5, random.randint(0, 2)))
    for index in range(3 * DAY, 3 * DAY + 40):
        series.close(index, counts(5, 1, 1))
    assert series.backlash_evidence > 7
    assert series.count_evidence < 7


def test_a_dark_platform_that_comes_back_from_its_snapshot_goes_on_alike() -> None:
    stayed = Series()
    busy(stayed, DAY)
    for index in range(DAY, DAY + 90):
        resumed = Series.resume(stayed.snapshot())
        assert resumed.close(index, counts(0, 0)) == stayed.close(index, counts(0, 0))
        assert resumed.snapshot() == stayed.snapshot()
    assert stayed.is_dark
