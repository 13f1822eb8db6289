"""The stance: who is for AI-made content is told from who says nothing of it, on posts frozen before training."""

from functools import cache

import pytest

from streams.backlash.registry import CLASSIFIERS
from streams.language import Language
from streams.reading import Label, Stance
from streams.sentiment.registry import SCORERS
from streams.sentiment.scorer import Feeling
from tests.streams.challenge import read_challenge


@cache
def judge_all(language: Language) -> list[tuple[Stance | None, Stance | None, Label]]:
    """What people say, what the model says, and what it takes the text to feel."""
    scorer, classifier = SCORERS[language](), CLASSIFIERS[language]()
    rows = []
    for each in read_challenge(language):
        feeling = scorer.score(each.text)
        finding = classifier.classify(each.text, feeling, under_ai=each.under_ai)
        assert finding.is_backlash is (finding.stance is Stance.AGAINST)
        rows.append((each.stance, finding.stance, feeling.label))
    return rows


@pytest.mark.parametrize("language", CLASSIFIERS)
def test_who_is_for_it_is_mostly_right_and_mostly_found(language: Language) -> None:
    rows = judge_all(language)
    told = [truth for truth, said, _ in rows if said is Stance.FOR]
    wanted = [said for truth, said, _ in rows if truth is Stance.FOR]
    assert told.count(Stance.FOR) / len(told) >= 0.8
    assert wanted.count(Stance.FOR) / len(wanted) >= 0.5


@pytest.mark.parametrize("language", CLASSIFIERS)
def test_nobody_angry_is_for_it(language: Language) -> None:
    assert all(label is not Label.NEGATIVE for _, said, label in judge_all(language) if said is Stance.FOR)


def test_what_does_not_touch_ai_has_no_stance() -> None:
    classifier = CLASSIFIERS[Language.EN]()
    feeling = Feeling(Label.NEGATIVE, -0.5, 0.8)
    assert classifier.classify("my parcel is lost", feeling).stance is None
    assert classifier.classify("my parcel is lost", feeling, under_ai=True).stance is not None
