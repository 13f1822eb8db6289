"""Learning on from a team's own labels: what it takes, what it keeps, and what is measured."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.language import Language
from streams.learning.course import HELD_OUT, LEAST_HELD_OUT
from streams.learning.errors import BadLabelsError
from streams.learning.judged import Judged
from streams.learning.linear import LinearModel
from streams.learning.own import (
    FOLDS,
    compare_backlash,
    compare_sentiment,
    fold,
    learn_backlash,
    learn_sentiment,
)
from streams.learning.trainer import LEAST_EXAMPLES
from streams.learning.weights import Skill, load_weights
from streams.reading import Label, Stance
from streams.sentiment.registry import SCORERS
from streams.sentiment.scorer import Scorer

THINGS = ("ad", "poster", "trailer", "mug", "jacket", "song", "page", "logo", "bag", "shoe")
SOUR = [f"this AI {thing} is mid{mark}" for mark in ("", " ngl", " fr") for thing in THINGS]
SWEET = [f"what an AI {thing}, it slaps{mark}" for mark in ("", " ngl", " fr") for thing in THINGS]


def judge(text: str, label: Label) -> Judged:
    return Judged(
        text=text, label=label, stance=Stance.AGAINST if label is Label.NEGATIVE else Stance.NEUTRAL
    )


ALL_SOUR = [judge(text, Label.NEGATIVE) for text in SOUR]
ALL_SWEET = [judge(text, Label.POSITIVE) for text in SWEET]
BOTH = [each for pair in zip(ALL_SOUR, ALL_SWEET, strict=True) for each in pair]


@pytest.fixture(scope="module")
def feeling() -> LinearModel:
    return load_weights(Skill.SENTIMENT, Language.EN)


@pytest.fixture(scope="module")
def stance() -> LinearModel:
    return load_weights(Skill.BACKLASH, Language.EN)


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return SCORERS[Language.EN]()


@pytest.mark.parametrize("do", [learn_sentiment, compare_sentiment])
def test_a_feeling_is_not_learned_from_one_label_alone(
    do: Callable[[Language, Sequence[Judged], LinearModel], object], feeling: LinearModel
) -> None:
    with pytest.raises(BadLabelsError, match="labelled texts, all negative; learning takes some of another"):
        do(Language.EN, ALL_SOUR, feeling)


@pytest.mark.parametrize("do", [learn_backlash, compare_backlash])
@pytest.mark.parametrize(
    ("judged", "said"),
    [
        (ALL_SOUR, "of those that speak of AI, .* all against AI-made content; .* some that are not"),
        (
            [*ALL_SWEET[:15], *(replace(each, stance=Stance.FOR) for each in ALL_SWEET[15:])],
            "of those that speak of AI, .* none against AI-made content; .* some that are,",
        ),
        ([*ALL_SOUR, *(Judged(text=f"tea {n}", stance=Stance.NEUTRAL) for n in range(9))], "all against"),
    ],
)
def test_a_stance_is_not_learned_from_one_side_alone(
    do: Callable[[Language, Sequence[Judged], Scorer, LinearModel], object],
    judged: Sequence[Judged],
    said: str,
    scorer: Scorer,
    stance: LinearModel,
) -> None:
    with pytest.raises(BadLabelsError, match=said):
        do(Language.EN, judged, scorer, stance)


def test_two_labels_of_three_and_two_stances_are_enough(
    feeling: LinearModel, stance: LinearModel, scorer: Scorer
) -> None:
    assert learn_sentiment(Language.EN, BOTH, feeling).classes == feeling.classes
    assert learn_backlash(Language.EN, BOTH, scorer, stance).classes == stance.classes


def test_twenty_five_texts_are_enough_as_the_help_says(
    feeling: LinearModel, stance: LinearModel, scorer: Scorer
) -> None:
    assert compare_sentiment(Language.EN, BOTH[:25], feeling).learned.texts == 25
    assert compare_backlash(Language.EN, BOTH[:25], scorer, stance).learned.texts == 25


def test_few_labels_leave_alone_how_sure_the_weights_are(
    feeling: LinearModel, stance: LinearModel, scorer: Scorer
) -> None:
    feeling, stance = replace(feeling, temperature=1.25), replace(stance, temperature=1.25)
    assert learn_sentiment(Language.EN, BOTH, feeling).temperature == 1.25
    assert learn_backlash(Language.EN, BOTH, scorer, stance).temperature == 1.25


def test_many_labels_say_how_sure_to_be(feeling: LinearModel) -> None:
    feeling = replace(feeling, temperature=1.25)
    judged = (BOTH * 20)[: round(LEAST_HELD_OUT / HELD_OUT)]
    assert learn_sentiment(Language.EN, judged[:-1], feeling).temperature == 1.25
    assert learn_sentiment(Language.EN, judged, feeling).temperature == 1.0


def test_copies_of_a_text_stand_on_one_side() -> None:
    judged = [*BOTH, *(replace(each, text=f" {each.text.upper()}\n") for each in BOTH[:20]), *BOTH[:40]]
    left_out: list[Judged] = []
    for rest, held in fold(judged):
        known = {" ".join(each.text.split()).lower() for each in rest}
        assert not any(" ".join(each.text.split()).lower() in known for each in held)
        assert len(rest) + len(held) == len(judged)
        assert len(held) == pytest.approx(len(judged) / FOLDS, abs=4)
        left_out += held
    assert sorted(each.text for each in left_out) == sorted(each.text for each in judged)


def test_texts_without_copies_are_dealt_in_turn() -> None:
    sizes = [len(held) for _, held in fold(BOTH[:23])]
    assert sizes == [5, 5, 5, 4, 4]
    assert list(fold(BOTH)) == list(fold(BOTH))


@given(st.lists(st.integers(1, 12), min_size=25, max_size=40))
def test_twenty_five_different_texts_leave_enough_to_learn_from_however_often_each_was_copied(
    copies: list[int],
) -> None:
    judged = [Judged(text=f"text {n}") for n, count in enumerate(copies) for _ in range(count)]
    assert all(len(rest) >= LEAST_EXAMPLES for rest, _ in fold(judged))


def test_a_stance_is_compared_on_what_the_workers_would_read(stance: LinearModel, scorer: Scorer) -> None:
    """They read the first 4,000 characters; what comes after is not taken for backlash here either."""
    told = [Judged(text=f"AI slop, soulless, boycott {n}", stance=Stance.AGAINST) for n in range(15)]
    long = [Judged(text=f"{'tea and cake ' * 400}{each.text}", stance=Stance.NEUTRAL) for each in told[:5]]
    judged = [*told, *ALL_SWEET]
    short_alone, with_long = (
        compare_backlash(Language.EN, some, scorer, stance).shipped.value for some in (judged, judged + long)
    )
    assert with_long == short_alone > 0.5
