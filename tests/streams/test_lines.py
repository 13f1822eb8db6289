"""Records of several lines: what can be read of them is, and what cannot stands alone."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.page import MAX_LINES, join_lines
from streams.lines import Lines, read_lines
from streams.reading import Reading
from tests.connectors.malformed import SORTS
from tests.streams.rolling import reading, scored

READINGS = tuple(reading(offset, scored(str(offset), offset)) for offset in range(5))
WRITTEN = [one.to_json() for one in READINGS]


@settings(max_examples=200)
@given(st.randoms(use_true_random=False), st.sampled_from(SORTS), st.sets(st.integers(0, 4), min_size=1))
def test_a_bad_line_is_buried_alone_with_its_number_and_its_neighbours_live(
    random: Random, sort: object, bad: set[int]
) -> None:
    assert callable(sort)
    lines = [sort(random).replace(b"\n", b" ") if at in bad else line for at, line in enumerate(WRITTEN)]
    found = read_lines(join_lines(lines), Reading, "acme")
    assert found.good == tuple(one for at, one in enumerate(READINGS) if at not in bad)
    assert [dead.line for dead in found.dead] == sorted(bad)
    assert [dead.raw for dead in found.dead] == [lines[at] for at in sorted(bad)]
    assert all(f"line {dead.line}," in dead.reason for dead in found.dead)
    assert all(len(dead.reason) < 300 and "\n" not in dead.reason for dead in found.dead)


def test_a_reason_names_the_line_and_the_field() -> None:
    (dead,) = read_lines(WRITTEN[0] + b'\n{"brand": "acme", "partition": 0}', Reading, "acme").dead
    assert dead.reason == "line 1, counted from 0: Object missing required field `offset`"


@pytest.mark.parametrize("brand", ["bolt", "", "Acme"])
def test_a_line_of_another_brand_than_the_key_would_be_counted_in_a_strange_partition(brand: str) -> None:
    (dead,) = read_lines(WRITTEN[0], Reading, brand).dead
    assert dead.reason == "line 0, counted from 0: of another brand than the record's key"
    assert read_lines(WRITTEN[0], Reading, None) == Lines(READINGS[:1])


@pytest.mark.parametrize("raw", [b"", b"\n \n"])
def test_a_record_of_nothing_is_dead_too(raw: bytes) -> None:
    found = read_lines(raw, Reading, "acme")
    assert not found.good
    assert [(dead.raw, dead.reason) for dead in found.dead] == [(raw, "a record without a reading")]


def test_a_record_of_endless_garbage_makes_few_dead_letters_and_loses_no_byte_of_it() -> None:
    found = read_lines(b"x\n" * 100_000, Reading, "acme")
    assert len(found.dead) == MAX_LINES + 1
    assert b"\n".join(dead.raw for dead in found.dead) == b"x\n" * 100_000
    assert "more than" in found.dead[-1].reason
