"""The reader: a model that takes texts of one language apart and weighs what it knows of them."""

from collections.abc import Iterable

from streams.language import Language
from streams.learning.known import Known, known_features_for
from streams.learning.linear import LinearModel


class TextReader:
    """Reads texts for one model. Keeps nothing between texts but a bounded memory of tokens."""

    def __init__(self, model: LinearModel, language: Language) -> None:
        self.model = model
        self._take_apart = known_features_for(language, model.weights)

    def read(self, text: str, notes: Iterable[str]) -> tuple[tuple[float, ...], Known]:
        """Probabilities of the model's classes, and the features they rest on.

        `notes` are features beyond the text's own pieces.
        """
        known = self._take_apart(text)
        weights = self.model.weights
        for note in notes:
            if note in weights:
                known[note] = weights[note]
        return self.model.weigh(known.values()), known
