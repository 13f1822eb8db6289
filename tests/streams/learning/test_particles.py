"""Backlash in English and Japanese rests on words that say something."""

import gzip
import json
from pathlib import Path

import pytest

from streams.language import Language
from streams.learning.linear import LinearModel
from streams.learning.particles import is_telling
from streams.learning.shipping import PACKAGE, chatter_lesson


@pytest.mark.parametrize("feature", ["with", "of the", "^ and", "not_would", "i'm"])
def test_particles_tell_nothing(feature: str) -> None:
    assert not is_telling(feature, Language.EN)
    assert is_telling(feature, Language.ES)


@pytest.mark.parametrize("feature", ["soulless", "of artists", "not_human", "~named", "!!", "😡"])
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


def test_angry_chatter_is_learned_from_only_where_it_does_not_name_ai(tmp_path: Path) -> None:
    texts = {"you are an idiot": "anger", "this AI is garbage": "anger", "nice AI": "joy"}
    with gzip.open(tmp_path / "en_goemotions.jsonl.gz", "wt", encoding="utf-8") as file:
        for text, emotion in texts.items():
            print(json.dumps({"text": text, "emotions": [emotion]}), file=file)
    lesson = chatter_lesson(Language.EN, tmp_path)
    assert {each.text for each in lesson.texts} == {"you are an idiot", "nice AI"}
    assert all(each.under_ai for each in lesson.texts)
