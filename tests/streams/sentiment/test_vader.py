"""Our VADER gives the four scores of vaderSentiment 3.3.2, bit for bit, in linear time."""

import math
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.sentiment.vader import Scores, Vader
from streams.sentiment.vader_words import MOST_REMEMBERED, WordMemory
from tests.streams.sentiment.vader_texts import ENDS, GAPS, TABLES, VOCABULARY, write_text

VADER = Vader()


def assert_same(text: str) -> None:
    published = TABLES.polarity_scores(text)
    ours = VADER.polarity_scores(text)
    theirs = Scores(*(float(published[name]) for name in Scores._fields))
    assert ours == theirs, text
    assert [math.copysign(1, score) for score in ours] == [math.copysign(1, score) for score in theirs], text


WORDS = st.one_of(*(st.sampled_from(words) for _, words in VOCABULARY))
SHAPED = st.builds(
    lambda word, shape, end, gap: shape(word) + end + gap,
    WORDS,
    st.sampled_from([str, str, str, str.upper, str.title]),
    st.sampled_from(["", "", "", *ENDS]),
    st.sampled_from(GAPS),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(SHAPED, max_size=16).map("".join))
def test_texts_made_of_its_own_words_score_the_same(text: str) -> None:
    assert_same(text)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(), max_size=120))
def test_any_text_scores_the_same(text: str) -> None:
    assert_same(text)


def test_a_thousand_written_texts_score_the_same() -> None:
    chance = random.Random(7)
    for _ in range(1_000):
        assert_same(write_text(chance))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "good",
        "not good",
        "The plot was good, but the characters are uncompelling and the dialog is not great.",
        "good but good but bad but bad good",
        "Catch utf-8 emoji such as 💘 and 💋 and 😁",
        "😁😁 love😁 ❤️ ©good",
        "VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!",
        "at least it isn't a horrible book, the least good book, least good",
        "never so good, never this good, without doubt good, without a doubt good",
        "no good, no real good, no bad or good, no no good",
        "kind of good, sort of bad, just enough fun, kind",
        "the shit, the bomb, bad ass, bus stop, yeah right, kiss of death, to die for, beating heart",
        "What??? really?? ok????? good?",
    ],
)
def test_each_published_rule_and_quirk_is_kept(text: str) -> None:
    assert_same(text)


@pytest.mark.parametrize("unit", ["😡", "good but bad ", "not good ", "!", "a", "VERY GOOD very bad "])
def test_sixteen_times_the_text_costs_far_less_than_the_square_of_it(unit: str) -> None:
    few, many = unit * (4_000 // len(unit)), unit * (64_000 // len(unit))
    VADER.polarity_scores(few)
    assert fastest(many) < 100 * fastest(few) + 0.002


def fastest(text: str) -> float:
    times = []
    for _ in range(4):
        start = time.perf_counter()
        VADER.polarity_scores(text)
        times.append(time.perf_counter() - start)
    return min(times)


def test_the_memory_of_words_stays_bounded() -> None:
    memory = WordMemory({"good": 1.9})
    for number in range(MOST_REMEMBERED + 10):
        memory[f"word{number}"]
    assert len(memory) <= MOST_REMEMBERED
    memory["x" * 10_000]
    assert "x" * 10_000 not in memory
