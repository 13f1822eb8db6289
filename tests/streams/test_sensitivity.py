from itertools import pairwise
from math import exp

import pytest

from streams.sensitivity import NATS_PER_FOLD, PROMISES, Sensitivity, find_handicap, find_threshold


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
    assert 0 < find_handicap(2) < find_handicap(6)
