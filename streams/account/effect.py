"""Do posts made with AI fare worse? A comparison with the brand's other posts, and how sure it is.

Like is compared with like: only posts on one platform, of one format, from the same four weeks; so a video is not
held against a story, nor this month against last year's. The interval comes from shuffling which posts are AI-made
among those that are compared: a permutation test, turned round (Ernst, "Permutation Methods: A Basis for Exact
Inference", Statistical Science 19, 2004). It says what goes together, never what is the cause.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from streams.account.figures import Post
from streams.account.rate import Component, add_up, choose_components
from streams.account.rules import Rules

SHUFFLES: Final = 2_000
CONFIDENCE: Final = 0.95
NEEDED: Final = 6
"""Of each sort that can be compared."""
_SPAN: Final = timedelta(days=28)
_START: Final = datetime(1970, 1, 1, tzinfo=UTC)
_HALF: Final = 0.5
"""Added to the interactions: a post without any has a rate whose logarithm is still a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How AI-made posts fare beside the others; changes of the engagement rate, -0.2 is a fifth less."""

    brand: str
    ai: int
    """AI-made posts that were compared."""
    others: int
    left_out: int
    """Posts with a rate but nothing to be held against: no other sort of the same platform, format and time."""
    unknown: int
    """Posts of which nobody said whether AI made them, or without a rate."""
    change: float | None = None
    """None: too few to say."""
    low: float | None = None
    high: float | None = None
    """A change between `low` and `high` fits what was seen, at `CONFIDENCE`."""

    @property
    def is_clear(self) -> bool:
        """Whether no effect at all can be ruled out; wrong in one of twenty comparisons where there is none."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class _Stratum:
    """Posts that may be held against each other: logarithms of their rates, AI-made first."""

    values: tuple[float, ...]
    ai: int

    @property
    def weight(self) -> float:
        """As sure as a difference of their means is."""
        return self.ai * (len(self.values) - self.ai) / len(self.values)

    def differ(self, values: Sequence[float]) -> float:
        first, rest = values[: self.ai], values[self.ai :]
        return sum(first) / len(first) - sum(rest) / len(rest)


def compare(posts: Sequence[Post], rules: Rules, chance: Random) -> Effect:
    """Compare the AI-made posts of one brand with its others.

    Args:
        posts: of one brand, on any platform.
        rules: for the weights.
        chance: shuffles; with the same seed the interval is the same.
    """
    groups: dict[tuple[str, str, int], dict[bool, list[float]]] = defaultdict(lambda: {True: [], False: []})
    unknown = 0
    components = {
        platform: choose_components([post for post in posts if post.platform is platform])
        for platform in {post.platform for post in posts}
    }
    for post in sorted(posts, key=lambda one: (one.published_at, one.platform, one.id)):
        rate = _log_rate(post, components[post.platform], rules)
        if rate is None or post.is_ai is None:
            unknown += 1
            continue
        period = (post.published_at - _START) // _SPAN
        groups[post.platform, post.format.casefold(), period][post.is_ai].append(rate)
    strata = [
        _Stratum((*group[True], *group[False]), len(group[True]))
        for group in groups.values()
        if group[True] and group[False]
    ]
    ai = sum(one.ai for one in strata)
    others = sum(len(one.values) for one in strata) - ai
    seen = Effect(
        brand=posts[0].brand if posts else "",
        ai=ai,
        others=others,
        left_out=len(posts) - unknown - ai - others,
        unknown=unknown,
    )
    if min(ai, others) < NEEDED:
        return seen
    found = _weigh(strata, [one.values for one in strata])
    # What is left when the effect is taken out would have been so whatever the sort: any order of it is as likely.
    rests = [[value - found * (number < one.ai) for number, value in enumerate(one.values)] for one in strata]
    drawn = []
    for _ in range(SHUFFLES):
        for rest in rests:
            chance.shuffle(rest)
        drawn.append(_weigh(strata, rests))
    drawn.sort()
    tail = round((1 - CONFIDENCE) / 2 * SHUFFLES)
    return replace(
        seen,
        change=math.expm1(found),
        low=math.expm1(found - drawn[-1 - tail]),
        high=math.expm1(found - drawn[tail]),
    )


def _weigh(strata: Sequence[_Stratum], values: Sequence[Sequence[float]]) -> float:
    total = sum(one.weight for one in strata)
    return sum(one.weight * one.differ(mine) for one, mine in zip(strata, values, strict=True)) / total


def _log_rate(post: Post, components: Sequence[Component], rules: Rules) -> float | None:
    total = add_up(post, components, rules.weights)
    return None if total is None or not post.reach else math.log((total + _HALF) / post.reach)
