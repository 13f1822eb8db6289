"""How a minute's mentions look together."""

import random

import pytest

from streams.crowd import SAMPLED, add_crowds, note_sketch, quality, read_crowd
from streams.minute import Crowd
from streams.sketch import Sketch, sketch_text

WORDS = [
    "the",
    "bag",
    "arrived",
    "late",
    "again",
    "and",
    "nobody",
    "at",
    "support",
    "could",
    "say",
    "where",
    "it",
    "was",
    "for",
    "days",
    "on",
    "end",
]


def crowd_of(texts: list[str]) -> Crowd:
    sample: dict[str, Sketch] = {}
    for number, text in enumerate(texts):
        note_sketch(sample, f"x/{number}", sketch_text(text))
    return read_crowd(sample)


def distinct(count: int) -> list[str]:
    chance = random.Random(1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [
        " ".join(word + "".join(chance.choices(letters, k=2)) for word in chance.sample(WORDS, 9))
        for _ in range(count)
    ]


@pytest.mark.need("000-04")
def test_copied_hollow_and_negative_comments_lower_the_quality() -> None:
    fresh = distinct(100)
    copied = fresh[:40] + [f"{fresh[0]} {sign}" for sign in "abc" * 20]
    hollow = fresh[:40] + ["nice", "first", "😍😍", "好"] * 15
    assert quality(crowd_of(fresh)) == 1
    assert quality(crowd_of(copied)) == pytest.approx(0.4)
    assert quality(crowd_of(hollow)) == pytest.approx(0.4)
    assert quality(crowd_of(fresh), negative=0.5) == pytest.approx(0.75)
    assert quality(Crowd()) is None


def test_the_largest_group_is_told() -> None:
    crowd = crowd_of([*distinct(5), "please share this everywhere now", "please share this everywhere now!!"])
    assert crowd == Crowd(sampled=7, copies=1, largest=2)


def test_the_sample_is_bounded_and_does_not_depend_on_the_order() -> None:
    texts = {f"x/{number}": sketch_text(text) for number, text in enumerate(distinct(3 * SAMPLED))}
    forward: dict[str, Sketch] = {}
    backward: dict[str, Sketch] = {}
    for identity, sketch in texts.items():
        note_sketch(forward, identity, sketch)
    for identity, sketch in reversed(texts.items()):
        note_sketch(backward, identity, sketch)
    assert len(forward) == SAMPLED
    assert forward == backward
    assert read_crowd(forward) == read_crowd(backward)


def test_minutes_add_up() -> None:
    one, other = Crowd(sampled=5, hollow=1, copies=2, largest=3), Crowd(sampled=4, largest=1)
    assert add_crowds([one, other]) == Crowd(sampled=9, hollow=1, copies=2, largest=3)
    assert add_crowds([]) == Crowd()
