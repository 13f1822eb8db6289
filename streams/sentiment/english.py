"""English sentiment: VADER, as published."""

from typing import Final

from streams.reading import Label
from streams.sentiment.scorer import Feeling
from streams.sentiment.taming import cut
from streams.sentiment.vader import Vader, Weighed, sum_up

THRESHOLD: Final = 0.05
"""VADER's own: compound at or beyond it, on either side, is a feeling."""

MOVERS: Final = 5
"""Words named in `because`."""

_EDGES: Final = ".,;:!?\"'()[]{}*#~…“”‘’"


class EnglishScorer:
    """Scores English with VADER; scores are those of the vaderSentiment release pinned in pyproject.toml."""

    def __init__(self) -> None:
        self._vader = Vader()

    def score(self, text: str) -> Feeling:
        weighed = self._vader.weigh(cut(text))
        compound = sum_up(weighed).compound
        movers = name_movers(weighed)
        if compound <= -THRESHOLD:
            return Feeling(Label.NEGATIVE, compound, 0.5 - compound / 2, movers)
        if compound >= THRESHOLD:
            return Feeling(Label.POSITIVE, compound, 0.5 + compound / 2, movers)
        return Feeling(Label.NEUTRAL, compound, 0.6 if movers else 0.5, movers)


def name_movers(weighed: Weighed) -> tuple[str, ...]:
    """The words that moved a score, strongest first, each once."""
    found: dict[str, float] = {}
    for at, value in zip(weighed.positions, weighed.values, strict=True):
        token = weighed.tokens[at][:40].lower()
        word = token.strip(_EDGES) or token
        found[word] = max(found.get(word, 0.0), abs(value))
    return tuple(sorted(found, key=lambda word: (-found[word], word))[:MOVERS])
