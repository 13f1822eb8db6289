"""A review: all accounts in a file, how they stand, and what in them is a warning."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from random import Random
from statistics import median

from connectors.mention import Platform
from streams.account.completion import CompletionJudge
from streams.account.decline import DeclineJudge
from streams.account.divergence import DivergenceJudge
from streams.account.effect import Effect, compare
from streams.account.engagement import EngagementJudge
from streams.account.figures import Bucket, Post, collect
from streams.account.follow import Judge, follow
from streams.account.loss import LossJudge
from streams.account.rate import PLAIN, find_rate
from streams.account.rules import Rules
from streams.account.series import Series, build_series
from streams.account.signal import Finding, Judgement, State
from streams.account.toxic import ToxicityJudge


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an account stands over the last seven days of its figures; None is what the file does not tell."""

    brand: str
    platform: Platform
    begins: datetime
    """Of the first bucket of all."""
    ends: datetime
    """Begin of the last."""
    buckets: int
    step: timedelta
    """Usual distance of two."""
    unrated: int
    """Of them, those without an engagement rate: nobody reached, or figures missing."""
    gaps: tuple[tuple[datetime, datetime], ...]
    """Neighbours with missing figures between them."""
    reach: float | None
    """Of the median bucket."""
    rate: float | None
    """Weighted, of the median bucket."""
    plain_rate: float | None
    """The same, each interaction counted as one."""
    completion: float | None
    followers: int | None
    """At the end."""
    gained: int | None
    lost: int | None
    net: int | None
    gross_churn: float | None
    """Who left, as a share of the followers before."""
    net_churn: float | None
    """Who left less who came, as such a share; below 0 where more came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """All that was found."""

    standings: tuple[Standing, ...]
    findings: tuple[Finding, ...]
    effects: tuple[Effect, ...]
    """One for each brand with posts."""


def review_accounts(buckets: Iterable[Bucket], posts: Iterable[Post], rules: Rules, chance: Random) -> Review:
    """Review all that was read.

    Args:
        buckets: in any order.
        posts: in any order; of two with one id the later one given counts.
        rules: what makes a warning.
        chance: for the intervals; seeded, so that the same file says the same.
    """
    all_series = build_series(buckets, rules.weights)
    latest = {(post.brand, post.platform, post.id): post for post in posts}
    ordered = sorted(latest.values(), key=lambda post: (*_account_of(post), post.published_at, post.id))
    by_account = {account: tuple(mine) for account, mine in groupby(ordered, _account_of)}
    by_brand = {brand: tuple(mine) for brand, mine in groupby(ordered, lambda post: post.brand)}
    found = [
        finding
        for series in all_series
        for finding in _judge(series, by_account.pop(_account_of(series), ()), rules)
    ]
    # What is left are accounts of which only posts are known.
    found += [_judge_videos(*account, posts_of, rules) for account, posts_of in by_account.items()]
    return Review(
        standings=tuple(_stand(series, rules) for series in all_series),
        findings=tuple(found),
        effects=tuple(compare(posts_of, rules, chance) for posts_of in by_brand.values()),
    )


def _account_of(one: Post | Series) -> tuple[str, Platform]:
    return one.brand, one.platform


def _judge(series: Series, posts: Sequence[Post], rules: Rules) -> tuple[Finding, ...]:
    judges: list[Judge] = [
        DivergenceJudge(series, rules),
        EngagementJudge(series, rules),
        LossJudge(series, rules),
        DeclineJudge(series, rules),
    ]
    if ToxicityJudge.is_told(series.buckets):
        judges.append(ToxicityJudge(series, rules))
    found = [follow(series.brand, series.platform, series.times, judge, rules) for judge in judges]
    found.append(_judge_videos(series.brand, series.platform, posts, rules))
    return tuple(_count_posts(finding, posts, series.step, rules) for finding in found)


def _count_posts(finding: Finding, posts: Sequence[Post], step: timedelta, rules: Rules) -> Finding:
    """How many posts stand beside each warning, and how many of them AI made."""
    if not posts:
        return finding
    counted = []
    for signal in finding.signals:
        begins, ends = signal.since - rules.recent, signal.until + step
        beside = [post for post in posts if begins <= post.published_at < ends]
        made = sum(post.is_ai is True for post in beside)
        counted.append(replace(signal, posts=len(beside), ai_posts=made))
    return replace(finding, signals=tuple(counted))


def _judge_videos(brand: str, platform: Platform, posts: Sequence[Post], rules: Rules) -> Finding:
    videos = [post for post in posts if post.completion is not None]
    if not videos:
        now = Judgement(State.UNKNOWN, "No posts with a completion were given.")
        return Finding(brand=brand, platform=platform, kind=CompletionJudge.kind, now=now)
    times = [video.published_at for video in videos]
    return follow(brand, platform, times, CompletionJudge(videos, rules), rules)


def _stand(series: Series, rules: Rules) -> Standing:
    ends = series.times[-1]
    begins = ends - rules.recent + series.step / 2  # As `DivergenceJudge.begin`.
    recent = series.between(begins, ends + series.step)
    rates = list(series.rates.values())
    earlier = [one.followers for one in series.buckets if one.at < begins]
    before = earlier[-1] if earlier else None
    gained, lost = _total([one.gained for one in recent]), _total([one.lost for one in recent])
    net = None if gained is None or lost is None else gained - lost
    return Standing(
        brand=series.brand,
        platform=series.platform,
        begins=series.times[0],
        ends=ends,
        buckets=len(series.buckets),
        step=series.step,
        unrated=rates.count(None),
        gaps=series.gaps,
        reach=_middle([one.reach for one in recent]),
        rate=_middle([series.rates[one.at] for one in recent]),
        plain_rate=_middle([find_rate(one, series.components, PLAIN) for one in recent]),
        completion=_middle([one.completion for one in recent]),
        followers=series.buckets[-1].followers,
        gained=gained,
        lost=lost,
        net=net,
        gross_churn=lost / before if before and lost is not None else None,
        net_churn=-net / before if before and net is not None else None,
    )


def _middle(values: Sequence[float | None]) -> float | None:
    known = collect(values)
    return float(median(known)) if known else None


def _total(values: Sequence[int | None]) -> int | None:
    """None where one is missing: a sum without it would be too small."""
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None
