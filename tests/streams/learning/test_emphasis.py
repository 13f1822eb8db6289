"""Emphasis: what makes a text louder does not lean, whatever was learned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.language import UNSPACED, Language
from streams.learning.emphasis import LEAST, MOST, is_mark, is_marked_word, level_marks
from streams.learning.features import LONGEST_RUN, features_for
from streams.learning.linear import LinearModel
from streams.learning.particles import is_telling
from streams.sentiment.raters import RATERS

CLASSES = ("negative", "neutral", "positive")
WEIGHTS = st.tuples(*[st.integers(-200, 200).map(lambda whole: whole / 64)] * 3)
SPACED = [language for language in RATERS if language not in UNSPACED]


def say(model: LinearModel, language: Language, text: str) -> tuple[float, float, float]:
    take_apart = features_for(language)
    features = [each for each in take_apart(text) if not is_marked_word(each)]
    negative, neutral, positive = model.probabilities(features)
    return negative, neutral, positive


@given(
    language=st.sampled_from(list(RATERS)),
    marks=st.dictionaries(st.sampled_from(["!", "!!", "！", "！！"]), WEIGHTS),
    word=WEIGHTS,
    bias=WEIGHTS,
    times=st.integers(1, 40),
    mark=st.sampled_from("!！"),
)
def test_the_louder_the_further_from_0_and_never_through_it(
    *,
    language: Language,
    marks: dict[str, tuple[float, float, float]],
    word: tuple[float, float, float],
    bias: tuple[float, float, float],
    times: int,
    mark: str,
) -> None:
    if language in SPACED:
        mark = "!"  # The text was tamed before: no other comes.
    text = "爛" if language in UNSPACED else "trash"
    model = level_marks(LinearModel(CLASSES, bias, {**marks, text: word}), language)
    negative, _, positive = say(model, language, text)
    louder = say(model, language, text + mark * times)
    plain, loud = positive - negative, louder[2] - louder[0]
    assert plain * loud >= 0
    assert abs(loud) >= abs(plain) - 1e-9
    if times <= LONGEST_RUN and abs(plain) > 0.01:
        assert louder[1] < 1 - negative - positive


@given(marks=st.dictionaries(st.sampled_from(["!", "!!", "！"]), WEIGHTS))
def test_no_mark_counts_more_than_a_little(marks: dict[str, tuple[float, float, float]]) -> None:
    for language in RATERS:
        model = level_marks(LinearModel(CLASSES, (0.0, 0.0, 0.0), marks), language)
        for feature, (negative, neutral, positive) in model.weights.items():
            if is_mark(feature):
                assert (neutral, positive) == (0.0, negative)
                assert LEAST <= negative <= 2 * MOST


@pytest.mark.parametrize("feature", ["!", "!!", "！", "！！！", "trash !!", "^ !"])
def test_backlash_learns_nothing_from_marks(feature: str) -> None:
    assert is_mark(feature)
    assert not any(is_telling(feature, language) for language in RATERS)


@pytest.mark.parametrize("feature", ["trash", "!! trash", "??", "？", "！？", "trash ??", "not_trash"])
def test_all_else_is_learned(feature: str) -> None:
    assert not is_mark(feature)
    assert is_telling(feature, Language.HU)
