from itertools import pairwise
from math import exp

import pytest

from streams.sensitivity import (
    FOLDS,
    NATS_PER_FOLD,
    PROMISES,
    Sensitivity,
    Sort,
    find_bar,
    find_handicap,
    find_pager,
    find_threshold,
)


def test_the_words_are_in_order() -> None:
    thresholds = [
        find_threshold(word) for word in (Sensitivity.CALM, Sensitivity.BALANCED, Sensitivity.ALERT)
    ]
    assert all(first > second for first, second in pairwise(thresholds))


@pytest.mark.parametrize("word", Sensitivity)
@pytest.mark.parametrize("brands", [1, 5, 50, 200])
def test_a_person_with_many_brands_keeps_the_same_budget(word: Sensitivity, brands: int) -> None:
    promise = PROMISES[word]
    fewer = exp(-(find_threshold(word, brands) - promise.threshold) / NATS_PER_FOLD)
    assert brands * promise.brand_pages * fewer <= promise.person_pages + 1e-9


def test_a_single_platform_must_be_surer() -> None:
    assert find_handicap(1) == 0
    assert 0 < find_handicap(2) < find_handicap(6) < find_handicap(6, folds=1.0)


@pytest.mark.parametrize("word", Sensitivity)
def test_a_person_with_one_brand_trusts_every_sort_of_evidence_in_full(word: Sensitivity) -> None:
    pager = find_pager(word, 1)
    assert (pager.count, pager.share, pager.swell, pager.backlash) == (1.0, 1.0, 1.0, 1.0)
    assert pager.threshold == pager.single == PROMISES[word].threshold
    assert pager.trust_count(0.3) == 1.0
    assert pager.burst == pager.folds == 0.0


@pytest.mark.parametrize("word", Sensitivity)
@pytest.mark.parametrize("brands", [5, 20, 200])
def test_each_sort_of_evidence_must_reach_its_own_bar(word: Sensitivity, brands: int) -> None:
    pager = find_pager(word, brands)
    trusts = dict(zip(Sort, (pager.count, pager.share, pager.swell, pager.backlash), strict=True))
    for sort, trust in trusts.items():
        bar = find_bar(word, brands, sort)
        assert bar * trust == pytest.approx(pager.threshold)
        assert PROMISES[word].threshold <= bar <= find_bar(word, 2 * brands, sort)


def test_the_heavier_a_tail_the_higher_its_bar() -> None:
    bars = {sort: find_bar(Sensitivity.BALANCED, 200, sort) for sort in Sort}
    assert sorted(bars, key=lambda sort: bars[sort]) == sorted(FOLDS, key=lambda sort: FOLDS[sort])
    assert bars[Sort.SHARE] < find_threshold(Sensitivity.BALANCED, 200) < bars[Sort.COUNT]


def test_counts_of_a_brands_first_days_are_judged_at_the_threshold_itself() -> None:
    pager = find_pager(Sensitivity.BALANCED, 200)
    assert pager.trust_count(1.0) == 1.0
    assert pager.count < pager.trust_count(0.5) < 1.0
