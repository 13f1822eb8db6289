"""From an open line to what somebody typed."""

import unicodedata
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deploy.scenarios.errors import BrokenScenarioError
from deploy.scenarios.phrases import Kind
from deploy.scenarios.shelf import load_phrasebook
from deploy.scenarios.wording import fill, join, mend, plain, roughen, slip

SEEDS = range(40)


def test_every_choice_is_taken_some_time() -> None:
    said = {fill("it is [good|bad|]", {}, Random(seed)) for seed in SEEDS}
    assert said == {"it is good", "it is bad", "it is"}


def test_a_board_title_is_no_choice() -> None:
    assert fill("[問卦] 這是什麼", {}, Random(1)) == "[問卦] 這是什麼"


def test_a_slot_may_hold_another() -> None:
    slots = {"where": ["in {city}"], "city": ["Leeds", "Penang"]}
    assert {fill("tea {where}", slots, Random(seed)) for seed in SEEDS} == {"tea in Leeds", "tea in Penang"}


def test_a_slot_without_words_is_named() -> None:
    with pytest.raises(BrokenScenarioError, match=r"no words for \{colour\}"):
        fill("the {colour} one", {}, Random(1))


def test_a_slip_changes_one_word_a_little() -> None:
    for seed in SEEDS:
        said = slip("the courier left it outside", Random(seed))
        assert abs(len(said) - len("the courier left it outside")) <= 1
        assert said.startswith("the ")
        assert "left it" in said


def test_short_words_do_not_slip() -> None:
    assert slip("it is a mug", Random(1)) == "it is a mug"


def test_plain_text_has_no_accents_and_no_apostrophes() -> None:
    assert plain("Őszintén, ez árvíztűrő don't") == "Oszinten, ez arvizturo dont"
    assert plain("愛這個 🧣") == "愛這個 🧣"


@pytest.mark.parametrize(
    ("language", "text", "mended"),
    [
        ("hu", "A Ostrelow meg a Pellimoor", "Az Ostrelow meg a Pellimoor"),
        ("hu", "a délután", "a délután"),
        ("en", "so a Ostrelow hat, a one-off", "so an Ostrelow hat, a one-off"),
    ],
)
def test_articles_agree_with_what_was_filled_in(language: str, text: str, mended: str) -> None:
    assert mend(text, load_phrasebook(language).mend) == mended


def test_two_sentences_are_joined_without_two_stops() -> None:
    assert join("soulless.", "bye", [". "], Random(1)) == "soulless. bye"
    assert join("really?", "bye", [". "], Random(1)) == "really? bye"


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans", "hu"])
@example(seed=157, kind=Kind.BACKLASH, text="'")
@given(seed=st.integers(), kind=st.sampled_from(Kind), text=st.text(min_size=1, max_size=300))
def test_roughening_never_fails_and_never_runs_away(language: str, seed: int, kind: Kind, text: str) -> None:
    said = roughen(text, kind, load_phrasebook(language), "Pellimoor", Random(seed))
    assert len(said) <= 2 * len(text) + 60


def test_what_people_long_write_stays_without_emoji() -> None:
    text = "a" * 200 + "."
    for seed in SEEDS:
        said = roughen(text, Kind.PRAISE, load_phrasebook("en"), "Pellimoor", Random(seed))
        assert not any(unicodedata.category(sign) == "So" for sign in said)


def test_the_first_person_keeps_its_capital_after_an_opener() -> None:
    book = load_phrasebook("en")
    said = {roughen("I hate it", Kind.BACKLASH, book, "Pellimoor", Random(seed)) for seed in range(200)}
    opened = {text for text in said if text.startswith("sorry but")}
    assert opened
    assert all("I hate" in text or text == text.lower() for text in opened)


def test_the_same_chance_gives_the_same_words() -> None:
    book = load_phrasebook("hu")
    said = {roughen("Lelketlen az egész.", Kind.BACKLASH, book, "Pellimoor", Random(3)) for _ in range(5)}
    assert len(said) == 1
