"""Posts of writers who had seen neither phrases nor training text nor other tests: what to expect of strangers.

Set 1 (English, Chinese, Hungarian) has been looked at, and the kinds of its false alarms were told to who wrote
training text; set 2 has been judged by several weights, in numbers only; set 3 (the same four languages, two writers)
once, when the weights were final. They go for measuring, never into training; whoever reads them to choose anything
draws new ones.
"""

import json
from functools import cache

import pytest

from streams.backlash.registry import CLASSIFIERS
from streams.language import Language
from streams.learning.course import forum_lesson, our_lesson, talk_lesson, under_lesson, voices_lesson
from streams.learning.evaluation import BacklashReport, evaluate_backlash
from streams.learning.judged import Judged, read_lines
from streams.sentiment.registry import SCORERS
from tests.streams.challenge import CHALLENGE, squeeze

LEAST = {
    (Language.EN, 1): 0.82,
    (Language.ZH_HANT, 1): 0.86,
    (Language.ZH_HANS, 1): 0.88,
    (Language.HU, 1): 0.84,
    (Language.EN, 2): 0.80,
    (Language.ZH_HANT, 2): 0.84,
    (Language.ZH_HANS, 2): 0.89,
    (Language.HU, 2): 0.83,
    (Language.ES, 2): 0.71,
    (Language.JA, 2): 0.77,
    (Language.EN, 3): 0.81,
    (Language.ZH_HANT, 3): 0.90,
    (Language.ZH_HANS, 3): 0.86,
    (Language.HU, 3): 0.84,
}
"""F1 by language and set: some .03 under what the model card says."""

SHORT = {(Language.EN, 2), (Language.EN, 3), (Language.ES, 2), (Language.JA, 2)}
"""Where .85, asked for on sets of our own, is missed by strangers' posts that nobody had looked at."""


@cache
def read_unmet(language: Language, number: int) -> tuple[Judged, ...]:
    lines = (CHALLENGE / f"unmet-{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(read_lines(line for line in lines if json.loads(line)["set"] == number))


@cache
def report_on(language: Language, number: int) -> BacklashReport:
    scorer, classifier = SCORERS[language](), CLASSIFIERS[language]()
    return evaluate_backlash(
        read_unmet(language, number),
        lambda each: classifier.classify(each.text, scorer.score(each.text), under_ai=each.under_ai),
    )


@pytest.mark.parametrize(("language", "number"), LEAST)
def test_backlash_by_strangers_is_found_as_far_as_the_model_card_says(
    language: Language, number: int
) -> None:
    report = report_on(language, number)
    assert report.f1.value >= LEAST[language, number], (report.f1, report.precision, report.recall)


@pytest.mark.parametrize(("language", "number"), sorted(SHORT))
@pytest.mark.xfail(strict=True, reason="F1 .85 was asked for; strangers say it in words nobody wrote down")
def test_backlash_by_strangers_is_found_as_well_as_in_our_own_sets(language: Language, number: int) -> None:
    assert report_on(language, number).f1.value >= 0.85


@pytest.mark.parametrize("language", sorted({language for language, _ in LEAST}))
def test_nobody_learned_from_them(language: Language) -> None:
    makers = (our_lesson, talk_lesson, forum_lesson, under_lesson, voices_lesson)
    learned = {squeeze(each.text) for make in makers for each in make(language).texts}
    unmet = {squeeze(each.text) for number in (1, 2, 3) for each in read_unmet(language, number)}
    assert len(unmet) >= 100
    assert not {text for text in unmet & learned if len(text) > 12}
