"""Word lists: negation, degree and endings."""

import pytest

from streams.sentiment.lexical import note
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


@pytest.mark.parametrize("word", ["legborzalmasabb", "elcsesztétek", "felidegesítettek", "kiábrándultam"])
def test_a_hungarian_prefix_does_not_hide_a_feeling(word: str) -> None:
    assert HU.rate(word).compound < 0


def test_a_prefix_is_not_looked_for_in_short_words() -> None:
    assert HU.rate("kijó felrossz").movers == (("felrossz", -2.0),)


def test_hungarian_tells_where_a_text_turns() -> None:
    assert HU.rate("szép, kedves, de unalmas").turns == (2,)
    assert HU.rate("szép és kedves").turns == ()
    assert SpacedLexicon("es").rate("bonito pero caro").turns is None


def test_a_negation_does_not_reach_over_a_turn() -> None:
    assert HU.rate("nem csak vicces").compound > 0 > HU.rate("nem vicces").compound


def test_a_model_is_told_of_turns() -> None:
    notes = {each for each in note(HU.rate("szép, kedves, de unalmas"), "") if each.startswith("~")}
    assert {"~turn:+-", "~first:+", "~last:-", "~sum:0", "~count:1:2"} <= notes
    assert "~turn:no0" in note(HU.rate("asztal"), "asztal")
