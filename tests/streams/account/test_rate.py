"""The engagement rate: interactions for each person reached, weighted as configured."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.mention import Platform
from streams.account.figures import Bucket
from streams.account.rate import APART, PLAIN, Component, Weights, choose_components, find_rate

COUNTS = st.none() | st.integers(0, 10**9)


def bucket(**figures: int | None) -> Bucket:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    return Bucket(brand="acme", platform=Platform.INSTAGRAM, at=at, **figures)


@pytest.mark.need("003-03")
def test_it_is_interactions_by_reach() -> None:
    assert find_rate(bucket(reach=1_000, likes=20, comments=6, shares=4), APART) == pytest.approx(0.03)
    assert find_rate(bucket(reach=1_000, interactions=30), (Component.INTERACTIONS,)) == pytest.approx(0.03)


@pytest.mark.need("003-03")
@pytest.mark.parametrize("reach", [0, None])
def test_without_anybody_reached_there_is_no_rate_and_not_a_rate_of_0(reach: int | None) -> None:
    assert find_rate(bucket(reach=reach, likes=0, comments=0, shares=0), APART) is None
    assert find_rate(bucket(reach=reach, likes=9, comments=9, shares=9), APART) is None
    assert find_rate(bucket(reach=1, likes=0, comments=0, shares=0), APART) == 0


@pytest.mark.need("003-05")
def test_a_comment_and_a_share_weigh_more_than_a_like_unless_somebody_says_otherwise() -> None:
    usual = Weights()
    rates = [
        find_rate(bucket(reach=100, likes=likes, comments=comments, shares=shares), APART, usual)
        for likes, comments, shares in ((1, 0, 0), (0, 1, 0), (0, 0, 1))
    ]
    like, comment, share = (rate or 0 for rate in rates)
    assert comment > like
    assert share > like
    said = Weights(likes=0, comments=10, shares=0.5)
    assert find_rate(bucket(reach=100, likes=7, comments=1, shares=2), APART, said) == pytest.approx(0.11)


@pytest.mark.parametrize("weights", [(-1, 1, 1), (0, 0, 0), (float("nan"), 1, 1), (float("inf"), 1, 1)])
def test_weights_that_make_no_sense_are_refused(weights: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Weights(likes=weights[0], comments=weights[1], shares=weights[2])


def test_a_figure_nobody_gave_is_not_0() -> None:
    assert find_rate(bucket(reach=100, likes=5, comments=None, shares=1), APART) is None


def test_the_rate_is_made_of_what_is_mostly_told() -> None:
    full, bare = bucket(reach=9, likes=1, comments=1, shares=1), bucket(reach=9, likes=1, interactions=2)
    assert choose_components([full, full, bare]) == APART
    assert choose_components([full, bare, bare]) == (Component.LIKES,)
    assert choose_components([bucket(reach=9, interactions=2)]) == (Component.INTERACTIONS,)
    assert choose_components([bucket(likes=1), bucket(reach=0, likes=1)]) == ()
    assert choose_components([]) == ()


@given(COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)
def test_a_rate_is_0_or_more_or_there_is_none(
    reach: int | None, likes: int | None, comments: int | None, shares: int | None, interactions: int | None
) -> None:
    one = bucket(reach=reach, likes=likes, comments=comments, shares=shares, interactions=interactions)
    rate = find_rate(one, choose_components([one]), Weights())
    plain = find_rate(one, choose_components([one]), PLAIN)
    if not reach:
        assert rate is None
    if rate is None:
        assert plain is None
    else:
        assert plain is not None
        assert rate >= plain >= 0
