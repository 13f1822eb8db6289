"""Posts of writers who had seen neither phrases nor training text nor other tests: what to expect of strangers.

Set 1 (English, Chinese, Hungarian) and Spanish set 2 have been looked at, and the kinds of their false alarms were told
to who wrote training text; the other sets 2 and set 3 have been judged by several weights, in numbers only; set 4 (four
languages, two writers) once when all but the English weights were final, and some times, in numbers, since; Spanish and
Japanese set 4 when their weights had all their posts, and some times, in numbers, while the weight of calm talk was
chosen. Set 5 (all six, two writers) was judged before the posts for reasons were learned from, and some times since, in
numbers. They go for measuring, never into training; whoever reads them to choose anything draws new ones.
"""

from functools import cache

import pytest

from streams.backlash.registry import CLASSIFIERS
from streams.language import Language
from streams.learning.evaluation import BacklashReport, classify_judged, evaluate_backlash
from streams.reading import Stance
from streams.sentiment.registry import SCORERS
from tests.streams.challenge import read_unmet, squeeze, squeeze_learned

LEAST = {
    (Language.EN, 1): (0.84, 0.73),
    (Language.ZH_HANT, 1): (0.86, 0.78),
    (Language.ZH_HANS, 1): (0.88, 0.76),
    (Language.HU, 1): (0.87, 0.75),
    (Language.EN, 2): (0.83, 0.70),
    (Language.ZH_HANT, 2): (0.85, 0.71),
    (Language.ZH_HANS, 2): (0.86, 0.76),
    (Language.HU, 2): (0.88, 0.69),
    (Language.ES, 2): (0.81, 0.76),
    (Language.JA, 2): (0.88, 0.72),
    (Language.EN, 3): (0.85, 0.77),
    (Language.ZH_HANT, 3): (0.92, 0.74),
    (Language.ZH_HANS, 3): (0.90, 0.77),
    (Language.HU, 3): (0.82, 0.77),
    (Language.ES, 3): (0.79, 0.61),
    (Language.JA, 3): (0.85, 0.65),
    (Language.EN, 4): (0.83, 0.73),
    (Language.ZH_HANT, 4): (0.91, 0.83),
    (Language.ZH_HANS, 4): (0.84, 0.80),
    (Language.HU, 4): (0.85, 0.77),
    (Language.ES, 4): (0.80, 0.67),
    (Language.JA, 4): (0.87, 0.76),
    (Language.EN, 5): (0.83, 0.73),
    (Language.ZH_HANT, 5): (0.89, 0.81),
    (Language.ZH_HANS, 5): (0.89, 0.78),
    (Language.HU, 5): (0.84, 0.65),
    (Language.ES, 5): (0.89, 0.70),
    (Language.JA, 5): (0.93, 0.77),
}
"""F1 of the decision and of its reasons taken together, by language and set: some .03 and .04 under what the model card
says."""

SHORT = {(Language.EN, 2), (Language.ES, 3), (Language.ES, 4)}
"""Where .85, asked for on sets of our own, is missed by strangers' posts that nobody had looked at."""


@cache
def report_on(language: Language, number: int) -> BacklashReport:
    scorer, classifier = SCORERS[language](), CLASSIFIERS[language]()
    return evaluate_backlash(
        read_unmet(language, number),
        lambda each: classify_judged(classifier, scorer, each),
    )


@pytest.mark.parametrize(("language", "number"), LEAST)
def test_backlash_by_strangers_is_found_as_far_as_the_model_card_says(
    language: Language, number: int
) -> None:
    report = report_on(language, number)
    assert report.f1.value >= LEAST[language, number][0], (report.f1, report.precision, report.recall)


@pytest.mark.parametrize(("language", "number"), LEAST)
def test_reasons_of_strangers_are_found_as_far_as_the_model_card_says(
    language: Language, number: int
) -> None:
    scorer, classifier = SCORERS[language](), CLASSIFIERS[language]()
    right = wrong = 0
    for each in read_unmet(language, number):
        if each.stance is not Stance.AGAINST:
            continue
        finding = classify_judged(classifier, scorer, each)
        right += len(each.themes & set(finding.themes))
        wrong += len(each.themes ^ set(finding.themes))
    assert 2 * right / (2 * right + wrong) >= LEAST[language, number][1]


@pytest.mark.parametrize(("language", "number"), sorted(set(LEAST) - SHORT))
def test_backlash_by_strangers_is_found_as_well_as_was_asked_of_our_own_sets(
    language: Language, number: int
) -> None:
    assert report_on(language, number).f1.value >= 0.85


@pytest.mark.parametrize(("language", "number"), sorted(SHORT))
@pytest.mark.xfail(strict=True, reason="F1 .85 was asked for; strangers say it in words nobody wrote down")
def test_backlash_by_strangers_is_found_as_well_as_in_our_own_sets(language: Language, number: int) -> None:
    assert report_on(language, number).f1.value >= 0.85


@pytest.mark.parametrize("language", sorted({language for language, _ in LEAST}))
def test_nobody_learned_from_them(language: Language) -> None:
    unmet = {squeeze(each.text) for each in read_unmet(language)}
    assert len(unmet) >= 100
    assert not {text for text in unmet & squeeze_learned(language) if len(text) > 12}
