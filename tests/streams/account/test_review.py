"""A review of whatever figures there are: any order, any holes, any size."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.mention import Platform
from streams.account.figures import Bucket, Post
from streams.account.review import review_accounts
from streams.account.rules import Rules
from streams.account.signal import Kind, State
from tests.streams.account.ledger import DAY, START, day_of, find, from_day, keep_days, make_video, review

COUNTS = st.none() | st.integers(0, 20) | st.integers(0, 10**15)
SHARES = st.none() | st.floats(0, 1)
TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)) | st.integers(  # noqa: DTZ001
    0, 60
).map(lambda day: START + day * DAY)
BUCKETS = st.builds(
    Bucket,
    brand=st.sampled_from(["acme", "bolt"]),
    platform=st.sampled_from([Platform.INSTAGRAM, Platform.LINE]),
    at=TIMES,
    reach=COUNTS,
    likes=COUNTS,
    comments=COUNTS,
    shares=COUNTS,
    interactions=COUNTS,
    completion=SHARES,
    hostile=COUNTS,
    gained=COUNTS,
    lost=COUNTS,
    followers=COUNTS,
)
POSTS = st.builds(
    Post,
    brand=st.sampled_from(["acme", "cola"]),
    platform=st.sampled_from([Platform.INSTAGRAM, Platform.LINE]),
    id=st.sampled_from("abcdefgh"),
    published_at=TIMES,
    reach=COUNTS,
    likes=COUNTS,
    comments=COUNTS,
    shares=COUNTS,
    interactions=COUNTS,
    completion=SHARES,
    is_ai=st.none() | st.booleans(),
    format=st.sampled_from(["", "reel"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(BUCKETS, max_size=80), st.lists(POSTS, max_size=20))
def test_whatever_the_figures_are_something_is_said_of_each_account(
    buckets: list[Bucket], posts: list[Post]
) -> None:
    found = review(buckets, posts)
    accounts = {(one.brand, one.platform) for one in buckets}
    assert {(one.brand, one.platform) for one in found.standings} == accounts
    latest = {(one.brand, one.platform, one.at): one for one in buckets}.values()
    for account in accounts:
        kinds = [one.kind for one in found.findings if (one.brand, one.platform) == account]
        is_told = any(one.hostile is not None for one in latest if (one.brand, one.platform) == account)
        assert sorted(kinds) == sorted(set(Kind) - (set() if is_told else {Kind.TOXIC_ENGAGEMENT}))
    for finding in found.findings:
        assert finding.now.why
        assert all(a.until < b.since for a, b in pairwise(finding.signals))
        assert all(one.first.state is one.last.state is State.ALARM for one in finding.signals)


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_and_rows_that_come_twice_change_nothing(chance: Random) -> None:
    buckets = keep_days(60, from_day(50, 0.5), lost=from_day(50, 5))
    posts = [make_video(day, 0.5 if day < 50 else 0.2) for day in range(0, 60, 3)]
    mixed = [*buckets, *buckets[20:30]]
    chance.shuffle(mixed)
    assert review(mixed, posts[::-1]) == review(buckets, posts)


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 1_000))
def test_ten_times_the_reach_and_ten_times_the_reactions_are_the_same_account(factor: int) -> None:
    def grow(one: Bucket) -> Bucket:
        likes, comments, shares = (one.likes or 0, one.comments or 0, one.shares or 0)
        return replace(
            one,
            reach=(one.reach or 0) * factor,
            likes=likes * factor,
            comments=comments * factor,
            shares=shares * factor,
        )

    buckets = keep_days(60, from_day(50, 0.5))
    grown = find(Kind.REACH_ER_DIVERGENCE, [grow(one) for one in buckets])
    usual = find(Kind.REACH_ER_DIVERGENCE, buckets)
    assert [one.since for one in grown.signals] == [one.since for one in usual.signals]


def test_accounts_are_apart() -> None:
    calm = [replace(one, brand="bolt") for one in keep_days(60, seed=2)]
    fallen = keep_days(60, from_day(50, 0.5))
    warned = {finding.brand for finding in review([*calm, *fallen]).findings if finding.signals}
    assert warned == {"acme"}


def test_midnights_where_clocks_change_are_days_like_others() -> None:
    """Budapest, 25 October 2026: the day has 25 hours."""
    begins = datetime(2026, 9, 1, tzinfo=UTC)

    def move(one: Bucket) -> Bucket:
        local = begins + day_of(one.at) * DAY
        offset = timedelta(hours=2 if local <= datetime(2026, 10, 25, tzinfo=UTC) else 1)
        return replace(one, at=local.replace(tzinfo=timezone(offset)))

    for last in range(52, 64):
        buckets = keep_days(last, from_day(40, 0.5))
        moved = find(Kind.REACH_ER_DIVERGENCE, [move(one) for one in buckets])
        plain = find(Kind.REACH_ER_DIVERGENCE, buckets)
        assert moved.now == plain.now
        assert [one.first for one in moved.signals] == [one.first for one in plain.signals]


def test_missing_days_are_named() -> None:
    buckets = [one for one in keep_days(60) if not 20 <= day_of(one.at) < 30]
    (standing,) = review(buckets).standings
    assert [(day_of(a), day_of(b)) for a, b in standing.gaps] == [(19, 30)]
    weekdays = [one for one in keep_days(60) if one.at.weekday() < 5]
    assert review(weekdays).standings[0].gaps == ()


def test_days_with_nobody_reached_are_counted_and_no_drop() -> None:
    buckets = [replace(one, reach=0) if day_of(one.at) > 50 else one for one in keep_days(60)]
    (standing,) = review(buckets).standings
    assert standing.unrated == 9
    assert not find(Kind.ENGAGEMENT_DROP, buckets).signals
    assert find(Kind.ENGAGEMENT_DROP, buckets).now.state is State.UNKNOWN


def test_beside_a_warning_stands_how_many_posts_ai_made() -> None:
    posts = [replace(make_video(day, None), is_ai=day % 2 == 0) for day in range(30, 60)]
    (finding,) = (
        one
        for one in review(keep_days(60, from_day(50, 0.5)), posts).findings
        if one.kind is Kind.ENGAGEMENT_DROP
    )
    (signal,) = finding.signals
    assert (day_of(signal.since), day_of(signal.until)) == (52, 59)
    assert (signal.posts, signal.ai_posts) == (15, 7)
    (bare,) = find(Kind.ENGAGEMENT_DROP, keep_days(60, from_day(50, 0.5))).signals
    assert bare.posts is None


def test_nothing_at_all_has_nothing_to_say() -> None:
    found = review_accounts([], [], Rules(), Random(1))
    assert (found.standings, found.findings, found.effects) == ((), (), ())


@pytest.mark.parametrize(
    ("field", "value"), [("reach", -1), ("lost", -1), ("completion", 1.2), ("completion", float("nan"))]
)
def test_figures_that_cannot_be_are_refused(field: str, value: float) -> None:
    with pytest.raises(ValueError, match="0"):
        replace(keep_days(1)[0], **{field: value})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="time zone"):
        replace(keep_days(1)[0], at=datetime(2026, 1, 1))  # noqa: DTZ001
