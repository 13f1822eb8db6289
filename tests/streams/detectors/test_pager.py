"""The command that measures a pager's false pages, in small."""

import pytest

from streams.sensitivity import Sensitivity, find_threshold
from tests.benchmarks.detection.brands import make_minutes
from tests.benchmarks.detection.sensitivity import (
    CURVE,
    PAGERS,
    count_pages,
    find_interval,
    tell_pager,
    watch,
)
from tests.benchmarks.detection.shared import STORMS, run_stream
from tests.benchmarks.detection.table import NEVER

THRESHOLDS = sorted({find_threshold(word, brands) for word in Sensitivity for brands in PAGERS} | set(CURVE))


def test_a_pager_counts_what_each_word_lets_through() -> None:
    just_alert = find_threshold(Sensitivity.ALERT) + 0.1
    found = count_pages([0.0] * 10 + [just_alert] * 3 + [0.0] * 60, THRESHOLDS, warm=5).known
    assert {threshold for threshold, pages in found.items() if pages} == {
        threshold for threshold in THRESHOLDS if threshold <= just_alert
    }


def test_one_rise_is_one_page_and_what_comes_while_warming_up_is_none() -> None:
    storm = [max(THRESHOLDS) + 1] * 30 + [0.0] * 60
    assert set(count_pages([0.0] * 10 + storm, THRESHOLDS, warm=5).known.values()) == {1}
    assert count_pages(storm, THRESHOLDS, warm=200).known.total() == 0


def test_the_first_week_is_counted_for_itself() -> None:
    storm = [max(THRESHOLDS) + 1] * 30 + [0.0] * 60
    pages = count_pages([0.0] * 10 + storm, [7.0], warm=50, first=50)
    assert (pages.first[7.0], pages.known[7.0]) == (1, 0)


def test_each_pager_watches_a_stream_for_itself() -> None:
    asked = [(Sensitivity.BALANCED, 1), (Sensitivity.BALANCED, 200)]
    costs = watch(make_minutes(1, days=1), asked, warm=0, first=720)
    assert set(costs.known) == set(costs.first) == set(asked)
    assert costs.curve is not None


def test_a_count_of_pages_is_told_with_what_chance_may_have_made_of_it() -> None:
    assert find_interval(0) == pytest.approx((0.0, 3.689), abs=1e-3)
    assert find_interval(5) == pytest.approx((1.623, 11.668), abs=1e-3)
    assert tell_pager(5, 100.0, 200) == "10.0 [3.2, 23.3]"


def test_a_shared_pager_is_never_easier_to_wake() -> None:
    for word in Sensitivity:
        assert find_threshold(word, 200) > find_threshold(word, 1)


def test_a_shared_pager_hears_of_an_angry_storm_and_not_of_praise() -> None:
    hits = run_stream((20.0, False, 1), 15, 1, [200])
    delays = {hit.storm: hit.delay for hit in hits}
    assert set(delays) == set(STORMS)
    assert delays["x10 and .6 of it negative"] <= 10
    assert delays["x10, as angry as ever"] <= 45
    assert delays["x10 of praise (control)"] == NEVER
