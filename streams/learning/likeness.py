"""Likeness: judges a text by how the texts most like it were judged. Needs numpy, which comes with the encoder.

Kernel ridge regression: each learned text pulls towards its class, the more the nearer it is. What is near is said by
the encoder's point and by what the shipped weights and the word list say; every class counts the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from streams.language import Language
from streams.learning.encoder import Encoder
from streams.learning.errors import BadLabelsError
from streams.learning.features import features_for
from streams.learning.linear import LinearModel
from streams.learning.trainer import LEAST_EXAMPLES
from streams.sentiment.lexical import CLASSES, note
from streams.sentiment.raters import RATERS
from streams.sentiment.scorer import Feeling
from streams.sentiment.taming import tame

Rows = NDArray[np.float64]
"""One text each."""

SAID: Final = len(CLASSES) + 1
"""Leading columns of a text's row: what the shipped weights give each class, and the word list's result. The
encoder's point follows."""

WIDTH: Final = 0.1
"""How fast likeness fades with the square of the distance."""
WEIGHT_OF_SAID: Final = 0.5
WEIGHT_OF_MEANING: Final = 2.0
CALM: Final = 3.0
"""Pull of all pulls towards 0. These four were chosen on airline tweets and on VADER's tweets, 1,600 learned and
2,000 judged, each four times; no text of TweetEval or Weibo was looked at."""

LEAST_SPREAD: Final = 1e-9
"""Of a column that says the same of every text."""

MOST: Final = 4_000
"""Texts learned from: time grows with the third power."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What judged texts teach about others."""

    learned: Rows
    pulls: Rows
    """Of each learned text, towards each class."""
    usual: NDArray[np.float64]
    """What is said of a text that is like none."""
    middle: NDArray[np.float64]
    spread: NDArray[np.float64]
    """Of the leading columns, over the learned texts."""

    @classmethod
    def learn(cls, heard: Rows, labels: Sequence[str]) -> Self:
        """Learn from rows of `hear` and what people say of each, from at most the first `MOST`.

        Raises:
            BadLabelsError: too few texts.
        """
        heard, labels = heard[:MOST], labels[:MOST]
        if len(labels) < LEAST_EXAMPLES:
            raise BadLabelsError(f"{len(labels)} labelled texts")
        truth = np.array([[label == name for name in CLASSES] for label in labels], dtype=np.float64)
        counts = truth.sum(axis=0)
        rarity = len(labels) / np.count_nonzero(counts) / counts[truth.argmax(axis=1)]
        usual: NDArray[np.float64] = (truth * rarity[:, None]).sum(axis=0) / rarity.sum()
        said = heard[:, :SAID]
        middle, spread = said.mean(axis=0), np.maximum(said.std(axis=0), LEAST_SPREAD)
        learned = _place(heard, middle, spread)
        table = _compare(learned, learned) + CALM * np.diag(1 / rarity)
        pulls = np.asarray(np.linalg.solve(table, truth - usual), dtype=np.float64)
        return cls(learned, pulls, usual, middle, spread)

    def judge(self, heard: Rows) -> list[Feeling]:
        """What each text of rows of `hear` feels."""
        shares = _compare(_place(heard, self.middle, self.spread), self.learned) @ self.pulls + self.usual
        return [_feel(*map(float, row)) for row in shares]


def hear(texts: Sequence[str], language: Language, shipped: LinearModel, encoder: Encoder) -> Rows:
    """A row for each text of this language."""
    rater, take_apart = RATERS[language](), features_for(language)
    tamed_texts = [tame(text) for text in texts]
    said = []
    for tamed in tamed_texts:
        rated = rater.rate(tamed)
        shares = shipped.probabilities([*note(rated, tamed), *take_apart(tamed)])
        logs = np.log(np.maximum(shares, 1e-9))
        said.append([*(logs - logs.mean()), rated.compound])
    return np.hstack([np.array(said), encoder.encode(tamed_texts)], dtype=np.float64)


def _place(heard: Rows, middle: NDArray[np.float64], spread: NDArray[np.float64]) -> Rows:
    said = (heard[:, :SAID] - middle) / spread
    return np.hstack([said * WEIGHT_OF_SAID, heard[:, SAID:] * WEIGHT_OF_MEANING])


def _compare(some: Rows, others: Rows) -> Rows:
    """1 for the same text, towards 0 for ever less alike ones."""
    squares = (some**2).sum(axis=1)[:, None] + (others**2).sum(axis=1)[None] - 2 * some @ others.T
    likeness: Rows = np.exp(-WIDTH * np.maximum(squares, 0.0))
    return likeness


def _feel(*shares: float) -> Feeling:
    negative, _, positive = shares
    sure = max(shares)
    return Feeling(
        CLASSES[shares.index(sure)], max(-1.0, min(1.0, positive - negative)), max(0.0, min(1.0, sure))
    )
