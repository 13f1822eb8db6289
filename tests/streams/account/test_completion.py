"""Viewers leave videos early: three in a row are a warning, one is not."""

import pytest

from streams.account.signal import Kind, State
from tests.streams.account.ledger import day_of, find, keep_days, make_video

USUAL = [make_video(day * 2, 0.55 + (0.04, -0.03, 0.01)[day % 3]) for day in range(20)]
DROP = Kind.COMPLETION_DROP


@pytest.mark.need("000-03")
@pytest.mark.parametrize("count", [3, 4, 6])
def test_three_videos_that_lose_their_viewers_are_a_warning(count: int) -> None:
    posts = [*USUAL, *(make_video(40 + 2 * number, 0.30) for number in range(count))]
    (signal,) = find(DROP, keep_days(60), posts).signals
    assert signal.is_open
    assert day_of(signal.since) == 44
    assert signal.last.figures["completion"] == 0.30
    assert signal.last.figures["usual_completion"] == pytest.approx(0.55, abs=0.02)
    assert "30 %" in signal.last.why


@pytest.mark.need("000-03")
@pytest.mark.parametrize("count", [1, 2])
def test_fewer_are_not(count: int) -> None:
    posts = [*USUAL, *(make_video(40 + 2 * number, 0.30) for number in range(count))]
    found = find(DROP, keep_days(60), posts)
    assert not found.signals
    assert found.now.state is State.QUIET


@pytest.mark.need("000-03")
def test_a_good_one_among_them_breaks_the_row() -> None:
    posts = [*USUAL, *(make_video(40 + number, (0.30, 0.30, 0.57)[number % 3]) for number in range(9))]
    assert not find(DROP, keep_days(60), posts).signals


def test_posts_that_are_no_videos_stand_in_no_row() -> None:
    posts = [*USUAL, *(make_video(40 + number, None if number % 2 else 0.3) for number in range(5))]
    assert find(DROP, keep_days(60), posts).signals


def test_three_in_three_months_are_no_row() -> None:
    posts = [*USUAL, *(make_video(40 + 25 * number, 0.30) for number in range(3))]
    found = find(DROP, keep_days(120), posts)
    assert not found.signals
    assert found.now.state is State.UNKNOWN


def test_too_few_earlier_videos_are_said() -> None:
    found = find(DROP, keep_days(60), [*USUAL[:4], *(make_video(40 + number, 0.1) for number in range(3))])
    assert not found.signals
    assert "Too few videos" in found.now.why


def test_videos_alike_in_time_are_followed_too() -> None:
    posts = [*USUAL, *(make_video(40, 0.30, number=number) for number in range(3))]
    posts += [make_video(41, 0.55, number=number) for number in range(9)]
    assert find(DROP, keep_days(60), posts).now.state is State.QUIET


def test_without_posts_nothing_is_claimed() -> None:
    found = find(DROP, keep_days(60))
    assert found.now.state is State.UNKNOWN
    assert not found.signals
