"""The public sets: what the shipped weights reach on them, less a margin for a lucky build."""

import gzip
import json
from itertools import islice
from pathlib import Path

import pytest

from streams.language import Language
from streams.learning.exams import EXAMS, Exam, sit
from streams.reading import Label
from streams.sentiment.registry import SCORERS

LEAST = {
    ("TweetEval, validation", "macro recall"): 0.60,
    ("airline tweets", "negative recall"): 0.70,
    ("airline tweets", "negative precision"): 0.85,
    ("PTT, push against boo", "balanced accuracy"): 0.55,
    ("Weibo, six emotions to three", "macro F1"): 0.60,
    ("Spanish XED, the rest", "macro F1"): 0.55,
    ("HuSST, the rest", "macro F1"): 0.57,
}
MOST = 3_000
"""Texts of each."""


def test_japanese_storms_are_far_more_negative_than_busy_calm(shared: Path) -> None:
    scorer = SCORERS[Language.JA]()

    def negative_share(name: str) -> float:
        path = shared / "data" / "streams" / f"{name}.jsonl.gz"
        if not path.is_file():
            pytest.skip(f"{path} is missing")
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            labels = [scorer.score(json.loads(line)["text"]).label for line in islice(lines, 1_500)]
        return labels.count(Label.NEGATIVE) / len(labels)

    storms = [negative_share(name) for name in ("ja_sushi_storm", "ja_shushu_storm")]
    calm = [negative_share(name) for name in ("ja_wbc_calm", "ja_game_calm")]
    assert min(storms) > 2.5 * max(calm)


@pytest.mark.parametrize("exam", EXAMS, ids=lambda exam: exam.title)
def test_the_shipped_weights_reach_what_the_model_card_says(exam: Exam, shared: Path) -> None:
    texts = exam.read(shared / "data")[:MOST]
    if not texts:
        pytest.skip(f"{exam.file} is missing")
    for result in sit(exam, texts, SCORERS[exam.language]()):
        assert result.ours.value >= LEAST[exam.title, result.measure], result
        assert result.ours.low <= result.ours.value <= result.ours.high
