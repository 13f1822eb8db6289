from datetime import UTC, datetime, timedelta

import pytest

from tests.benchmarks.detection.nab import PROFILES, Series, score_corpus, score_series, sigmoid

STANDARD, LOW_FP, LOW_FN = PROFILES
WINDOWS = ((400, 499), (700, 799))
SERIES = Series(
    name="made up",
    times=tuple(datetime(2015, 1, 1, tzinfo=UTC) + timedelta(minutes=5 * row) for row in range(1000)),
    values=(1.0,) * 1000,
    windows=WINDOWS,
)


def score(*rows: int) -> float:
    return score_corpus([(SERIES, rows)], STANDARD)


def test_saying_nothing_is_zero_and_the_first_row_of_each_window_is_perfect() -> None:
    assert score() == pytest.approx(0)
    assert score(400, 700) == pytest.approx(100)


def test_earlier_is_better_and_only_the_first_hit_counts() -> None:
    assert score(400) > score(450) > score(499) > 0
    assert score(450, 460, 470) == pytest.approx(score(450))


def test_a_false_page_costs_more_the_farther_it_is_from_a_window() -> None:
    assert score(400, 505) > score(400, 560) > score(400, 690)
    assert score_series(SERIES, [300], STANDARD) == pytest.approx(-2 - 0.11)


def test_probation_counts_for_nothing() -> None:
    assert score(149) == pytest.approx(0)
    assert score(150) < 0


def test_the_profiles_weigh_as_published() -> None:
    assert score_series(SERIES, [300], LOW_FP) == pytest.approx(-2 - 0.22)
    assert score_series(SERIES, [], LOW_FN) == pytest.approx(-4)


def test_the_scaled_sigmoid_has_its_published_values() -> None:
    assert sigmoid(-1) == pytest.approx(0.98661, abs=1e-5)
    assert sigmoid(0) == 0
    assert sigmoid(3.1) == -1
