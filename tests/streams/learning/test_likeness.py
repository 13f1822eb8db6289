"""Judging texts by those most like them: what is near counts, rare classes count as much as frequent ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.language import Language
from streams.learning import likeness
from streams.learning.encoder import load_encoder
from streams.learning.errors import BadLabelsError
from streams.learning.likeness import SAID, Likeness, Rows, hear
from streams.learning.linear import LinearModel
from streams.reading import Label

KNOWS_NOTHING = LinearModel(("negative", "neutral", "positive"), (0.0, 0.0, 0.0), {})
LABELS = (Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE)


def points(*meanings: int) -> Rows:
    """Rows whose words say nothing and whose meaning is one of eight directions."""
    return np.hstack([np.zeros((len(meanings), SAID)), np.eye(8)[list(meanings)]])


def test_a_text_is_judged_as_those_are_that_mean_the_same() -> None:
    taught = Likeness.learn(points(*[0, 1, 2] * 10), LABELS * 10)
    feelings = taught.judge(points(0, 1, 2))
    assert [feeling.label for feeling in feelings] == list(LABELS)
    assert [round(feeling.valence) for feeling in feelings] == [-1, 0, 1]
    assert all(feeling.confidence > 0.6 for feeling in feelings)


def test_a_text_that_is_like_none_is_judged_with_little_confidence() -> None:
    taught = Likeness.learn(points(*[0, 1, 2] * 10), LABELS * 10)
    assert taught.judge(points(7))[0].confidence < 0.5


def test_a_rare_class_counts_as_much_as_a_frequent_one() -> None:
    taught = Likeness.learn(points(*[0] * 3, *[1] * 60), [Label.NEGATIVE] * 3 + [Label.NEUTRAL] * 60)
    assert taught.judge(points(0))[0].label == Label.NEGATIVE
    assert max(taught.usual) == pytest.approx(0.5)


def test_what_the_shipped_weights_say_counts_besides() -> None:
    heard = points(*[0] * 30)
    heard[::2, 0] = 1.0  # "negative", say the shipped weights, where people say so
    taught = Likeness.learn(heard, [Label.NEGATIVE, Label.POSITIVE] * 15)
    assert [feeling.label for feeling in taught.judge(heard[:2])] == [Label.NEGATIVE, Label.POSITIVE]


@given(st.permutations(range(24)))
def test_the_order_of_what_is_learned_changes_nothing(order: list[int]) -> None:
    heard, labels = points(*[0, 1, 2, 3] * 6), [LABELS[at % 3] for at in range(24)]
    one = Likeness.learn(heard, labels).judge(points(0, 3, 5))
    other = Likeness.learn(heard[order], [labels[at] for at in order]).judge(points(0, 3, 5))
    assert [feeling.valence for feeling in one] == pytest.approx([feeling.valence for feeling in other])


def test_no_more_is_learned_than_a_table_of_likenesses_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "MOST", 24)
    taught = Likeness.learn(points(*[0, 1, 2] * 10), LABELS * 10)
    assert len(taught.learned) == len(taught.pulls) == 24


def test_too_few_texts_are_refused() -> None:
    with pytest.raises(BadLabelsError, match="3 labelled texts"):
        Likeness.learn(points(0, 1, 2), LABELS)


def test_the_encoder_hears_what_no_word_of_the_learned_texts_says() -> None:
    encoder = load_encoder()
    if encoder is None:
        pytest.skip("the extra `more` is not installed")
    learned = [
        ("My parcel came broken and nobody answers", Label.NEGATIVE),
        ("This is the worst update they ever made", Label.NEGATIVE),
        ("The meeting starts on Tuesday at nine", Label.NEUTRAL),
        ("They opened a shop in Leeds in March", Label.NEUTRAL),
        ("What a lovely evening, thank you all", Label.POSITIVE),
        ("The new song is beautiful", Label.POSITIVE),
    ] * 4
    texts = [*(text for text, _ in learned), "Gorgeous melodies, we adored every minute", "", "🎉" * 50]
    heard = hear(texts, Language.EN, KNOWS_NOTHING, encoder)
    assert np.linalg.norm(heard[:, SAID:], axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-3)
    feelings = Likeness.learn(heard[: len(learned)], [label for _, label in learned]).judge(heard)
    assert feelings[len(learned)].label == Label.POSITIVE
