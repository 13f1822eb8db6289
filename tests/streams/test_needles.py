"""Many short texts in one pass."""

from hypothesis import given
from hypothesis import strategies as st

from streams.needles import Needles

FEW = st.text("ab好😡", min_size=1, max_size=3)


@given(st.lists(FEW, min_size=1, max_size=6, unique=True), st.text("ab好😡\ud800", max_size=30))
def test_every_place_of_every_needle_is_found_whatever_stands_around(needles: list[str], text: str) -> None:
    wanted = {
        (number, at, at + len(needle))
        for number, needle in enumerate(needles)
        for at in range(len(text))
        if text.startswith(needle, at)
    }
    found = Needles(needles).find(text)
    assert len(found) == len(wanted)
    assert set(found) == wanted


def test_the_longest_of_those_that_overlap() -> None:
    needles = ["好", "好看", "看不", "不看"]
    assert Needles(needles, longest=True).find("好看不看") == [(1, 0, 2), (3, 2, 4)]


def test_nothing_is_looked_for() -> None:
    assert Needles([]).find("text") == []
