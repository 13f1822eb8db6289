"""Waits grow, are jittered, and never undercut what the platform asked for."""

from datetime import timedelta

import pytest

from connectors.backoff import Backoff

BACKOFF = Backoff(first=timedelta(seconds=5), most=timedelta(minutes=15))


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 5), (2, 10), (3, 20), (8, 640), (9, 900), (5_000, 900)]
)
def test_it_doubles_up_to_the_most(failures: int, seconds: int) -> None:
    assert BACKOFF.wait_for(failures, lambda: 0.0) == timedelta(seconds=seconds)


def test_randomness_takes_off_up_to_half() -> None:
    assert BACKOFF.wait_for(1, lambda: 0.5) == timedelta(seconds=3.75)
    assert BACKOFF.wait_for(1, lambda: 0.999999) > timedelta(seconds=2.5)


def test_what_the_platform_asked_for_is_honoured() -> None:
    hour = timedelta(hours=1)
    assert BACKOFF.wait_for(1, lambda: 0.9, hour) == hour
    assert BACKOFF.wait_for(9, lambda: 0.0, timedelta(seconds=1)) == timedelta(minutes=15)
