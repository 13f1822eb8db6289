"""Ladders: learned by steps, shipped by degrees, the same sums for every text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.learning.ladders import climb, come_down
from streams.learning.linear import LinearModel
from streams.learning.trainer import Example, Recipe, train
from streams.sentiment.lexical import BINS

CLASSES = ("negative", "neutral", "positive")
DEGREES = [f"~level:{level}" for level in range(len(BINS) + 1)]
DEGREES += [f"~words:{below}:{above}" for below in range(3) for above in range(3)]
STEPS = sorted(set(climb(DEGREES)))


def test_each_degree_takes_the_steps_of_the_one_before_and_one_more() -> None:
    for low in range(4):
        assert set(climb([DEGREES[low + 1]])) < set(climb([DEGREES[low]]))
    for high in range(6, len(BINS)):
        assert set(climb([DEGREES[high]])) < set(climb([DEGREES[high + 1]]))
    assert climb(["plain", "~level:5", "~words:0:0"]) == ("plain", "~level:5", "~words:0:0")


@given(
    rows=st.lists(
        st.tuples(*[st.integers(-200, 200).map(lambda whole: whole / 64)] * 3),
        min_size=len(STEPS),
        max_size=len(STEPS),
    ),
    level=st.sampled_from(DEGREES[: len(BINS) + 1]),
    words=st.sampled_from(DEGREES[len(BINS) + 1 :]),
)
def test_degrees_weigh_what_their_steps_did(
    rows: list[tuple[float, float, float]], level: str, words: str
) -> None:
    steps = LinearModel(
        CLASSES, (0.0, 0.25, -0.5), {**dict(zip(STEPS, rows, strict=True)), "soul": (1, 0, -1)}
    )
    text = ["soul", level, words]
    expected = steps.probabilities(climb(text))
    assert come_down(steps).probabilities(text) == pytest.approx(expected)


def test_a_degree_that_was_never_met_is_no_kinder_than_the_one_before() -> None:
    examples = [Example(climb(["~level:1", "~words:1:0"]), "negative")] * 40
    examples += [Example(climb(["~level:5", "~words:0:0"]), "neutral")] * 40
    examples += [Example(climb(["~level:9", "~words:0:1"]), "positive")] * 40
    model = come_down(train(examples, CLASSES, Recipe()))
    worst, bad = (model.probabilities([level, "~words:2:0"])[0] for level in ("~level:0", "~level:1"))
    assert worst >= bad > 0.6
