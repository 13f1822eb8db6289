"""Copies that come minutes apart."""

import random
from collections.abc import Iterable
from statistics import fmean, pstdev

import pytest

from streams.crowd import CrowdSign, CrowdTally, add_crowds, find_copies, read_crowd, read_signs
from streams.echoes import KEPT, Echoes, count_copies, join_echoes, take_echoes
from streams.sketch import sketch_text

COPIED = "please share: this film was made by a machine and they hid it"


def said(texts: Iterable[str], prefix: str = "x") -> Echoes:
    return take_echoes({f"{prefix}/{number}": sketch_text(text) for number, text in enumerate(texts)})


def words(chance: random.Random) -> str:
    return " ".join("".join(chance.choices("abcdefghij", k=5)) for _ in range(8))


@pytest.mark.need("000-04")
def test_one_copy_a_minute_stands_out_after_half_an_hour() -> None:
    chance = random.Random(3)
    minutes = [
        read_crowd(
            {
                f"x/{minute}a": sketch_text(f"{COPIED} @friend{minute} https://t.example/{minute}"),
                f"x/{minute}b": sketch_text(words(chance)),
            },
            CrowdTally(),
        )
        for minute in range(30)
    ]
    assert [minute.copies for minute in minutes] == [0] * 30, "no minute has two of it"
    together = add_crowds(minutes)
    copies, among = find_copies(together)
    assert among == KEPT
    assert copies == pytest.approx(KEPT / 2, abs=6)
    assert CrowdSign.COPIED in read_signs(together)


def test_different_texts_are_no_copies() -> None:
    chance = random.Random(4)
    together = add_crowds(
        read_crowd({f"x/{minute}": sketch_text(words(chance))}, CrowdTally()) for minute in range(60)
    )
    assert find_copies(together) == (0, 60)
    assert CrowdSign.COPIED not in read_signs(together)


def test_the_share_of_copies_is_told_without_bias() -> None:
    found = []
    for seed in range(40):
        chance = random.Random(seed)
        texts = [COPIED if chance.random() < 1 / 3 else words(chance) for _ in range(600)]
        echoes = join_echoes(said(texts[at : at + 5], f"{seed}-{at}") for at in range(0, 600, 5))
        found.append(count_copies(echoes) / KEPT)
    assert fmean(found) == pytest.approx(1 / 3 - 1 / KEPT, abs=0.03)
    assert pstdev(found) < 0.09


def test_parts_join_to_the_whole_in_any_order() -> None:
    chance = random.Random(5)
    sketches = {f"x/{number}": sketch_text(words(chance)) for number in range(200)}
    parts = [dict(list(sketches.items())[at : at + 40]) for at in range(0, 200, 40)]
    joined = join_echoes(map(take_echoes, parts))
    assert joined == join_echoes(map(take_echoes, parts[::-1])) == take_echoes(sketches)
    assert len(joined) == KEPT


def test_what_is_kept_fits_a_number_that_javascript_reads_too() -> None:
    assert all(0 <= echo < 2**53 for echo in said(map(str, range(100))))
