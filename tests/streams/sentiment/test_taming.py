"""What is cut from a text before it is scored, and read in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.sentiment.taming import MAX_PICTURES, MAX_RUN, MAX_SCORED, tame


def test_a_normal_post_comes_back_unchanged() -> None:
    post = "Nem hiszem el… 😡😡😡 ez most komoly?!! 這支廣告沒靈魂 café"
    assert tame(post) == post


def test_a_run_of_one_sign_is_cut() -> None:
    assert tame("hm" + "m" * 500) == "h" + "m" * MAX_RUN
    assert tame("!" * 9_000) == "!" * MAX_RUN


def test_pictures_are_capped_even_when_they_alternate() -> None:
    assert len(tame("😡😂" * 5_000)) == MAX_PICTURES


def test_marks_stacked_on_one_letter_are_cut() -> None:
    assert len(tame("b" + "\u0301\u0323" * 5_000)) == 4


@given(st.text(st.characters(), max_size=9_000))
def test_the_result_is_short_and_taming_it_again_changes_nothing_more(text: str) -> None:
    tamed = tame(text)
    assert len(tamed) <= MAX_SCORED
    assert len(tame(tamed)) <= len(tamed)


@pytest.mark.parametrize(
    ("written", "scored"),
    [
        ("so pretty！！！", "so pretty!!!"),
        ("de szép！ és jó？", "de szép! és jó?"),
        ("真的很爛！！！", "真的很爛！！！"),
        ("AI垃圾！", "AI垃圾！"),
        ("ok ！", "ok ！"),
        ("wow！!？", "wow!!？"),
    ],
)
def test_wide_marks_behind_latin_letters_are_those_of_their_language(written: str, scored: str) -> None:
    assert tame(written) == scored
    assert tame(scored) == scored


@pytest.mark.parametrize(
    ("written", "scored"),
    [("baaaaaaaad :((((((((((", "bad 😞!"), ("最悪(｀Д´)", "最悪😡"), ("no face (here)", "no face (here)")],
)
def test_faces_and_drawls_are_read(written: str, scored: str) -> None:
    assert tame(written) == scored
    assert tame(scored) == scored


def test_faces_are_pictures_too() -> None:
    assert tame(":D :( " * 500).count("😆") == MAX_PICTURES / 2
