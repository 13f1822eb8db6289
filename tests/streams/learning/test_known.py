"""A model's reader finds what training saw, less what the model does not know."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.language import Language
from streams.learning.features import features_for
from streams.learning.known import known_features_for
from streams.learning.lessons import our_lesson

LANGUAGES = [Language.EN, Language.HU, Language.ZH_HANT, Language.JA]
WORDS = [
    "not",
    "Nem",
    "good",
    "soooo",
    "isn't",
    "don’t",
    "!!!",
    "?!",
    "AI",
    "@x",
    "3",
    "megvettem",
    "https://a.b/c",
]
SIGNS = [
    "沒",
    "靈魂",
    "好棒",
    "AI味",
    "！！",
    "~~",
    "…",
    "😡",
    "[哭]",
    "カメラ",
    " ",
    "\u3000",
    "\x1c",
    "\n",
    "ǅ",
    "İ",
]
TEXTS = st.lists(st.sampled_from([*WORDS, *SIGNS]) | st.text(max_size=6), max_size=30).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda between: between.join(pieces))
)


def learn(
    language: Language, texts: list[str], *, every: int
) -> tuple[Callable[[str], dict[str, tuple[float]]], dict[str, tuple[float]]]:
    """A reader that knows every so-manyth feature of the texts."""
    seen = dict.fromkeys(feature for text in texts for feature in features_for(language)(text))
    vocabulary = {feature: (float(number),) for number, feature in enumerate(seen) if number % every == 0}
    return known_features_for(language, vocabulary), vocabulary


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(LANGUAGES), st.lists(TEXTS, min_size=1, max_size=4), st.integers(1, 3))
def test_known_features_are_those_of_training_that_the_model_knows(
    language: Language, texts: list[str], every: int
) -> None:
    read, vocabulary = learn(language, texts, every=every)
    for text in [*texts, *texts]:  # the second time from memory
        wanted = {each: vocabulary[each] for each in features_for(language)(text) if each in vocabulary}
        assert read(text) == wanted


@pytest.mark.parametrize("language", [Language.EN, Language.HU, Language.ZH_HANT])
def test_our_own_posts_read_the_same_both_ways(language: Language) -> None:
    texts = [each.text for each in our_lesson(language).texts][::7]
    read, vocabulary = learn(language, texts, every=2)
    for text in texts:
        assert set(read(text)) == {each for each in features_for(language)(text) if each in vocabulary}


def test_an_empty_vocabulary_knows_nothing() -> None:
    assert known_features_for(Language.EN, {})("GOOD not bad!!") == {}
