"""Ladders: what comes in degrees is learned step by step, and shipped degree by degree.

How hostile a rater finds a text, and how many words of each sign it met, are told to the model as one feature for
each degree. The last degree is seldom met, so learned by itself it would stay near 0, and three angry emoji would
make a text kinder than one. Learned as steps (at least so hostile, and so on) a degree starts from the one before it:
the ordinal, or thermometer, coding of Fu and Kuan (J. Statist. Comput. Simul. 1996) and others. A sum of steps is one
weight, so nothing changes for who reads the weights.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from streams.learning.linear import LinearModel
from streams.sentiment.lexical import BINS

_MIDDLE: Final = len(BINS) // 2
"""The level of a text that leans neither way."""
_LEVELS: Final = {f"~level:{level}": level for level in range(len(BINS) + 1)}
_WORDS: Final = {f"~words:{below}:{above}": (below, above) for below in range(3) for above in range(3)}


def _list_steps(feature: str) -> tuple[str, ...] | None:
    """The steps up to a degree; None for what is none."""
    level = _LEVELS.get(feature)
    if level is not None:
        down = [f"~level:at most {step}" for step in range(level, _MIDDLE)]
        return (*down, *(f"~level:at least {step}" for step in range(_MIDDLE + 1, level + 1)))
    words = _WORDS.get(feature)
    if words is None:
        return None
    below, above = words
    steps = [f"~words:{step} below" for step in range(1, below + 1)]
    steps += [f"~words:{step} above" for step in range(1, above + 1)]
    return (*steps, "~words:both") if below and above else tuple(steps)


def climb(features: Iterable[str]) -> tuple[str, ...]:
    """The same features with each degree as its steps."""
    climbed: list[str] = []
    for feature in features:
        steps = _list_steps(feature)
        climbed += (feature,) if steps is None else steps
    return tuple(climbed)


def come_down(model: LinearModel) -> LinearModel:
    """A model of steps as one of degrees: the same sums for every text."""
    weights = {
        name: row
        for name, row in model.weights.items()
        if not name.startswith(("~level:at", "~words:")) or name in _WORDS
    }
    for degree in (*_LEVELS, *_WORDS):
        rows = [model.weights[step] for step in _list_steps(degree) or () if step in model.weights]
        if rows:
            weights[degree] = tuple(map(sum, zip(*rows, strict=True)))
    return replace(model, weights=weights)
