"""Chance with a memory: weighted choices, and decks that do not repeat a card before all were dealt."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


def pick(weights: Mapping[T, float], rng: Random) -> T:
    """Choose a key by its weight."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]


class Deck(Generic[T]):
    """Deals its cards in a random order; no card twice before all were dealt."""

    __slots__ = ("_cards", "_left", "_rng")

    def __init__(self, cards: Sequence[T], rng: Random) -> None:
        self._cards = tuple(cards)
        self._left: list[T] = []
        self._rng = rng

    def __bool__(self) -> bool:
        return bool(self._cards)

    def deal(self, wish: Callable[[T], bool] = lambda _: True) -> T:
        """The next card that is as wished; the next of all if none is left that is."""
        if not self._left:
            self._left = list(self._cards)
            self._rng.shuffle(self._left)
        at = next((at for at, card in enumerate(self._left) if wish(card)), 0)
        return self._left.pop(at)
