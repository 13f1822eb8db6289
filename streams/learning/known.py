"""Known features: those pieces of a text that a model has weights for, found without building the others.

What `features.features_for` finds, less what the model does not know; a property test compares the two.
"""

from collections.abc import Callable, Mapping
from itertools import chain
from operator import add
from typing import Final, NamedTuple

from streams.language import UNSPACED, Language
from streams.learning.features import DENIALS, HAN_RUN, REACH, SPACED, STEM, name_piece
from streams.memory import WordMemory

Weights = tuple[float, ...]

Known = dict[str, Weights]
"""Features and their weights: each once, in the order of the text."""

_Feature = tuple[str, Weights]
_Followers = Mapping[str, _Feature]
_NOBODY: Final[_Followers] = {}

_DENIES: Final = 1
_ENDS: Final = 2


class _Piece(NamedTuple):
    """One word, number or sign, as the model knows it."""

    word: str
    own: tuple[_Feature, ...]
    """What it brings by itself."""
    followers: _Followers
    """Words with which it makes a known pair, and the pair."""
    denied: _Feature | None
    """Its feature under a denial."""
    turn: int


class KnownWords:
    """For languages with spaces. Keeps nothing between texts but a bounded memory of tokens."""

    def __init__(self, vocabulary: Mapping[str, Weights], denials: frozenset[str], *, stems: bool) -> None:
        self._vocabulary = vocabulary
        self._denials = denials
        self._stems = stems
        self._pairs: dict[str, dict[str, _Feature]] = {}
        for feature, weights in vocabulary.items():
            first, space, second = feature.partition(" ")
            if space:
                self._pairs.setdefault(first, {})[second] = feature, weights
        self._pieces = WordMemory(self._describe)
        self._memory = WordMemory(self._take)

    def __call__(self, text: str) -> Known:
        """The known features of a text."""
        found = [*self._pick(["~shout"])] if text.isupper() else []
        text = text.lower()
        if not text.isascii():
            text = text.replace("’", "'")
        followers: _Followers = self._pairs.get("^", _NOBODY)
        denied = 0
        pieces = chain.from_iterable(map(self._memory.__getitem__, text.split()))
        for word, own, following, under_denial, turn in pieces:
            found += own
            if word in followers:
                found.append(followers[word])
            if denied:
                if under_denial is not None:
                    found.append(under_denial)
                denied -= 1
            if turn:
                denied = REACH if turn == _DENIES else 0
            followers = following
        return dict(found)

    def _take(self, token: str) -> tuple[_Piece, ...]:
        return tuple(map(self._pieces.__getitem__, SPACED.findall(token)))

    def _describe(self, raw: str) -> _Piece:
        marks: list[str] = []
        word = name_piece(raw, marks)
        stem = word[:STEM] if self._stems else word
        if self._stems and len(word) > STEM:
            marks.append(stem + "-")
        denied = "not_" + stem
        return _Piece(
            word,
            self._pick([*marks, word]),
            self._pairs.get(word, _NOBODY),
            (denied, self._vocabulary[denied]) if denied in self._vocabulary else None,
            _DENIES if word in self._denials else _ENDS if raw[0] in "!?" else 0,
        )

    def _pick(self, features: list[str]) -> tuple[_Feature, ...]:
        return tuple((name, self._vocabulary[name]) for name in features if name in self._vocabulary)


class KnownSigns:
    """For scripts without spaces."""

    def __init__(self, vocabulary: Mapping[str, Weights]) -> None:
        self._vocabulary = vocabulary

    def __call__(self, text: str) -> Known:
        """The known features of a text."""
        is_known = self._vocabulary.__contains__
        found: list[str] = []
        for run in HAN_RUN.findall(text.lower()):
            if run[0] > "\u3000":
                pairs = list(map(add, run, run[1:]))
                found += filter(is_known, chain(run, pairs, map(add, pairs, run[2:])))
            elif is_known(run[:12]):
                found.append(run[:12])
        return {each: self._vocabulary[each] for each in found}


def known_features_for(language: Language, vocabulary: Mapping[str, Weights]) -> Callable[[str], Known]:
    """How a text of this language is taken apart for a model with this vocabulary."""
    if language in UNSPACED:
        return KnownSigns(vocabulary)
    return KnownWords(vocabulary, DENIALS.get(language, frozenset()), stems=language is Language.HU)
