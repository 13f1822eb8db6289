"""Emphasis: marks that make a text louder whichever way it leans, so that they must not lean themselves.

"!!!" stands in praise more often than in anger. Learned as any other piece it takes from an angry text, and a model of
words cannot tell one from the other. So what it says for negative and for positive is made the same, against neutral,
and nothing is learned of a word that happened to stand before it: probabilities of both grow by one factor, and a
valence moves away from 0 and never through it. Capitals and drawn-out letters are left as they are learned: "GOOOAL" and
"GET INNN" are joy more often than not.
"""

import re
from dataclasses import replace
from typing import Final

from streams.language import UNSPACED, Language
from streams.learning.features import LONGEST_RUN
from streams.learning.linear import LinearModel

LEAST: Final = 0.1
MOST: Final = 0.4
"""Of what a mark adds to both: subtitles hold hardly a neutral line with one, and would make it all that counts."""

_MARKED: Final = re.compile(r"(?:.* )?[!！]+")


def is_mark(feature: str) -> bool:
    """Whether a feature is emphasis alone, or a word with nothing but emphasis behind it."""
    return _MARKED.fullmatch(feature) is not None


def is_marked_word(feature: str) -> bool:
    """Whether it is a word with nothing but emphasis behind it."""
    return " " in feature and is_mark(feature)


def level_marks(model: LinearModel, language: Language) -> LinearModel:
    """The same sentiment, told apart by nothing that only makes a text louder; classes in the order of `CLASSES`."""
    weights = {feature: row for feature, row in model.weights.items() if not is_mark(feature)}
    one, two = _find_gain(model, "！" if language in UNSPACED else "!"), _find_gain(model, "!!")
    gains = {"!": one, "!!": two}
    if language in UNSPACED:  # There a run is one piece, and not one beside its first mark.
        gains = dict.fromkeys("!！", one)
        gains |= {mark * times: one + two for mark in "!！" for times in range(2, LONGEST_RUN + 1)}
    weights |= {feature: (gain, 0.0, gain) for feature, gain in gains.items()}
    return replace(model, weights=weights)


def _find_gain(model: LinearModel, feature: str) -> float:
    """What it says for negative and positive together, against neutral."""
    negative, neutral, positive = model.weights.get(feature, (LEAST, 0.0, LEAST))
    return min(MOST, max(LEAST, (negative + positive) / 2 - neutral))
