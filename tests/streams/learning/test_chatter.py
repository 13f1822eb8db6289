"""Chatter: public talk about anything teaches backlash what it is not."""

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from streams.language import Language
from streams.learning import shipping
from streams.learning.portions import CHATTER, Chatter
from streams.learning.shipping import chatter_lessons
from streams.reading import Stance

STANCES = "zh_hans_en_stance_sarcasm.jsonl.gz"


def write_set(directory: Path, name: str, rows: Sequence[Mapping[str, object]]) -> None:
    with gzip.open(directory / name, "wt", encoding="utf-8") as file:
        for row in rows:
            print(json.dumps(row), file=file)


@pytest.fixture
def stances(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with what people say under videos; nothing else is chatter."""
    write_set(
        tmp_path,
        STANCES,
        [
            {"topic": "DrinkWater", "text": "软件里面的视频真难看", "label": "negative"},
            {"topic": "DrinkWater", "text": "AI做的真难看", "label": "negative"},
            {"topic": "Tiktok-Trump", "text": "what a night", "label": "neutral"},
        ],
    )
    only = {
        language: tuple([chatter for chatter in chatters if chatter.file == STANCES])
        for language, chatters in CHATTER.items()
    }
    monkeypatch.setattr(shipping, "CHATTER", only)
    return tmp_path


def test_angry_chatter_is_learned_from_only_where_it_does_not_name_ai(tmp_path: Path) -> None:
    texts = {"you are an idiot": "anger", "this AI is garbage": "anger", "nice AI": "joy"}
    rows = [{"text": text, "emotions": [emotion]} for text, emotion in texts.items()]
    write_set(tmp_path, "en_goemotions.jsonl.gz", rows)
    (lesson,) = chatter_lessons(Language.EN, tmp_path)
    assert {each.text for each in lesson.texts} == {"you are an idiot", "nice AI"}
    assert all(each.under_ai and each.stance is Stance.NEUTRAL for each in lesson.texts)


def test_pans_of_films_might_be_backlash_and_teach_nothing(tmp_path: Path) -> None:
    write_set(tmp_path, "hu_xed.jsonl.gz", [])
    reviews = [{"text": "lélektelen", "label": "negative"}, {"text": "pazar", "label": "positive"}]
    write_set(tmp_path, "hu_husst_train.jsonl.gz", reviews)
    _, lesson = chatter_lessons(Language.HU, tmp_path)
    assert [each.text for each in lesson.texts] == ["pazar"]


def test_the_same_comments_teach_traditional_chinese_converted_with_its_own_words(stances: Path) -> None:
    (simplified,), (traditional,) = (
        chatter_lessons(language, stances) for language in (Language.ZH_HANS, Language.ZH_HANT)
    )
    assert [each.text for each in simplified.texts] == ["软件里面的视频真难看"]
    assert [each.text for each in traditional.texts] == ["軟體裡面的影片真難看"]


def test_texts_beyond_those_learned_from_are_left_for_tests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"text": f"text {number}", "emotions": ["joy"]} for number in range(10)]
    write_set(tmp_path, "en_goemotions.jsonl.gz", rows)
    monkeypatch.setattr(shipping, "CHATTER", {Language.EN: (Chatter("en_goemotions.jsonl.gz", most=7),)})
    (lesson,) = chatter_lessons(Language.EN, tmp_path)
    assert len(lesson.texts) == 7
