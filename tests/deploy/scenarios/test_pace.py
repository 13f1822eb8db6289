"""Arrivals follow the rate, and the day."""

from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.scenarios.pace import arrivals, ramp, wakefulness

FLAT = (1.0,) * 24
NOON = (*(0.1,) * 12, 10.0, *(0.1,) * 11)


@given(seed=st.integers(), begin=st.floats(0, 20), length=st.floats(0.1, 5))
def test_moments_lie_within_and_come_in_order(seed: int, begin: float, length: float) -> None:
    moments = list(arrivals(lambda _: 30.0, begin, begin + length, Random(seed)))
    assert all(begin <= moment <= begin + length for moment in moments)
    assert all(a <= b for a, b in pairwise(moments))


def test_the_rate_is_kept_on_the_whole() -> None:
    assert len(list(arrivals(lambda _: 50.0, 0, 200, Random(1)))) == pytest.approx(10_000, rel=0.05)


def test_a_high_rate_is_no_different() -> None:
    assert len(list(arrivals(lambda _: 600_000.0, 0, 0.5, Random(1)))) == pytest.approx(300_000, rel=0.02)


def test_silence_stays_silent() -> None:
    assert list(arrivals(lambda _: 0.0, 0, 48, Random(1))) == []


def test_a_ramp_goes_straight_from_one_to_the_other() -> None:
    rate = ramp((10.0, 30.0), 5.0, 9.0)
    assert [rate(5.0), rate(7.0), rate(9.0)] == [10.0, 20.0, 30.0]


def test_a_flat_day_changes_nothing() -> None:
    factor = wakefulness(FLAT, ((8.0, 1.0),), 3.0)
    assert [factor(hour) for hour in (0.0, 7.3, 23.9)] == pytest.approx([1.0] * 3)


@pytest.mark.parametrize("zone", [-6.0, 0.0, 5.5, 8.0])
def test_people_are_awake_at_their_own_noon(zone: float) -> None:
    factor = wakefulness(NOON, ((zone, 1.0),), 10.0)
    noon = (12.5 - zone - 10.0) % 24
    assert factor(noon) > 10 * factor((noon + timedelta(hours=6) / timedelta(hours=1)) % 24)


def test_zones_share_by_weight() -> None:
    factor = wakefulness(NOON, ((0.0, 3.0), (12.0, 1.0)), 0.0)
    assert factor(12.5) == pytest.approx(3 * factor(0.5), rel=0.1)


def test_the_mean_over_a_day_is_one() -> None:
    factor = wakefulness(NOON, ((2.0, 1.0), (-5.0, 2.0)), 7.0)
    assert sum(factor(minute / 60) for minute in range(1440)) / 1440 == pytest.approx(1.0, abs=1e-6)
