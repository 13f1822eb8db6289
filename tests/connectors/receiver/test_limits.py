"""Limits: so many a minute, for each name apart, and bounded memory."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from connectors.receiver.limits import Limiter
from tests.connectors.samples import NOON


def test_a_full_bucket_gives_its_size_and_then_says_how_long_to_wait() -> None:
    limiter = Limiter(60)
    assert [limiter.take("a", NOON) for _ in range(60)] == [None] * 60
    assert limiter.take("a", NOON) == timedelta(seconds=1)
    assert limiter.take("b", NOON) is None
    assert limiter.take("a", NOON + timedelta(seconds=1)) is None
    assert limiter.take("a", NOON + timedelta(seconds=1)) is not None


@given(st.integers(1, 100), st.lists(st.floats(0, 30), max_size=300))
def test_never_more_than_twice_the_size_in_any_minute(size: int, pauses: list[float]) -> None:
    limiter, at, taken = Limiter(size), NOON, []
    for pause in pauses:
        at += timedelta(seconds=pause)
        if limiter.take("a", at) is None:
            taken.append(at)
    for first in taken:
        within = sum(first <= each < first + timedelta(minutes=1) for each in taken)
        assert within <= 2 * size


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    limiter = Limiter(1)
    assert limiter.take("a", NOON) is None
    assert limiter.take("a", NOON - timedelta(hours=1)) is not None
    assert limiter.take("a", NOON + timedelta(seconds=1)) is not None


def test_names_are_forgotten_in_the_order_they_were_used() -> None:
    limiter = Limiter(1, names=2)
    for name in ("a", "b", "a", "c"):
        limiter.take(name, NOON)
    assert limiter.take("b", NOON) is None  # Forgotten, so its bucket is full again.
    assert limiter.take("c", NOON) is not None
