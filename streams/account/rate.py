"""The engagement rate: weighted interactions for each person reached."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from streams.account.figures import Engaged


class Component(StrEnum):
    """What a rate is made of."""

    LIKES = "likes"
    COMMENTS = "comments"
    SHARES = "shares"
    INTERACTIONS = "interactions"
    """All sorts together; only where the platform does not tell them apart."""


APART: Final = (Component.LIKES, Component.COMMENTS, Component.SHARES)
_MOSTLY: Final = 0.5
"""A component counts if it is told for so large a part of what was reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What one of each is worth, 0 or more. That talking and passing on ask more of a person than a like is an
    opinion; the numbers are ours.
    """

    likes: float = 1.0
    comments: float = 2.0
    shares: float = 3.0

    def __post_init__(self) -> None:
        values = (self.likes, self.comments, self.shares)
        if not all(math.isfinite(value) and value >= 0 for value in values) or not any(values):
            raise ValueError("weights are 0 or more, and not all of them 0")

    def of(self, component: Component) -> float:
        match component:
            case Component.LIKES:
                return self.likes
            case Component.COMMENTS:
                return self.comments
            case Component.SHARES:
                return self.shares
            case Component.INTERACTIONS:
                return 1.0


PLAIN: Final = Weights(likes=1, comments=1, shares=1)
"""As most tools count: each interaction is one."""


def count_of(item: Engaged, component: Component) -> int | None:
    match component:
        case Component.LIKES:
            return item.likes
        case Component.COMMENTS:
            return item.comments
        case Component.SHARES:
            return item.shares
        case Component.INTERACTIONS:
            return item.interactions


def choose_components(items: Sequence[Engaged]) -> tuple[Component, ...]:
    """What the rate of all these is made of, so that they can be compared; empty if none can be had.

    Of likes, comments and shares those that are told for at least half of the items with a reach; where that is
    none, all interactions together.
    """
    reached = [item for item in items if item.reach]

    def is_told(component: Component) -> bool:
        told = sum(count_of(item, component) is not None for item in reached)
        return bool(told) and told >= _MOSTLY * len(reached)

    apart = tuple(component for component in APART if is_told(component))
    return apart or tuple(component for component in (Component.INTERACTIONS,) if is_told(component))


def add_up(item: Engaged, components: Sequence[Component], weights: Weights = PLAIN) -> float | None:
    """Weighted interactions; None if there are no components or one of them is not told."""
    counts = [count_of(item, component) for component in components]
    if not counts or None in counts:
        return None
    return sum(
        weights.of(component) * count
        for component, count in zip(components, counts, strict=True)
        if count is not None
    )


def find_rate(item: Engaged, components: Sequence[Component], weights: Weights = PLAIN) -> float | None:
    """Weighted interactions / reach; None where nobody was reached: then there is no rate, and not a rate of 0."""
    total = add_up(item, components, weights)
    return None if total is None or not item.reach else total / item.reach
