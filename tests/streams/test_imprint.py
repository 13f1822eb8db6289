"""Imprints: how alike two texts are worded, without either of them."""

from itertools import combinations

import pytest

from streams.imprint import SIZE, measure_likeness, open_imprint, take_imprint
from tests.streams.own_words import CANNED, TEMPLATED, UNRELATED


def test_likeness_is_what_two_texts_share_of_both() -> None:
    one, other = (open_imprint(take_imprint(text)) for text in TEMPLATED["en"][:2])
    assert measure_likeness(one, one) == 1
    assert measure_likeness(one, other) == measure_likeness(other, one) > 0.7
    assert measure_likeness(one, frozenset()) == measure_likeness(frozenset(), frozenset()) == 0
    assert measure_likeness(one, other, least=0.99) == 0
    assert len(one) == SIZE


@pytest.mark.parametrize("least", [0.3, 0.8])
def test_a_likeness_that_matters_is_the_same_where_smaller_ones_are_passed_over(least: float) -> None:
    text = UNRELATED["en"][1]
    opened = [open_imprint(take_imprint(text[:size])) for size in range(4, 60, 3)]
    whole = [measure_likeness(one, other) for one, other in combinations(opened, 2)]
    quick = [measure_likeness(one, other, least=least) for one, other in combinations(opened, 2)]
    assert any(least <= each < least + 0.1 for each in whole)
    assert [each for each in quick if each >= least] == [each for each in whole if each >= least]


@pytest.mark.parametrize("damaged", ["", "?", "é", "AAA"])
def test_a_damaged_imprint_is_like_nothing(damaged: str) -> None:
    assert measure_likeness(open_imprint(damaged), open_imprint(take_imprint("good morning"))) == 0


@pytest.mark.parametrize("text", ["", " ", "😍😍", "\ud800", "a", "貓", "x" * 30_000, "https://acme.example"])
def test_every_text_has_an_imprint(text: str) -> None:
    assert len(open_imprint(take_imprint(text))) <= SIZE


def test_a_chinese_name_in_an_english_text_makes_it_no_chinese_text() -> None:
    one, other = (
        open_imprint(take_imprint(f"Hi {name}, {CANNED['en'][0][4:]}")) for name in ("小芳", "Anna")
    )
    assert measure_likeness(one, other) > 0.8
