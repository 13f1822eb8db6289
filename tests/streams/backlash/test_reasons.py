"""Reasons: phrases and the other words of a post, each with a say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.backlash.classifier import BacklashClassifier
from streams.backlash.reasons import (
    ENOUGH,
    LIKELY,
    POSTS,
    UNLIKELY,
    Reason,
    ReasonReader,
    load_reasons,
    needed_sum,
)
from streams.backlash.registry import CLASSIFIERS
from streams.backlash.theme import Theme
from streams.language import Language
from streams.learning.linear import LinearModel
from streams.learning.packing import Packing
from streams.learning.weights import Skill, load_weights
from streams.reading import Label
from streams.sentiment.registry import SCORERS
from streams.sentiment.scorer import Feeling

CALM = Feeling(Label.NEUTRAL, 0.0, 0.5, ())


def reader(posts: int = ENOUGH, **weights: dict[Theme, float]) -> ReasonReader:
    """Of a model in which every theme has a chance of one in ten where nothing speaks for it or against."""
    rows = {
        name.replace("_", " "): tuple(row.get(theme, 0.0) for theme in Theme) for name, row in weights.items()
    }
    return ReasonReader(LinearModel(tuple(map(str, Theme)), (-2.2,) * len(Theme), rows, card={POSTS: posts}))


def test_a_theme_is_named_without_a_phrase_by_the_word_that_speaks_most_for_it() -> None:
    reasons = reader(paid={Theme.JOBS: 1.0}, nobody_paid={Theme.JOBS: 1.5}, paint={Theme.THEFT: 0.1})
    assert reasons.read(["paid", "paint", "nobody paid", "unheard"], ()) == (
        Reason(Theme.JOBS, "nobody paid"),
    )
    assert reasons.read(["paint"], ()) == ()


def test_a_phrase_is_believed_where_little_else_speaks() -> None:
    reasons = reader(tea={Theme.ENVIRONMENT: -0.5}, cups={Theme.ENVIRONMENT: -2.0})
    named = (Reason(Theme.ENVIRONMENT, None),)
    assert reasons.read([], {"environment"}) == named
    assert reasons.read(["tea"], {"environment", "ai"}) == named
    assert reasons.read(["tea", "cups"], {"environment"}) == ()


def test_who_has_learned_from_few_posts_doubts_no_phrase() -> None:
    reasons = reader(ENOUGH - 1, cups={Theme.ENVIRONMENT: -2.0})
    assert reasons.read(["cups"], {"environment"}) == (Reason(Theme.ENVIRONMENT, None),)


def test_what_nobody_can_read_speaks_for_a_theme_but_is_not_quoted() -> None:
    hidden = {name: {Theme.SLOP: 3.0} for name in ("^ x", "in <n>", "~long", "畫")}
    reasons = reader(ENOUGH, drivel={Theme.SLOP: 0.5}, **hidden)
    assert reasons.read(["畫", "^ x", "in <n>", "~long", "drivel"], ()) == (Reason(Theme.SLOP, "drivel"),)
    assert reasons.read(["畫"], ()) == (Reason(Theme.SLOP, None),)
    assert reasons.read(["^ x"], ()) == (Reason(Theme.SLOP, None),)


@given(st.floats(0.001, 0.999))
def test_a_sum_is_needed_just_as_the_chance_asks(chance: float) -> None:
    def likelihood(whole: int) -> float:
        return LinearModel(("yes", "no"), (whole / 64, 0.0), {}).probabilities(())[0]

    assert likelihood(needed_sum(chance)) >= chance - 1e-12
    assert likelihood(needed_sum(chance) - 1) < chance


@given(st.lists(st.lists(st.integers(-5000, 5000), min_size=12, max_size=12), min_size=1, max_size=20))
def test_sums_of_packed_rows_are_the_rows_sums(rows: list[list[int]]) -> None:
    packing = Packing(12, 32)
    assert packing.unpack(sum(map(packing.pack, rows))) == [sum(column) for column in zip(*rows, strict=True)]


def test_a_language_without_a_model_has_phrases() -> None:
    assert load_reasons(Language.OTHER) is None


def test_the_bounds_are_apart() -> None:
    assert needed_sum(UNLIKELY) < needed_sum(LIKELY)


@pytest.mark.parametrize("language", CLASSIFIERS, ids=str)
def test_every_language_has_weights_for_every_theme_among_what_its_decision_knows(language: Language) -> None:
    reasons, backlash = load_reasons(language), load_weights(Skill.BACKLASH, language)
    assert reasons is not None
    assert reasons.classes == tuple(map(str, Theme))
    assert set(reasons.weights) <= set(backlash.weights)
    assert all(any(row[at] >= 0.5 for row in reasons.weights.values()) for at in range(len(Theme)))


PLAIN = {
    Language.EN: ("ask it about our street and it names a mayor who died in 1987", Theme.WRONG_FACTS),
    Language.HU: ("kérdeztem az utcánkról, egy 1987-ben elhunyt polgármestert mondott", Theme.WRONG_FACTS),
    Language.ZH_HANT: ("以前這些圖都是我姊畫的，上週一她的桌子就空了", Theme.JOBS),
    Language.ZH_HANS: ("办公室里以前坐着五个会画画的人，现在一个都不在", Theme.JOBS),
}


@pytest.mark.parametrize("language", PLAIN, ids=str)
def test_a_reason_in_plain_words_is_found_and_quoted(language: Language) -> None:
    text, theme = PLAIN[language]
    classifier, feeling = CLASSIFIERS[language](), SCORERS[language]().score(text)
    assert theme not in classifier.look(text, feeling, under_ai=True).phrases
    finding = classifier.classify(text, feeling, under_ai=True)
    assert finding.is_backlash
    assert theme in finding.themes
    assert any(word in text for word in finding.because)


def test_without_a_model_phrases_alone_tell() -> None:
    backlash = load_weights(Skill.BACKLASH, Language.EN)
    text = "soulless AI slop and 18,000 cups of water"
    finding = BacklashClassifier(Language.EN, backlash).classify(text, CALM, under_ai=True)
    assert {Theme.SLOP, Theme.SOULLESS, Theme.ENVIRONMENT} <= set(finding.themes)
    assert finding.because[0] == "ai slop"
