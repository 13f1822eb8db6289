"""Word lists: negation, degree and endings."""

import pytest

from streams.sentiment.lexicon import SpacedLexicon, UnspacedLexicon

HU, HANT, HANS = SpacedLexicon("hu"), UnspacedLexicon("zh-Hant"), UnspacedLexicon("zh-Hans")


@pytest.mark.parametrize(
    ("good", "bad"), [("nem rossz", "rossz"), ("imádom", "nem imádom"), ("szuper", "gagyi")]
)
def test_hungarian_negation_turns_a_word(good: str, bad: str) -> None:
    assert HU.rate(good).compound > 0 > HU.rate(bad).compound


def test_a_negation_does_not_reach_over_a_comma() -> None:
    assert HU.rate("nem, ez rossz").compound < 0


def test_degree_words_and_marks_strengthen() -> None:
    assert HU.rate("nagyon rossz").compound < HU.rate("rossz").compound < HU.rate("kicsit rossz").compound
    assert HANT.rate("超爛").compound < HANT.rate("爛").compound < 0
    assert HU.rate("rossz!!!").compound < HU.rate("rossz").compound


def test_hungarian_endings_and_missing_accents_are_understood() -> None:
    assert HU.rate("undorítóak").compound < 0
    assert HU.rate("undorito").compound < 0


@pytest.mark.parametrize("lexicon", [HANT, HANS])
def test_chinese_takes_the_longest_word_and_its_negation(lexicon: UnspacedLexicon) -> None:
    assert lexicon.rate("不錯" if lexicon is HANT else "不错").compound > 0
    assert lexicon.rate("不好吃").compound < 0


@pytest.mark.parametrize("lexicon", [HU, HANT, HANS])
def test_emoji_count_in_every_language(lexicon: SpacedLexicon | UnspacedLexicon) -> None:
    assert lexicon.rate("🤮").compound < 0 < lexicon.rate("❤️").compound
