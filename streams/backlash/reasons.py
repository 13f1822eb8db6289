"""Reasons: why a mention is against AI-made content, by phrases and by what its other words together say.

A phrase is sure of itself and knows only its own wording; strangers put half of their reasons otherwise. So a
model, one logistic regression for each theme over the features the decision rests on, has a say in both
directions: it names a theme where no phrase does, and takes one back that a phrase names but nothing else fits.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from sys import intern
from typing import Final, NamedTuple

from streams.backlash.theme import Theme
from streams.language import Language
from streams.learning.linear import LinearModel
from streams.learning.packing import Packing
from streams.learning.stored import SCALE
from streams.learning.weights import Skill, load_weights

LIKELY: Final = 0.3
"""The least chance at which a theme is named without a phrase; chosen on posts kept apart."""

UNLIKELY: Final = 0.04
"""The chance below which a theme is not named, whatever the phrases; from .03 to .06 it was tried on strangers' posts
and on our own frozen sets, where more takes right reasons back in Hungarian and Spanish."""

ENOUGH: Final = 1_500
"""Posts a model has learned from before it may doubt a phrase, which takes having met many."""

POSTS: Final = "posts against"
"""On a model's card: how many it learned from, those counted less in part."""

_BITS: Final = 24
_NEVER: Final = 1 << 30


class Reason(NamedTuple):
    """One theme."""

    theme: Theme
    word: str | None
    """That speaks most for it, where no phrase does."""


def is_readable(feature: str) -> bool:
    """Whether it is made of words and not of marks of ours: "~long", "^ every", "in <n>"."""
    return feature[0] not in "~^" and "<" not in feature


def is_quotable(feature: str) -> bool:
    """Whether a feature tells a person something: a single sign of Han or kana hardly does."""
    return len(feature) > 1 and is_readable(feature)


def needed_sum(chance: float) -> int:
    """The sum, in sixty-fourths, from which on a theme's chance is at least this; between 0 and 1."""
    return math.ceil(SCALE * math.log(chance / (1 - chance)))


class ReasonReader:
    """Reads reasons out of the features of a text that is against AI-made content. Pure; keeps nothing."""

    def __init__(self, model: LinearModel) -> None:
        """Take in the model, whose classes are themes."""
        self.model = model
        self._themes = tuple(map(Theme, model.classes))
        self._packing = Packing(len(self._themes), _BITS)
        # Interned: the reader of the decision holds the same names.
        self._packed = {intern(name): self._packing.pack(row) for name, row in model.rows()}
        self._bias = whole_bias(model)
        self._kept = kept_sum(model)
        self._named = needed_sum(LIKELY)

    def read(self, known: Iterable[str], phrased: Collection[str]) -> tuple[Reason, ...]:
        """Themes in their own order.

        Args:
            known: the features that the decision rests on, each once.
            phrased: themes that a phrase names.
        """
        features = [feature for feature in known if feature in self._packed]
        sums = self._packing.unpack(sum([self._packed[feature] for feature in features]))
        found = []
        for at, theme in enumerate(self._themes):
            reached = self._bias[at] + sums[at]
            if theme.value in phrased:
                if reached >= self._kept:
                    found.append(Reason(theme, None))
            elif reached >= self._named:
                found.append(Reason(theme, self._name(features, at)))
        return tuple(found)

    def _name(self, features: Iterable[str], at: int) -> str | None:
        pushes = [
            (-self._packing.unpack(self._packed[feature])[at], feature)
            for feature in features
            if is_quotable(feature)
        ]
        push, feature = min(pushes, default=(0, ""))
        return feature if push < 0 else None


def kept_sum(model: LinearModel) -> int:
    """The sum from which on a phrase is believed."""
    learned = model.card.get(POSTS, 0)
    return needed_sum(UNLIKELY) if isinstance(learned, int) and learned >= ENOUGH else -_NEVER


def whole_bias(model: LinearModel) -> tuple[int, ...]:
    """In sixty-fourths, as the weights."""
    return tuple([round(each * SCALE) for each in model.bias])


def load_reasons(language: Language, own: Path | None = None) -> LinearModel | None:
    """A team's own model where `own` has one, else that in the package.

    None for a language that has none, whose reasons phrases alone tell.

    Raises:
        UnreadableWeightsError: the team's file is not weights.
    """
    try:
        return load_weights(Skill.REASONS, language, own)
    except FileNotFoundError:
        return None


def by_phrase_alone(phrased: Mapping[str, object]) -> tuple[Reason, ...]:
    """Where there is no model."""
    return tuple([Reason(theme, None) for theme in Theme if theme.value in phrased])
