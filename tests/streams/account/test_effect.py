"""Do AI-made posts fare worse: an effect with its interval, and none where flags mean nothing."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from connectors.mention import Platform
from streams.account.effect import Effect, compare
from streams.account.figures import Post
from streams.account.rules import Rules
from tests.streams.account.ledger import START


def make_posts(count: int, factor: float, *, seed: int = 1, late: bool = False) -> list[Post]:
    """Reels get twice what images get; the account slides by half over its 100 days.

    `factor` is that of the rate of AI-made posts; `late` ones are made with AI mostly in the second half.
    """
    chance = Random(seed)
    found = []
    for number in range(count):
        day = 100 * number / count
        sort = chance.choice(("reel", "image"))
        is_ai = chance.random() < ((0.05 if day < 50 else 0.75) if late else 0.4)
        rate = 0.04 * (2 if sort == "reel" else 1) * (1 - day / 200) * math.exp(chance.gauss(0, 0.3))
        reach = round(8_000 * math.exp(chance.gauss(0, 0.5)))
        likes = round(reach * rate * (factor if is_ai else 1))
        found.append(
            Post(
                brand="acme",
                platform=Platform.INSTAGRAM,
                id=str(number),
                published_at=START + timedelta(days=day),
                reach=reach,
                likes=likes,
                comments=likes // 10,
                shares=likes // 20,
                is_ai=is_ai,
                format=sort,
            )
        )
    return found


def measure(posts: Sequence[Post], seed: int = 1) -> Effect:
    return compare(posts, Rules(), Random(seed))


def shuffle_flags(posts: Sequence[Post], chance: Random) -> list[Post]:
    flags = [post.is_ai for post in posts]
    chance.shuffle(flags)
    return [replace(post, is_ai=flag) for post, flag in zip(posts, flags, strict=True)]


@pytest.mark.need("000-11")
@pytest.mark.parametrize("factor", [0.5, 0.65, 1.6])
def test_an_effect_is_found_with_an_interval(factor: float) -> None:
    found = measure(make_posts(120, factor))
    assert found.is_clear
    assert found.change is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.change < found.high
    assert (found.change < 0) == (factor < 1)


@pytest.mark.need("000-11")
def test_shuffled_flags_give_none() -> None:
    """A 95 % interval misses in one of twenty: of 60 shuffles 3 are expected, more than 8 once in 500."""
    posts, chance = make_posts(90, 0.5), Random(5)
    assert measure(posts).is_clear
    clear = sum(measure(shuffle_flags(posts, chance), seed).is_clear for seed in range(60))
    assert clear <= 8


@pytest.mark.need("000-11")
def test_a_slide_of_the_whole_account_is_not_laid_at_the_door_of_ai() -> None:
    """AI-made posts are mostly the late ones, and late ones fare worse whoever made them."""
    clear = sum(measure(make_posts(100, 1.0, seed=seed, late=True)).is_clear for seed in range(40))
    assert clear <= 5


@pytest.mark.need("000-11")
def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    held = 0
    for seed in range(60):
        found = measure(make_posts(60, 0.7, seed=seed), seed)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= -0.3 <= found.high
    assert held >= 52


def test_too_few_to_compare_are_told_and_not_judged() -> None:
    found = measure(make_posts(12, 0.1))
    assert found.change is None
    assert not found.is_clear
    assert found.ai + found.others + found.left_out == 12


def test_like_is_compared_with_like_only() -> None:
    posts = [replace(post, format="reel" if post.is_ai else "image") for post in make_posts(80, 0.5)]
    found = measure(posts)
    assert (found.ai, found.others, found.left_out) == (0, 0, 80)
    assert found.change is None


def test_posts_of_which_nobody_said_who_made_them_are_counted_apart() -> None:
    posts = make_posts(60, 0.5)
    posts[:7] = [replace(post, is_ai=None) for post in posts[:7]]
    posts[7] = replace(posts[7], reach=0)
    assert measure(posts).unknown == 8


def test_the_same_seed_says_the_same_in_any_order() -> None:
    posts = make_posts(60, 0.7)
    assert measure(posts, 3) == measure(posts[::-1], 3)


def test_no_posts_have_no_effect() -> None:
    assert measure([]).change is None
