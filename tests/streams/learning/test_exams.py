"""The public sets: what the shipped weights reach on them, less a margin for a lucky build."""

from pathlib import Path

import pytest

from streams.learning.exams import EXAMS, Exam, sit
from streams.sentiment.registry import SCORERS

LEAST = {
    ("TweetEval, validation", "macro recall"): 0.60,
    ("airline tweets", "negative recall"): 0.55,
    ("airline tweets", "negative precision"): 0.85,
    ("PTT, push against boo", "balanced accuracy"): 0.53,
    ("Weibo, six emotions to three", "macro F1"): 0.55,
    ("HuSST, the rest", "macro F1"): 0.50,
}
MOST = 3_000
"""Texts of each."""


@pytest.mark.parametrize("exam", EXAMS, ids=lambda exam: exam.title)
def test_the_shipped_weights_reach_what_the_model_card_says(exam: Exam, shared: Path) -> None:
    texts = exam.read(shared / "data")[:MOST]
    if not texts:
        pytest.skip(f"{exam.file} is missing")
    for result in sit(exam, texts, SCORERS[exam.language]()):
        assert result.ours.value >= LEAST[exam.title, result.measure], result
        assert result.ours.low <= result.ours.value <= result.ours.high
