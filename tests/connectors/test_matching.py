"""A brand is found where it is meant and not inside other words."""

import pytest
from hypothesis import given

from connectors.matching import fold, make_matcher, match_brands
from connectors.settings import Brand
from tests.connectors.samples import TEXTS


def is_about(text: str, *keywords: str, exclude: tuple[str, ...] = ()) -> bool:
    matcher = make_matcher(Brand(name="acme", keywords=keywords, exclude=exclude))
    return bool(match_brands(text, (matcher,)))


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("AI", "Their AI is bad"),
        ("AI", "#AI"),
        ("AI", "AI-made"),
        ("AI", "用AI做的"),  # Han on both sides is no letter of an English word.
        ("AI", "ＡＩ画像"),
        ("duolingo", "@Duolingo please"),
        ("duolingo", "DUOLINGO!"),
        ("duolingo", "Duo\u00adlin\u200bgo"),
        ("acme corp", "ACME\n  Corp."),
        ("多鄰國", "我把多鄰國刪了"),
        ("듀오링고", "듀오링고가 싫어요"),
        ("スシロー", "回転寿司のｽｼﾛｰで"),
        ("duoling*", "a Duolingónak írtam"),
        ("straße", "STRASSE"),
        ("café", "cafe\u0301"),
        ("c++", "I write C++ daily"),
        ("дуолинго", "Дуолинго плох"),
    ],
)
def test_found(keyword: str, text: str) -> None:
    assert is_about(text, keyword)


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("AI", "she said it again"),
        ("AI", "AIR"),
        ("AI", "AI2"),
        ("duolingo", "Duolingónak"),
        ("acme corp", "acme corporation"),
        ("多鄰國", "多 鄰 國"),
        ("c++", "c+"),
        ("a.c", "abc"),
    ],
)
def test_not_found(keyword: str, text: str) -> None:
    assert not is_about(text, keyword)


def test_an_excluded_word_wins() -> None:
    assert is_about("apple raises prices", "apple", exclude=("apple pie",))
    assert not is_about("grandma's apple pie", "apple", exclude=("apple pie",))


def test_aliases_count_and_a_brand_without_words_is_found_by_its_name() -> None:
    alias = make_matcher(Brand(name="acme", keywords=("acme",), aliases=("wile",)))
    assert match_brands("Wile again", (alias,)) == ("acme",)
    assert is_about("acme again")
    assert is_about("acme again", " ", "*")


def test_a_text_may_be_about_several_brands() -> None:
    matchers = tuple(make_matcher(Brand(name=name)) for name in ("acme", "bolt", "cord"))
    assert match_brands("cord or acme?", matchers) == ("acme", "cord")


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
