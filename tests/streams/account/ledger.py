"""A ledger: made-up figures of an account, day by day."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from connectors.mention import Platform
from streams.account.figures import Bucket, Post
from streams.account.review import Review, review_accounts
from streams.account.rules import Rules
from streams.account.signal import Finding, Kind

START: Final = datetime(2026, 1, 5, tzinfo=UTC)
DAY: Final = timedelta(days=1)
Course = Callable[[int], float]
"""What a figure is multiplied with on a day, counted from 0."""


def steady(_: int) -> float:
    return 1.0


def from_day(first: int, factor: float) -> Course:
    return lambda day: factor if day >= first else 1.0


def keep_days(
    days: int,
    engagement: Course = steady,
    reach: Course = steady,
    lost: Course = steady,
    gained: Course = steady,
    *,
    seed: int = 1,
    noise: float = 0.08,
    followers: int = 50_000,
    likes: Course = steady,
    hostile: Course | None = None,
) -> list[Bucket]:
    """A brand with 20,000 people reached a day, of whom 4 % react; 60 followers leave and 70 come.

    `hostile` is the share of hostile comments, if it is told; `noise` is that of reach and engagement from day to
    day, as a standard deviation; 0 is a perfectly even account.
    """
    chance = Random(seed)

    def wander(scale: float) -> float:
        return math.exp(chance.gauss(0, scale)) if noise else 1.0

    def draw(mean: float) -> int:
        return max(0, round(chance.gauss(mean, math.sqrt(mean)) if noise else mean))

    found = []
    for day in range(days):
        people = round(20_000 * reach(day) * wander(noise))
        rate = 0.04 * engagement(day) * wander(noise)
        came, left = draw(70 * gained(day) * wander(noise)), draw(60 * lost(day) * wander(noise))
        followers = max(0, followers + came - left)
        bucket = Bucket(
            brand="acme",
            platform=Platform.INSTAGRAM,
            at=START + day * DAY,
            reach=people,
            likes=draw(people * rate * 0.85 * likes(day)),
            comments=draw(people * rate * 0.10),
            shares=draw(people * rate * 0.05),
            gained=came,
            lost=left,
            followers=followers,
        )
        if hostile is not None:
            bucket = replace(bucket, hostile=round((bucket.comments or 0) * hostile(day)))
        found.append(bucket)
    return found


def make_video(day: float, completion: float | None, *, number: int = 0) -> Post:
    return Post(
        brand="acme",
        platform=Platform.INSTAGRAM,
        id=f"{day}-{number}",
        published_at=START + day * DAY,
        completion=completion,
        format="reel",
    )


def review(buckets: Sequence[Bucket], posts: Sequence[Post] = (), rules: Rules | None = None) -> Review:
    return review_accounts(buckets, posts, rules or Rules(), Random(1))


def find(kind: Kind, buckets: Sequence[Bucket], posts: Sequence[Post] = ()) -> Finding:
    """What is found of one kind on the only account."""
    (finding,) = (one for one in review(buckets, posts).findings if one.kind is kind)
    return finding


def day_of(at: datetime) -> int:
    return (at - START) // DAY
