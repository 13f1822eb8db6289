"""Scorers that rest on a lexicon of ours and, where weights ship, on a small model over its result."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, Protocol

from streams.language import Language
from streams.learning.linear import LinearModel
from streams.learning.reader import Known, TextReader
from streams.learning.weights import Skill, load_weights
from streams.reading import Label
from streams.sentiment.lexicon import Rated
from streams.sentiment.scorer import Feeling
from streams.sentiment.taming import tame

CLASSES: Final = (Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE)
MOVERS: Final = 5
NOTHING: Final = 0.5
"""Sums of word values closer to 0 say neither."""
MOST_SUM: Final = 6
MOST_COUNTED: Final = 4
BINS: Final = (-0.8, -0.6, -0.4, -0.2, -0.05, 0.05, 0.2, 0.4, 0.6, 0.8)


class Rater(Protocol):
    """Rates a text by its words; a lexicon, or VADER."""

    def rate(self, text: str) -> Rated: ...


class LearnedScorer:
    """A rater's result and the text's pieces, weighed by a model learned from labelled texts."""

    def __init__(self, rater: Rater, language: Language, model: LinearModel) -> None:
        self.rater = rater
        self.model = model
        self._language = language

    @cached_property
    def _reader(self) -> TextReader:  # Not before it is needed: the compiled part reads most texts itself.
        return TextReader(self.model, self._language)

    def score(self, text: str) -> Feeling:
        text = tame(text)
        rated = self.rater.rate(text)
        if not text or text.isspace():
            return Feeling(Label.NEUTRAL, 0.0, 0.5)
        probabilities, known = self._reader.read(text, note(rated, text))
        negative, neutral, positive = probabilities
        valence = positive - negative
        if valence < 0 and negative >= neutral:
            label, sure = Label.NEGATIVE, negative
        elif valence > 0 and positive > neutral:
            label, sure = Label.POSITIVE, positive
        else:
            label, sure = Label.NEUTRAL, max(probabilities)
        return Feeling(label, valence, sure, self._explain(rated, known, label))

    def _explain(self, rated: Rated, known: Known, label: Label) -> tuple[str, ...]:
        sign = -1 if label is Label.NEGATIVE else 1 if label is Label.POSITIVE else 0
        words = {
            word[:40]: abs(value) for word, value in rated.movers if value and (not sign or value * sign > 0)
        }
        if sign and not words:
            learned = self._reader.movers(known, label, MOVERS)
            return tuple([piece[:40] for piece in learned if piece[0] not in "~^<"])
        if len(words) < 2:  # noqa: PLR2004  # nothing to sort
            return tuple(words)
        return tuple(sorted(words, key=lambda word: (-words[word], word))[:MOVERS])


def note(rated: Rated, text: str) -> tuple[str, ...]:
    """What the model is told beside the text's pieces."""
    below = above = 0
    for _, value in rated.movers:
        if value < 0:
            below += 1
        elif value > 0:
            above += 1
    notes = (
        f"~level:{bisect_right(BINS, rated.compound)}",
        f"~words:{min(2, below)}:{min(2, above)}",
        "~short" if len(text) < 20 else "~middle" if len(text) < 80 else "~long text",  # noqa: PLR2004  # a post's sizes
    )
    return notes if rated.turns is None else (*notes, *_note_turns(rated.movers, rated.turns))


def _note_turns(movers: Sequence[tuple[str, float]], turns: Sequence[int]) -> tuple[str, ...]:
    """How a text goes on after "but", and where its feeling begins, ends and comes out."""
    values = [value for _, value in movers]
    total = sum(values)
    before = _sign(sum(values[: turns[0]])) if turns else "no"
    turn = before + _sign(sum(values[turns[-1] :]) if turns else total)
    if not values:
        return (f"~turn:{turn}",)
    below = len([value for value in values if value < 0])
    return name_turns(
        turn,
        _sign(values[0]) + _sign(values[-1]),
        max(-MOST_SUM, min(MOST_SUM, round(total))),
        min(MOST_COUNTED, below),
        min(MOST_COUNTED, len(values) - below),
    )


@lru_cache(maxsize=1_024)
def name_turns(turn: str, ends: str, total: int, below: int, above: int) -> tuple[str, ...]:
    return (
        f"~turn:{turn}",
        f"~first:{ends[0]}",
        f"~last:{ends[1]}",
        f"~sum:{total}",
        f"~count:{below}:{above}",
    )


def _sign(value: float) -> str:
    return "-" if value < -NOTHING else "+" if value > NOTHING else "0"


def load_learned(rater: Rater, language: Language, own: Path | None = None) -> LearnedScorer:
    """With a team's own weights where the directory `own` has them, else those shipped in the package."""
    return LearnedScorer(rater, language, load_weights(Skill.SENTIMENT, language, own))
