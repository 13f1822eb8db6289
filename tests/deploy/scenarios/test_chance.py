"""Decks deal each card once before any comes again."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from deploy.scenarios.chance import Deck, pick


@given(cards=st.lists(st.integers(), min_size=1, max_size=20, unique=True), rounds=st.integers(1, 5))
def test_no_card_comes_twice_before_all_were_dealt(cards: list[int], rounds: int) -> None:
    deck = Deck(cards, Random(1))
    for _ in range(rounds):
        assert sorted(deck.deal() for _ in cards) == sorted(cards)


@given(cards=st.lists(st.integers(), min_size=1, max_size=20, unique=True), odd=st.booleans())
def test_wishes_come_first_and_never_cost_a_card(cards: list[int], odd: bool) -> None:  # noqa: FBT001
    deck = Deck(cards, Random(1))
    dealt = [deck.deal(lambda card: card % 2 == odd) for _ in cards]
    assert sorted(dealt) == sorted(cards)
    wished = sum(card % 2 == odd for card in cards)
    assert all(card % 2 == odd for card in dealt[:wished])


def test_weights_decide() -> None:
    rng = Random(1)
    picked = Counter(pick({"often": 9.0, "seldom": 1.0}, rng) for _ in range(2_000))
    assert 120 < picked["seldom"] < 280
