"""What was found, in words: each state of a warning, and an effect that is none."""

from dataclasses import replace
from random import Random

import pytest
from prometheus_client import CollectorRegistry

from connectors.mention import Platform
from deploy.account.metrics import AccountMetrics
from deploy.account.words import say_effect, write_review
from streams.account.effect import Effect
from streams.account.figures import Bucket, Post
from streams.account.review import review_accounts
from streams.account.rules import Rules
from streams.account.signal import Kind
from tests.streams.account.ledger import day_of, from_day, keep_days, make_video


def tell(buckets: list[Bucket], posts: list[Post] | None = None) -> str:
    found = review_accounts(buckets, posts or [], Rules(), Random(1))
    return " ".join(" ".join(write_review(found)).split())


def test_a_warning_holds_is_over_or_lasts() -> None:
    assert "WARNING engagement drop, since 2026-02-26, last on" in tell(keep_days(60, from_day(50, 0.5)))
    over = tell(keep_days(90, lambda day: 0.5 if 50 <= day < 60 else 1))
    assert "over engagement drop, 2026-02-26 to 2026-03-" in over
    assert "quiet engagement drop" in over
    lasting = tell(keep_days(120, from_day(50, 0.5)))
    assert "lasting engagement drop, since 2026-02-26; what it led to is the usual now" in lasting


def test_days_without_a_rate_and_holes_are_told() -> None:
    days = [replace(one, reach=0) if day_of(one.at) == 3 else one for one in keep_days(60)]
    told = tell([one for one in days if not 20 <= day_of(one.at) < 30])
    assert "1 day without an engagement rate" in told
    assert "nothing between 2026-01-24 and 2026-02-04" in told


def test_posts_alone_are_told_of_their_videos_alone() -> None:
    posts = [replace(make_video(day, 0.5), platform=Platform.TIKTOK) for day in range(20)]
    told = tell(keep_days(30), posts)
    assert "acme on tiktok: posts only quiet videos left early" in told


@pytest.mark.need("000-11")
def test_no_effect_is_told_as_none_and_with_its_interval() -> None:
    none = Effect(brand="acme", ai=20, others=40, left_out=2, unknown=1, change=-0.05, low=-0.2, high=0.13)
    told = say_effect(none)
    assert told.startswith(
        "no difference from comparable ones that is more than chance; between 20 % less and"
    )
    assert "13 % more fits" in told
    assert "Left out: 2" in told
    few = say_effect(Effect(brand="acme", ai=3, others=10, left_out=0, unknown=0))
    assert "too few to say. 3 of them beside 10 others can be compared" in few


def test_metrics_have_the_effect_with_its_bounds() -> None:
    registry = CollectorRegistry()
    effect = Effect(brand="acme", ai=9, others=9, left_out=0, unknown=0, change=-0.3, low=-0.4, high=-0.2)
    found = review_accounts(keep_days(60, lost=from_day(59, 9)), [], Rules(), Random(1))
    AccountMetrics(registry).note(replace(found, effects=(effect,)))
    bounds = [
        registry.get_sample_value("crisis_account_ai_effect_ratio", {"brand": "acme", "bound": bound})
        for bound in ("low", "estimate", "high")
    ]
    assert bounds == [-0.4, -0.3, -0.2]
    labels = {"brand": "acme", "platform": "instagram", "signal": Kind.FOLLOWER_LOSS}
    assert registry.get_sample_value("crisis_account_warned_signals", labels) == 1
