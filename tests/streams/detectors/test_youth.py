"""What is asked of a series in its first hours and days."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.detectors.ladder import NO_RELIEF, RUNGS, Ladder
from streams.detectors.series import Series
from streams.detectors.youth import (
    LULL_LEAST,
    MOST_RISE,
    allow_rise,
    find_lull,
    is_other_crowd,
    temper,
)
from streams.minute import Counts

DAY = 1440


def watch(*spans: tuple[int, float], mu: float = 10.0) -> Ladder:
    """Let each span of minutes bring so many mentions a minute where `mu` are expected."""
    ladder = Ladder()
    for minutes, count in spans:
        for _ in range(minutes):
            ladder.push(count, mu)
    return ladder


def test_a_night_that_the_level_does_not_know_lowers_what_is_usual() -> None:
    assert find_lull(watch((300, 10.0))) == 1.0
    assert find_lull(watch((300, 10.0), (240, 6.0))) == pytest.approx(0.8, abs=0.1)


def test_the_storm_itself_does_not_end_the_lull_that_it_breaks() -> None:
    calm = [(300, 10.0), (240, 6.0)]
    assert find_lull(watch(*calm, (4, 60.0))) == pytest.approx(find_lull(watch(*calm)), abs=0.1)


@given(st.lists(st.tuples(st.integers(1, 200), st.floats(0, 1e4)), min_size=1, max_size=6))
def test_a_lull_never_asks_for_more_nor_for_much_less(spans: list[tuple[int, float]]) -> None:
    assert LULL_LEAST <= find_lull(watch(*spans)) <= 1.0


def test_one_mild_minute_is_chance_and_an_hour_of_praise_is_another_crowd() -> None:
    bar = 0.12
    assert not is_other_crowd([1.0] * 5, [12.0] * 5, bar)
    assert is_other_crowd([1.0, 2.0, 3.0, 3.0, 3.0], [40.0, 100.0, 300.0, 300.0, 300.0], bar)


@pytest.mark.parametrize("rung", [1, 2, 3, 4])
def test_a_rise_is_believed_to_be_ordinary_up_to_a_launch_and_less_beyond(rung: int) -> None:
    def relief(rise: float) -> float:
        ladder = Ladder()
        ladder.observed, ladder.expected = [1e4 * rise] * len(RUNGS), [1e4] * len(RUNGS)
        return allow_rise(ladder, NO_RELIEF, 1.0, 0.2)[rung]

    assert relief(0.5) == relief(1.0) == 1.0
    most = MOST_RISE[rung]
    assert relief(most / 2) < relief(most) == pytest.approx(most**0.6, rel=1e-2)
    assert relief(most) > relief(1.5 * most) >= relief(4 * most) == 1.0


def test_chance_on_a_platform_of_few_mentions_is_believed_whatever_its_rise() -> None:
    ladder = Ladder()
    ladder.observed, ladder.expected = [40.0] * len(RUNGS), [5.0] * len(RUNGS)
    assert allow_rise(ladder, NO_RELIEF, 1.0, 0.2)[2] == pytest.approx(8**0.6)


@given(st.floats(0, 1e6), st.floats(0.005, 1e4))
def test_an_hour_learns_all_of_an_ordinary_minute_and_little_of_a_storm(count: float, mu: float) -> None:
    believed = temper(count, mu)
    assert believed <= count
    if count <= 2 * mu + 1:
        assert believed == count
    assert believed <= 2 * mu + 3 * mu**0.5 + 1


def test_a_storm_in_the_first_week_does_not_become_its_hours_habit() -> None:
    series = Series()
    for index in range(2 * DAY):
        series.close(index, Counts(mentions=6, negative=1, neutral=5))
    usual = series.baseline.negative.mu
    for index in range(2 * DAY, 2 * DAY + 60):
        series.close(index, Counts(mentions=90, negative=18, neutral=72))
    assert series.baseline.negative.mu < 2 * usual
    assert series.count_evidence > 20
