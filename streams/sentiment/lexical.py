"""Scorers that rest on a lexicon of ours and, where weights ship, on a small model over its result."""

from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Final, Protocol

from streams.language import Language
from streams.learning.features import features_for
from streams.learning.linear import LinearModel
from streams.reading import Label
from streams.sentiment.lexicon import Rated
from streams.sentiment.scorer import Feeling
from streams.sentiment.taming import tame

CLASSES: Final = (Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE)
MOVERS: Final = 5
_BINS: Final = (-0.8, -0.6, -0.4, -0.2, -0.05, 0.05, 0.2, 0.4, 0.6, 0.8)


class Rater(Protocol):
    """Rates a text by its words; a lexicon, or VADER."""

    def rate(self, text: str) -> Rated: ...


class LearnedScorer:
    """A rater's result and the text's pieces, weighed by a model learned from labelled texts."""

    def __init__(self, rater: Rater, language: Language, model: LinearModel) -> None:
        self._rater = rater
        self._take_apart = features_for(language)
        self._model = model

    def score(self, text: str) -> Feeling:
        text = tame(text)
        rated = self._rater.rate(text)
        if not text.strip():
            return Feeling(Label.NEUTRAL, 0.0, 0.5)
        features = look(rated, text, self._take_apart)
        probabilities = self._model.probabilities(features)
        negative, _, positive = probabilities
        valence = positive - negative
        best = max(range(len(CLASSES)), key=probabilities.__getitem__)
        label = CLASSES[best]
        if (label is Label.NEGATIVE and valence >= 0) or (label is Label.POSITIVE and valence <= 0):
            label = Label.NEUTRAL
        return Feeling(label, valence, probabilities[best], self._explain(rated, features, label))

    def _explain(self, rated: Rated, features: Sequence[str], label: Label) -> tuple[str, ...]:
        sign = {Label.NEGATIVE: -1, Label.POSITIVE: 1}.get(label, 0)
        words = {
            word[:40]: value * sign
            for word, value in rated.movers
            if value * sign > 0 or (not sign and value)
        }
        named = sorted(words, key=lambda word: (-abs(words[word]), word))
        if sign and not named:
            learned = self._model.movers(features, label, MOVERS)
            named = [piece[:40] for piece in learned if piece[0] not in "~^<"]
        return tuple(named[:MOVERS])


def look(rated: Rated, text: str, take_apart: Callable[[str], list[str]]) -> list[str]:
    """What the model is shown; training uses the same."""
    level = sum(rated.compound >= edge for edge in _BINS)
    below = sum(value < 0 for _, value in rated.movers)
    above = sum(value > 0 for _, value in rated.movers)
    return [
        f"~level:{level}",
        f"~words:{min(2, below)}:{min(2, above)}",
        "~short" if len(text) < 20 else "~middle" if len(text) < 80 else "~long text",  # noqa: PLR2004  # a post's sizes
        *take_apart(text),
    ]


def load_learned(rater: Rater, language: Language) -> LearnedScorer:
    """With the weights shipped in the package."""
    weights = files("streams.sentiment") / "weights" / f"{language}.json.gz"
    return LearnedScorer(rater, language, LinearModel.from_file(weights))
