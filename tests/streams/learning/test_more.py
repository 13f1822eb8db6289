"""Learning on from what may not ship: measured apart, on texts left out, and never written."""

from collections.abc import Sequence

import pytest

from streams.language import Language
from streams.learning import more
from streams.learning.exams import MACRO_F1, Exam
from streams.learning.judged import Judged
from streams.learning.linear import LinearModel
from streams.learning.more import learn, sit_with_more
from streams.learning.sources import by_label
from streams.reading import Label
from streams.sentiment.lexical import LearnedScorer

EXAM = Exam("made up", "labelled/made_up.jsonl.gz", Language.ZH_HANS, by_label, MACRO_F1)
KNOWS_NOTHING = LinearModel(("negative", "neutral", "positive"), (0.0, 0.0, 0.0), {})
WORDS = {Label.NEGATIVE: "甲乙", Label.NEUTRAL: "丙丁", Label.POSITIVE: "戊己"}
TEXTS = [
    Judged(text=f"{word}{chr(0x4E00 + n)}", label=label) for n in range(20) for label, word in WORDS.items()
]


def test_what_the_exam_itself_teaches_is_learned() -> None:
    assert sit_with_more(EXAM, TEXTS, KNOWS_NOTHING)["macro F1"].value > 0.9


def test_each_text_is_scored_once_by_weights_that_never_saw_it(monkeypatch: pytest.MonkeyPatch) -> None:
    left_out: list[str] = []

    def spy(exam: Exam, judged: Sequence[Judged], shipped: LinearModel) -> LearnedScorer:
        seen = {each.text for each in judged}
        left_out.extend(each.text for each in TEXTS if each.text not in seen)
        return learn(exam, judged, shipped)

    monkeypatch.setattr(more, "learn", spy)
    assert sit_with_more(EXAM, TEXTS, KNOWS_NOTHING)["macro F1"].texts == len(TEXTS)
    assert sorted(left_out) == sorted(each.text for each in TEXTS)
