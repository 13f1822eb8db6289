"""Backlash in English and Japanese rests on words that say something."""

import pytest

from streams.language import Language
from streams.learning.linear import LinearModel
from streams.learning.particles import is_telling
from streams.learning.shipping import PACKAGE


@pytest.mark.parametrize("feature", ["with", "of the", "^ and", "not_would", "i'm"])
def test_particles_tell_nothing(feature: str) -> None:
    assert not is_telling(feature, Language.EN)
    assert is_telling(feature, Language.ES)


@pytest.mark.parametrize("feature", ["soulless", "of artists", "not_human", "~named", "😡"])
def test_anything_beside_a_particle_tells_something(feature: str) -> None:
    assert is_telling(feature, Language.EN)


@pytest.mark.parametrize(
    ("feature", "tells"), [("な", False), ("です", False), ("ひどい", True), ("ゴ", True), ("魂が", True)]
)
def test_one_or_two_kana_tell_nothing_in_japanese(feature: str, tells: bool) -> None:  # noqa: FBT001
    assert is_telling(feature, Language.JA) is tells


@pytest.mark.parametrize("language", [Language.EN, Language.JA])
def test_the_shipped_backlash_knows_no_particles(language: Language) -> None:
    model = LinearModel.from_bytes((PACKAGE / "backlash" / "weights" / f"{language}.json.gz").read_bytes())
    assert [feature for feature in model.weights if not is_telling(feature, language)] == []
