"""Learning on from what may not ship: measured apart, on texts left out, and never written."""

import gzip
import json
from pathlib import Path

import pytest

from streams.language import Language
from streams.learning import more
from streams.learning.exams import MACRO_F1, Exam
from streams.learning.judged import Judged
from streams.learning.linear import LinearModel
from streams.learning.more import further_lessons, sit_with_more
from streams.learning.sources import by_label
from streams.reading import Label

EXAM = Exam("made up", "labelled/made_up.jsonl.gz", Language.ZH_HANS, by_label, MACRO_F1)
KNOWS_NOTHING = LinearModel(("negative", "neutral", "positive"), (0.0, 0.0, 0.0), {})
WORDS = {Label.NEGATIVE: "甲乙", Label.NEUTRAL: "丙丁", Label.POSITIVE: "戊己"}
TEXTS = [Judged(text=f"{word}{chr(0x4E00 + n)}", label=label) for n in range(30) for label, word in WORDS.items()]


def test_what_the_exam_itself_teaches_is_learned() -> None:
    assert sit_with_more(EXAM, TEXTS, KNOWS_NOTHING)["macro F1"].value > 0.9


def test_no_text_is_scored_by_weights_that_saw_it(monkeypatch: pytest.MonkeyPatch) -> None:
    learned: list[set[str]] = []
    learn = more._learn

    def spy(language: Language, lessons: list[more.Lesson], shipped: LinearModel) -> object:
        learned.append({each.text for lesson in lessons for each in lesson.texts})
        scorer = learn(language, lessons, shipped)

        class Watched:
            def score(self, text: str) -> object:
                assert text not in learned[-1]
                return scorer.score(text)

        return Watched()

    monkeypatch.setattr(more, "_learn", spy)
    figures = sit_with_more(EXAM, TEXTS, KNOWS_NOTHING)
    assert figures["macro F1"].texts == len(TEXTS)
    assert len(learned) == 5


def test_sets_that_may_not_ship_join_but_never_the_exam_itself(tmp_path: Path) -> None:
    folder = tmp_path / "labelled"
    folder.mkdir()
    for name in ("zh_hans_car.jsonl.gz", "zh_hans_delivery.jsonl.gz"):
        with gzip.open(folder / name, "wt", encoding="utf-8") as file:
            file.write(json.dumps({"text": name, "label": "negative"}) + "\n")
    itself = Exam("car", "labelled/zh_hans_car.jsonl.gz", Language.ZH_HANS, by_label, MACRO_F1)
    assert [lesson.name for lesson in further_lessons(itself, tmp_path)] == ["zh_hans_delivery.jsonl.gz"]
    assert len(list(further_lessons(EXAM, tmp_path))) == 2
    assert not list(further_lessons(EXAM, folder / "nowhere"))
