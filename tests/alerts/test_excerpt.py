"""Words of strangers: nothing hidden, nothing forged, nothing that floods."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.excerpt import MARKS_KEPT, clean_excerpt, cut

hostile = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from(
            "\u202e\u2066\u200f\u200b\u2060\ufeff\u00ad\u200d\n\r\t\v\x1b\x00\u0301\u0489<>&*_~`@"
        ),
    ),
    max_size=400,
)


@given(hostile, st.integers(1, 300))
def test_an_excerpt_is_one_visible_line_within_its_limit(text: str, limit: int) -> None:
    shown = clean_excerpt(text, limit=limit)
    assert len(shown) <= limit
    for at, char in enumerate(shown):
        category = unicodedata.category(char)
        assert category not in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")
        assert category != "Cf" or (char == "\u200d" and at > 0)


@given(hostile)
def test_marks_never_pile_up(text: str) -> None:
    marks = 0
    for char in clean_excerpt(text + "a" + "\u0301\u0489" * 40, limit=1_000):
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        assert marks <= MARKS_KEPT


@given(hostile)
def test_cleaning_twice_changes_nothing_more_than_once(text: str) -> None:
    once = clean_excerpt(text, limit=200)
    assert clean_excerpt(once, limit=200) == once


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example/x",
        "HTTP://evil.com",
        "www.evil.com",
        "mailto:a@b.hu",
        "evil.com/login",
        "javascript:x",
        "slack://open",
    ],
)
def test_no_live_address_is_left(text: str) -> None:
    shown = clean_excerpt(f"see {text} now", limit=200)
    assert "://" not in shown
    assert "www." not in shown
    assert ".com" not in shown
    assert "mailto:" not in shown.lower()
    assert "javascript:" not in shown.lower()


@pytest.mark.parametrize(
    "text",
    ["你們的 AI 廣告沒靈魂", "Lelketlen AI szemét!", "नमस्ते", "👩‍🎨 replaced by slop", "really?! 4.5 of 10"],
)
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert clean_excerpt(text, limit=200) == text


def test_a_wall_of_invisible_characters_does_not_hide_what_follows() -> None:
    assert clean_excerpt("\u200b" * 10_000 + "slop", limit=50) == "slop"


def test_a_cut_is_visible() -> None:
    assert cut("unfollowed", 5) == "unfo…"
    assert cut("unfo", 5) == "unfo"
