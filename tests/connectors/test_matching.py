"""A brand is found where it is meant and not inside other words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.matching import Matcher, NameFinder
from connectors.settings import Brand
from tests.connectors.samples import TEXTS


def is_about(text: str, *keywords: str, exclude: tuple[str, ...] = ()) -> bool:
    return bool(Matcher([Brand(name="acme", keywords=keywords, exclude=exclude)]).find_brands(text))


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("AI", "Their AI is bad"),
        ("acme", "Acme™ is soulless"),
        ("Acme™", "acme's robots"),
        ("acme", "the Acme℠ hotline"),
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
        ("duolingo", "a Duolingónak írtam"),
        ("duolingo", "a Duolingót töröltem"),
        ("tesla", "Teslával"),
        ("lidl", "a Lidllel baj van"),
        ("lidl", "Lidlben"),
        ("lidl", "a Lidl-t"),
        ("tesco", "TESCÓBAN"),
        ("nike", "Nikét"),
        ("coca-cola", "a Coca-Colának"),
        ("AI", "AI-val készült"),
        ("acme", "#BoycottAcme now"),
        ("acme", "#acme_fail"),
        ("Ágora", "#BoicotÁgora ya"),
        ("Ágora", "#BoicotA\u0301gora ya"),
        ("ágora", "#AdiósÁgora"),
        ("ágora", "#IAÁgora"),
        ("acme", "#LeegyenAcmeNő"),
        ("acme", "#adiósAcme"),
        ("акме", "#БойкотАкме"),
        ("άγορα", "#ΜποϊκοτάζΆγορα"),
        ("acme coffee", "#AcmeCoffee"),
        ("AI", "AI's fault"),
        ("acme", "看到acme的廣告"),
        ("acme", "acme的"),
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
        ("duolingo", "Duolingonak"),
        ("duolingo", "Duolingóbarát"),
        ("apple", "a Java applet"),
        ("AI", "OpenAI"),
        ("AI", "AIt"),
        ("多鄰國", "多鄰"),
        ("acme", "#acmeville"),
        ("ágora", "#ÁGORAFOBIA"),
        ("gora", "#BoicotÁgora"),
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
    alias = Matcher([Brand(name="acme", keywords=("acme",), aliases=("wile",))])
    assert alias.find_brands("Wile again") == ("acme",)
    assert is_about("acme again")
    assert is_about("acme again", " ", "*")


def test_a_text_may_be_about_several_brands() -> None:
    matcher = Matcher([Brand(name=name) for name in ("acme", "bolt", "cord")])
    assert matcher.find_brands("cord or acme?") == ("acme", "cord")


ACCOUNTS = Brand(
    name="acme",
    keywords=("Acme Coffee",),
    handles=("@acme", "acme.example", "did:plc:abc", "@acme@social.example"),
    hashtags=("#acmelove", "艾克美"),
)


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("@acme this is bad", True),
        ("thanks @ACME.", True),
        ("hey @acme.example!", True),
        ("@acme@social.example hm", True),
        ("@acmefan is nice", False),
        ("@acme_fan is nice", False),
        ("@acme.fans is another account", False),
        ("write to me@acme or not", False),
        ("only #AcmeLove here", True),
        ("only #acmelovers here", False),
        ("#艾克美 滾", True),
        ("#艾克美滾", False),
    ],
)
def test_handles_and_hashtags_stand_whole(text: str, is_found: bool) -> None:  # noqa: FBT001
    assert bool(Matcher([ACCOUNTS]).find_brands(text)) is is_found


def test_what_the_platform_says_counts_where_the_text_shows_less() -> None:
    matcher = Matcher([ACCOUNTS, Brand(name="bolt")])
    assert matcher.find_brands("so sad", handles=["acme@social.example"]) == ("acme",)
    assert matcher.find_brands("so sad", handles=["did:plc:abc"]) == ("acme",)
    assert matcher.find_brands("so sad", hashtags=["AcmeLove"]) == ("acme",)
    assert matcher.find_brands("so sad", handles=["acm"], hashtags=["love"]) == ()
    assert matcher.find_owners(["did:plc:xyz", "acme.example"]) == ("acme",)


def test_an_exclusion_stands_against_handles_too() -> None:
    brand = Brand(name="acme", handles=("@acme",), exclude=("acme cartoon",))
    assert Matcher([brand]).find_brands("@acme the Acme cartoon") == ()


@given(TEXTS, st.lists(TEXTS.filter(str.strip), min_size=1, max_size=4))
def test_nothing_that_is_written_breaks_it(text: str, keywords: list[str]) -> None:
    brand = Brand(name="acme", keywords=tuple(keywords), handles=(text,), hashtags=(text,), exclude=(text,))
    assert Matcher([brand]).find_brands(text + keywords[0]) in {(), ("acme",)}


@given(TEXTS)
def test_a_word_that_stands_alone_is_found_in_any_text(text: str) -> None:
    assert is_about(f"{text} duolingo {text}", "duolingo")


def test_names_are_found_by_the_same_rules_with_a_trade_mark_or_without() -> None:
    finder = NameFinder({"acme": ("Acme",), "tamsel": ("Tamsel™",)})
    found = finder.find(finder.prepare("Acme™ is no Tamsel"))
    assert [brand for _, _, brand in found] == ["acme", "tamsel"]


@pytest.mark.parametrize("tag", ["#BoicotÁgora", "#BoicotA\u0301gora", "#LeÁgorával"])
def test_a_name_in_a_hashtag_is_found_behind_an_accented_capital(tag: str) -> None:
    finder = NameFinder({"agora": ("Ágora",)})
    assert [brand for _, _, brand in finder.find(finder.prepare(f"{tag} ya"))] == ["agora"]
