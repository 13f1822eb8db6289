"""Words that only short comments hold are learned after all else, which stays as it is."""

from dataclasses import replace

import pytest

from streams.language import Language
from streams.learning.course import add_words, train_sentiment
from streams.learning.judged import Judged
from streams.learning.lessons import Lesson
from streams.learning.linear import LinearModel
from streams.learning.reader import TextReader
from streams.reading import Label

NEGATIVE, NEUTRAL, POSITIVE = Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE
LONG = Lesson(
    "long",
    tuple(
        Judged(text=f"the {thing} was {word} on day {day}", label=label)
        for day in range(8)
        for thing in ("coat", "film", "bus")
        for word, label in (("flonky", NEGATIVE), ("plain", NEUTRAL), ("zippish", POSITIVE))
    ),
)
SHORT = Lesson(
    "short",
    tuple(
        Judged(text=text, label=label)
        for text, label in (
            ("snib", NEGATIVE),
            ("grawly", NEGATIVE),
            ("merple", NEUTRAL),
            ("blorp 🧩", POSITIVE),
        )
        for _ in range(6)
    )
    + (Judged(text="flonky!!", label=POSITIVE),) * 6,
)


@pytest.fixture(scope="module")
def taught() -> LinearModel:
    return train_sentiment(Language.EN, [LONG])


def chances(model: LinearModel, *features: str) -> tuple[float, ...]:
    return model.probabilities(features)


def test_new_words_are_learned_and_all_else_is_left(taught: LinearModel) -> None:
    added = add_words(Language.EN, taught, [LONG], SHORT, met=3)
    assert added.bias == taught.bias
    assert {feature: added.weights[feature] for feature in taught.weights} == taught.weights
    assert {"snib", "grawly", "blorp", "🧩"} <= added.weights.keys() - taught.weights.keys()
    for word, sign in (("snib", -1), ("grawly", -1), ("blorp", 1)):
        before, after = chances(taught, word), chances(added, word)
        assert sign * (after[2] - after[0]) > sign * (before[2] - before[0]), word


def test_a_word_that_longer_texts_have_taught_stays_as_they_taught_it(taught: LinearModel) -> None:
    assert "flonky" in taught.weights
    kept = add_words(Language.EN, taught, [LONG], SHORT, met=3)
    learned = add_words(Language.EN, taught, [LONG], SHORT, met=1_000)
    assert kept.weights["flonky"] == taught.weights["flonky"]
    assert learned.weights["flonky"][2] > taught.weights["flonky"][2]


def test_emoji_are_learned_anew_and_marks_never(taught: LinearModel) -> None:
    known = replace(taught, weights={**taught.weights, "🧩": (1.0, 0.0, -1.0)})
    often = Lesson("often", tuple(replace(each, text=f"{each.text} 🧩 blorp") for each in LONG.texts))
    added = add_words(Language.EN, known, [often], SHORT, met=3)
    assert "blorp" not in added.weights
    assert added.weights["🧩"][2] > -1.0
    assert {mark: added.weights[mark] for mark in ("!", "!!")} == {
        mark: taught.weights[mark] for mark in ("!", "!!")
    }
    assert not any(feature.endswith(" !!") for feature in added.weights)


def test_the_reader_takes_what_was_added(taught: LinearModel) -> None:
    added = LinearModel.from_bytes(add_words(Language.EN, taught, [LONG], SHORT, met=3).to_bytes())
    (negative, _, positive), _ = TextReader(added, Language.EN).read("snib", ())
    assert negative > positive
