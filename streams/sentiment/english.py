"""English sentiment: VADER, as published."""

from functools import lru_cache
from typing import Final

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from streams.reading import Label
from streams.sentiment.scorer import Feeling
from streams.sentiment.taming import tame

THRESHOLD: Final = 0.05
"""VADER's own: compound at or beyond it, on either side, is a feeling."""

MOVERS: Final = 5
"""Words named in `because`."""


@lru_cache(maxsize=1)
def _analyzer() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


class EnglishScorer:
    """Scores English with vaderSentiment; scores are those of the release pinned in pyproject.toml."""

    def __init__(self) -> None:
        self._analyzer = _analyzer()

    def score(self, text: str) -> Feeling:
        text = tame(text)
        compound = float(self._analyzer.polarity_scores(text)["compound"])
        movers = self._movers(text)
        if compound <= -THRESHOLD:
            return Feeling(Label.NEGATIVE, compound, 0.5 - compound / 2, movers)
        if compound >= THRESHOLD:
            return Feeling(Label.POSITIVE, compound, 0.5 + compound / 2, movers)
        return Feeling(Label.NEUTRAL, compound, 0.6 if movers else 0.5, movers)

    def _movers(self, text: str) -> tuple[str, ...]:
        lexicon: dict[str, float] = self._analyzer.lexicon
        found: dict[str, float] = {}
        for token in text.lower().split():
            word = token.strip(".,;:!?\"'()[]{}*#~…“”‘’")
            key = word if word in lexicon else token
            if key in lexicon:
                found[key] = lexicon[key]
        for sign in set(text) & self._analyzer.emojis.keys():
            found[sign] = 1.0
        return tuple(sorted(found, key=lambda key: (-abs(found[key]), key))[:MOVERS])
