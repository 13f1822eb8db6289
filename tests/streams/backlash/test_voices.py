"""Posts of many voices, written one by one after the training text: what to expect of words nobody planned for."""

import pytest

from streams.backlash.registry import CLASSIFIERS
from streams.language import Language
from streams.learning.evaluation import BacklashReport, classify_judged, evaluate_backlash
from streams.learning.judged import read_sheet
from streams.learning.lessons import forum_lesson, our_lesson, talk_lesson, voices_lesson
from streams.sentiment.registry import SCORERS
from tests.streams.challenge import CHALLENGE

JAPANESE = tuple(read_sheet((CHALLENGE / "ja-voices.txt").read_text(encoding="utf-8").splitlines()))


def report() -> BacklashReport:
    scorer, classifier = SCORERS[Language.JA](), CLASSIFIERS[Language.JA]()
    return evaluate_backlash(
        JAPANESE,
        lambda each: classify_judged(classifier, scorer, each),
    )


def test_none_of_these_posts_was_learned_from() -> None:
    lessons = (lesson(Language.JA) for lesson in (our_lesson, talk_lesson, forum_lesson, voices_lesson))
    learned = {each.text for lesson in lessons for each in lesson.texts}
    assert len(JAPANESE) == 230
    assert not learned & {each.text for each in JAPANESE}


def test_backlash_in_many_voices_is_found_as_far_as_the_model_card_says() -> None:
    found = report()
    assert found.f1.value >= 0.74, (found.f1, found.precision, found.recall)
    assert found.precision.value >= 0.88, found.false


@pytest.mark.xfail(
    strict=True, reason="F1 .85 was asked for; words are not enough for what is said indirectly"
)
def test_backlash_in_many_voices_reaches_what_was_asked() -> None:
    assert report().f1.value >= 0.85
