from collections.abc import Iterable
from math import exp

from hypothesis import given
from hypothesis import strategies as st

from streams.tail import RISE, Tail


def follow(counts: Iterable[float], tail: Tail | None = None, *, usual: float = 1.0) -> Tail:
    tail = tail or Tail()
    for count in counts:
        tail.push(count, usual, is_known=True)
    return tail


def resolved(counts: Iterable[float], *, usual: float = 1.0) -> Tail:
    tail = follow(counts, usual=usual)
    tail.begin(usual)
    return tail


def test_nothing_rises_while_nothing_was_called_over() -> None:
    assert not follow([1] * 100 + [50] * 60).is_rising


@given(st.floats(0.5, 100), st.floats(10, 600))
def test_what_decays_never_rises(height: float, half: float) -> None:
    tail = resolved([height] * 120)
    for minute in range(600):
        tail.push(height * exp(-minute / half), 1.0, is_known=True)
        assert not tail.is_rising


def test_what_comes_back_from_the_tail_rises_within_minutes() -> None:
    tail = resolved([30] * 120)
    follow([30 * 0.5 ** (minute / 60) for minute in range(120)], tail)
    assert tail.level is not None
    assert 7 < tail.level < 15
    assert not tail.is_rising
    assert not follow([30] * 3, tail).is_rising
    assert follow([30] * 20, tail).is_rising


def test_less_than_twice_what_is_left_rises_when_it_lasts() -> None:
    tail = follow([20] * 60, resolved([20] * 120))
    assert not follow([36] * 15, tail).is_rising
    assert follow([36] * 75, tail).is_rising
    assert not follow([30] * 600, resolved([20] * 120)).is_rising


def test_three_mentions_are_no_rise_however_little_is_left() -> None:
    tail = follow([0.0] * 300, resolved([3] * 60))
    assert not follow([1] * 3, tail).is_rising
    assert follow([1] * 5, tail).is_rising


def test_an_evening_that_is_always_busier_is_no_rise() -> None:
    tail = resolved([10] * 120, usual=1.0)
    follow([20 * RISE] * 60, tail, usual=2.0 * RISE)
    assert not tail.is_rising


def test_a_silent_feed_takes_nothing_off_what_is_left() -> None:
    tail = resolved([20] * 120)
    level = tail.level
    for _ in range(60):
        tail.push(0, 1.0, is_known=False)
    assert tail.level == level
    assert not follow([20] * 30, tail).is_rising


def test_one_mild_minute_hides_little() -> None:
    tail = resolved([20] * 120)
    level = tail.level or 0
    follow([0] * 3, tail)
    assert (tail.level or 0) > 0.9 * level


@given(st.lists(st.floats(0, 50), max_size=200), st.integers(0, 100), st.integers(0, 200))
def test_it_goes_on_from_a_snapshot(counts: list[float], begin: int, cut: int) -> None:
    whole, parted = Tail(), Tail()
    for now, count in enumerate(counts):
        if now == begin:
            whole.begin(1.0)
            parted.begin(1.0)
        if now == cut:
            parted = Tail.resume(parted.snapshot())
        whole.push(count, 1.0, is_known=True)
        parted.push(count, 1.0, is_known=True)
        assert whole == parted


def test_a_state_of_before_there_were_tails_begins_anew() -> None:
    assert Tail.resume(None) == Tail()
