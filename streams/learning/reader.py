"""The reader: a model that takes texts of one language apart and weighs what it knows of them."""

from collections.abc import Iterable
from functools import partial
from sys import intern
from typing import Final

from streams.language import Language
from streams.learning.known import known_features_for
from streams.learning.linear import LinearModel
from streams.learning.packing import Packing
from streams.learning.stored import SCALE
from streams.memory import WordMemory

Known = dict[str, int]
"""A text's features and their packed weights."""

_BITS: Final = 60
"""For the sums of all classes in one number: Python adds what fits a machine word several times as fast."""


class TextReader:
    """Reads texts for one model. Keeps nothing between texts but a bounded memory of tokens."""

    def __init__(self, model: LinearModel, language: Language) -> None:
        self.model = model
        self._packing = Packing(len(model.classes), _BITS // len(model.classes))
        self._unpack = self._packing.unpack
        # In sixty-fourths, as they are stored: whole numbers come to the same sum in any order.
        self._packed: Known = {}
        widest = 1
        for name, weights in model.rows():
            self._packed[intern(name)] = self._packing.pack(weights)
            widest = max(widest, *map(abs, weights))
        self._take_apart = known_features_for(language, self._packed)
        self._fits = self._packing.most // widest
        """Features that cannot overflow their part of the sum."""
        self._pushes: dict[str, WordMemory[float]] = {
            name: WordMemory(partial(self._push, at=at)) for at, name in enumerate(model.classes)
        }

    def read(self, text: str, notes: Iterable[str]) -> tuple[tuple[float, ...], Known]:
        """Probabilities of the model's classes, and the features they rest on.

        `notes` are features beyond the text's own pieces.
        """
        packed = self._packed
        known = self._take_apart(text)
        for note in notes:
            if note in packed:
                known[note] = packed[note]
        if len(known) <= self._fits:
            return self.model.weigh(self._unpack(sum(known.values()))), known
        sums = [0] * len(self.model.classes)
        for each in map(self._unpack, known.values()):
            sums = list(map(int.__add__, sums, each))
        return self.model.weigh(sums), known

    def movers(self, known: Known, towards: str, most: int = 5) -> tuple[str, ...]:
        """The features that spoke most for a class against the others, strongest first."""
        push = self._pushes[towards].__getitem__
        strong = [
            (-pushed, feature) for pushed, feature in zip(map(push, known), known, strict=True) if pushed > 0
        ]
        strong.sort()
        return tuple([feature for _, feature in strong[:most]])

    def _push(self, feature: str, at: int) -> float:
        """How much a known feature speaks for the class of that number, against the others."""
        weights = [whole / SCALE for whole in self._unpack(self._packed[feature])]
        return weights[at] - (sum(weights) - weights[at]) / (len(weights) - 1)
