"""The weights that ship are what `streams.learning.shipping` makes of the texts they are said to be learned from."""

from pathlib import Path

import pytest

from streams.language import Language
from streams.learning import shipping
from streams.learning.linear import LinearModel
from streams.learning.portions import CHATTER, PORTIONS, Mix
from streams.learning.shipping import (
    KEPT_APART,
    LEARNED,
    PACKAGE,
    build_backlash,
    build_reasons,
    build_sentiment,
    scenario_lesson,
)
from streams.learning.trainer import Recipe
from streams.learning.weights import Skill, load_weights

PHRASES = Path(__file__).parents[3] / "deploy" / "scenarios" / "phrases"


def check_all(language: Language, sets: Path) -> None:
    """Sentiment, backlash over it and reasons over that."""
    raw = build_sentiment(language, sets, PHRASES).to_bytes()
    assert raw == (PACKAGE / "sentiment" / "weights" / f"{language}.json.gz").read_bytes()
    weights = PACKAGE / "backlash" / "weights"
    raw = build_backlash(language, LinearModel.from_bytes(raw), sets, PHRASES).to_bytes()
    assert raw == (weights / f"{language}.json.gz").read_bytes()
    reasons = build_reasons(language, LinearModel.from_bytes(raw))
    assert reasons.to_bytes() == (weights / f"{language}-reasons.json.gz").read_bytes()


@pytest.mark.parametrize("language", [Language.HU, Language.ES])
def test_weights_are_built_again_byte_for_byte(shared: Path, language: Language) -> None:
    sets = shared / "data" / "labelled"
    for name in (*PORTIONS[language], *(chatter.file for chatter in CHATTER[language])):
        if not (sets / name).is_file():
            pytest.skip(f"{sets} lacks {name}")
    check_all(language, sets)


def test_japanese_weights_are_built_again_byte_for_byte_from_our_own_sheets_alone(tmp_path: Path) -> None:
    check_all(Language.JA, tmp_path)


def test_english_reasons_are_built_again_byte_for_byte_from_our_own_sheets_alone() -> None:
    reasons = build_reasons(Language.EN, load_weights(Skill.BACKLASH, Language.EN))
    assert reasons.to_bytes() == (PACKAGE / "backlash" / "weights" / "en-reasons.json.gz").read_bytes()


def test_trainings_that_are_averaged_differ_in_their_order_where_the_mixture_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seeds = []

    def train(*_: object, recipe: Recipe, **__: object) -> LinearModel:
        seeds.append(recipe.seed)
        return load_weights(Skill.BACKLASH, Language.JA)

    monkeypatch.setattr(shipping, "train_backlash", train)
    monkeypatch.setattr(shipping, "MIXES", {Language.JA: (Mix(), Mix(seed=2))})
    build_backlash(Language.JA, load_weights(Skill.SENTIMENT, Language.JA), tmp_path)
    assert seeds == [1, 2]


@pytest.mark.parametrize("language", [Language.EN, Language.HU, Language.ZH_HANT, Language.ZH_HANS])
def test_phrases_kept_apart_are_not_learned_from(language: Language) -> None:
    learned, apart = (
        {each.text for each in scenario_lesson(language, PHRASES, names=names).texts}
        for names in (LEARNED, KEPT_APART)
    )
    assert len(apart) > 50
    assert not learned & apart
