"""Known features: those pieces of a text that a model has weights for, found without building the others.

What `features.features_for` finds, less what the model does not know; a property test compares the two.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, pairwise
from operator import itemgetter
from typing import Final, Generic, TypeVar

from streams.language import UNSPACED, Language
from streams.learning.features import DENIALS, HAN_RUN, REACH, SPACED, STEM, name_piece, take_run, take_signs
from streams.memory import WordMemory
from streams.needles import Needles

Value = TypeVar("Value")
"""What a model has for a feature."""

_HAN: Final = re.compile("[\u3400-\u9fff\u3041-\u30ff]{1,3}")
_NOT_HAN: Final = re.compile(HAN_RUN.pattern.partition("|")[2])
_FACE: Final = re.compile(r"\[\w{1,4}\]")
"""As Weibo writes emoji; the signs in it are no words."""
_number: Final = itemgetter(0)


class KnownWords(Generic[Value]):
    """For languages with spaces. Keeps nothing between texts but a bounded memory of tokens."""

    def __init__(self, vocabulary: Mapping[str, Value], denials: frozenset[str], *, stems: bool) -> None:
        self._vocabulary = vocabulary
        self._denials = denials
        self._stems = stems
        self._pairs = {
            (first, second): (feature, value)
            for feature, value in vocabulary.items()
            for first, space, second in [feature.partition(" ")]
            if space
        }
        self._pieces = WordMemory(self._describe)
        self._memory = WordMemory(self._take)

    def __call__(self, text: str) -> dict[str, Value]:
        """The known features of a text, with what the model has for them."""
        known = dict(self._keep(["~shout"])) if text.isupper() else {}
        text = text.lower()
        if not text.isascii():
            text = text.replace("’", "'")
        taken = list(map(self._memory.__getitem__, text.split()))
        if not taken:
            return known
        named, own = zip(*taken, strict=True)
        words = ["^", *chain.from_iterable(named)]
        known.update(chain.from_iterable(own))
        pairs = self._pairs
        known.update(map(pairs.__getitem__, filter(pairs.__contains__, pairwise(words))))
        if not self._denials.isdisjoint(words):
            known.update(self._keep(self._deny(words)))
        return known

    def _deny(self, words: Iterable[str]) -> Iterator[str]:
        denied = 0
        for word in words:
            if denied:
                yield "not_" + (word[:STEM] if self._stems else word)
                denied -= 1
            if word in self._denials:
                denied = REACH
            elif word[0] in "!?":
                denied = 0

    def _take(self, token: str) -> tuple[tuple[str, ...], tuple[tuple[str, Value], ...]]:
        """Names of a token's words, and the known features these bring by themselves."""
        pieces = list(map(self._pieces.__getitem__, SPACED.findall(token)))
        return tuple(word for word, _ in pieces), tuple(chain.from_iterable(own for _, own in pieces))

    def _describe(self, raw: str) -> tuple[str, tuple[tuple[str, Value], ...]]:
        marks: list[str] = []
        word = name_piece(raw, marks)
        if self._stems and len(word) > STEM:
            marks.append(word[:STEM] + "-")
        return word, tuple(self._keep([*marks, word]))

    def _keep(self, features: Iterable[str]) -> Iterator[tuple[str, Value]]:
        return ((name, self._vocabulary[name]) for name in features if name in self._vocabulary)


class KnownSigns(Generic[Value]):
    """For scripts without spaces. Keeps nothing between texts."""

    def __init__(self, vocabulary: Mapping[str, Value]) -> None:
        self._vocabulary = vocabulary
        self._signs = [each for each in vocabulary.items() if _HAN.fullmatch(each[0])]
        self._needles = Needles(name for name, _ in self._signs)

    def __call__(self, text: str) -> dict[str, Value]:
        """The known features of a text, with what the model has for them."""
        text = text.lower()
        if "[" in text and _FACE.search(text):
            return dict(self._keep(take_signs(text)))
        known = dict(map(self._signs.__getitem__, map(_number, self._needles.find(text))))
        others = _NOT_HAN.findall(text)
        if others:
            known.update(self._keep(chain.from_iterable(map(take_run, others))))
        return known

    def _keep(self, features: Iterable[str]) -> Iterator[tuple[str, Value]]:
        return ((name, self._vocabulary[name]) for name in features if name in self._vocabulary)


def known_features_for(
    language: Language, vocabulary: Mapping[str, Value]
) -> Callable[[str], dict[str, Value]]:
    """How a text of this language is taken apart for a model with this vocabulary."""
    if language in UNSPACED:
        return KnownSigns(vocabulary)
    return KnownWords(vocabulary, DENIALS.get(language, frozenset()), stems=language is Language.HU)
