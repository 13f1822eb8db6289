"""Training of tags: several decisions side by side, none of which excludes another."""

import math

import pytest

from streams.learning.errors import BadLabelsError
from streams.learning.linear import LinearModel
from streams.learning.trainer import Recipe, Tagged, train_tags

RECIPE = Recipe(rate=0.3, epochs=30)
EXAMPLES = [
    Tagged(
        (*(name for name, every in (("sour", 2), ("cold", 3)) if number % every == 0), f"w{number}"),
        frozenset(tag for tag, every in (("lemon", 2), ("ice", 3)) if number % every == 0),
    )
    for number in range(60)
]
TAGS = ("ice", "lemon")
MODEL = train_tags(EXAMPLES, TAGS, RECIPE)


def chance(model: LinearModel, tag: str, *features: str) -> float:
    at = model.classes.index(tag)
    total = model.bias[at] + sum(
        model.weights[feature][at] for feature in features if feature in model.weights
    )
    return 1 / (1 + math.exp(-total))


def test_a_text_may_have_both_tags_one_or_none() -> None:
    assert chance(MODEL, "lemon", "sour", "cold") > 0.9
    assert chance(MODEL, "ice", "sour", "cold") > 0.9
    assert chance(MODEL, "lemon", "cold") < 0.1
    assert chance(MODEL, "ice", "cold") > 0.9
    assert chance(MODEL, "ice") < 0.1


def test_features_of_too_few_texts_are_left_out() -> None:
    assert set(MODEL.weights) == {"sour", "cold"}


def test_tags_are_learned_the_same_every_time() -> None:
    assert train_tags(EXAMPLES, TAGS, RECIPE).to_bytes() == MODEL.to_bytes()


def test_what_counts_more_weighs_more() -> None:
    doubted = [Tagged(("odd",), frozenset(("ice",) if number % 2 else ()), 1.0) for number in range(40)]
    for weight, is_likely in ((5.0, True), (0.1, False)):
        said = [Tagged(("odd",), frozenset(("ice",)), weight)] * 20
        other = [Tagged(("odd",), frozenset(("lemon",)), 1.0)] * 20
        assert (chance(train_tags(said + other + doubted, TAGS, RECIPE), "ice", "odd") > 0.55) == is_likely


def test_what_is_learned_on_from_stays_where_the_new_texts_are_silent() -> None:
    own = [Tagged(("bitter", "cold"), frozenset(("lemon",)))] * 30
    learned = train_tags(own, TAGS, RECIPE, start=MODEL)
    assert chance(learned, "lemon", "bitter") > chance(MODEL, "lemon", "bitter") + 0.3
    assert learned.weights["sour"] == MODEL.weights["sour"]
    still = train_tags(own, TAGS, Recipe(epochs=1, rate=1e-9), start=MODEL)
    assert still.bias == pytest.approx(MODEL.bias)
    assert chance(learned, "ice", "cold") < chance(MODEL, "ice", "cold")


def test_too_few_texts_or_a_tag_without_any_are_refused() -> None:
    with pytest.raises(BadLabelsError, match="none tagged salt"):
        train_tags(EXAMPLES, (*TAGS, "salt"), RECIPE)
    with pytest.raises(BadLabelsError, match="12 tagged texts"):
        train_tags(EXAMPLES[:12], TAGS, RECIPE)
