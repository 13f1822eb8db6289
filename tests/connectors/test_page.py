"""A page: one bad line does not spoil its neighbours, and nothing that comes in can raise."""

import json
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.mention import MAX_AHEAD, MAX_TEXT
from connectors.page import (
    MAX_BYTES,
    MAX_LINE,
    MAX_LINES,
    MAX_MENTIONS,
    Line,
    join_lines,
    read_page,
    write_pages,
)
from tests.connectors.malformed import GOOD, SORTS, malformed_pages
from tests.connectors.samples import LINES, NOON, make_mention

SENT = datetime(2200, 1, 1, tzinfo=UTC)
TODAY = datetime(2026, 11, 22, tzinfo=UTC)


@given(st.lists(LINES, max_size=60), st.integers(1, 20))
def test_what_is_written_is_read_again_in_order(lines: list[Line], most: int) -> None:
    pages = write_pages(lines, max_mentions=most)

    read = [read_page(page, lane="live", sent_at=SENT) for page in pages]
    assert [line for page in read for _, line in page.lines] == lines
    assert not any(page.dead for page in read)
    assert all(len(page.lines) <= most for page in read)


def test_pages_stay_under_the_limit_of_kafka_however_long_the_texts() -> None:
    lines = [make_mention(number, text="\x01" * MAX_TEXT) for number in range(40)]
    pages = write_pages(lines)
    assert len(pages) > 1
    assert max(len(page) for page in pages) <= MAX_BYTES
    assert all(len(line) <= MAX_LINE for page in pages for line in page.split(b"\n"))


def test_a_page_has_at_most_500_lines() -> None:
    assert [page.count(b"\n") for page in write_pages(map(make_mention, range(1_001)))] == [
        MAX_MENTIONS,
        MAX_MENTIONS,
        1,
    ]


@given(st.binary(max_size=2_000))
def test_no_bytes_at_all_raise(raw: bytes) -> None:
    page = read_page(raw, lane="live", sent_at=TODAY)
    assert len(page.lines) + len(page.dead) == sum(1 for line in raw.split(b"\n") if line.strip())


@settings(max_examples=300)
@given(st.randoms(use_true_random=False), st.sampled_from(SORTS), st.integers(0, 3))
def test_a_bad_line_is_dead_with_a_reason_and_its_neighbours_live(
    random: Random, sort: object, before: int
) -> None:
    assert callable(sort)
    good = [make_mention(number) for number in range(4)]
    lines = [line.to_json() for line in good]
    lines.insert(before, sort(random).replace(b"\n", b" "))

    page = read_page(join_lines(lines), lane="live", sent_at=TODAY)

    assert [mention for _, mention in page.mentions] == good
    (dead,) = page.dead
    assert dead.line == before
    assert dead.reason
    assert len(dead.reason) < 200
    assert "\n" not in dead.reason


def test_two_thousand_malformed_pages_are_each_dead_at_least_once() -> None:
    for number, raw in enumerate(malformed_pages(2_000, seed=7)):
        page = read_page(raw, lane="live", sent_at=TODAY)
        assert page.dead, f"page {number}: {raw[:200]!r}"
        assert all(dead.reason and len(dead.raw) <= MAX_LINE for dead in page.dead)


def test_the_same_seed_gives_the_same_malformed_pages() -> None:
    assert list(malformed_pages(50, seed=3)) == list(malformed_pages(50, seed=3))
    assert list(malformed_pages(50, seed=3)) != list(malformed_pages(50, seed=4))


def test_a_line_of_five_megabytes_is_cut_for_the_dead_topic() -> None:
    (dead,) = read_page(b"x" * 5_000_000, lane="live", sent_at=TODAY).dead
    assert len(dead.raw) == MAX_LINE
    assert "5000000 bytes" in dead.reason


def test_a_page_of_endless_lines_stops_at_the_limit() -> None:
    page = read_page(b"x\n" * 100_000, lane="live", sent_at=TODAY)
    assert len(page.dead) == MAX_LINES + 1
    assert page.dead[-1].reason == f"more than {MAX_LINES} lines in a page"


def test_a_line_of_a_drill_cannot_leak_into_the_live_lane() -> None:
    raw = make_mention(lane="drill-x").to_json()
    assert read_page(raw, lane="live", sent_at=TODAY).dead[0].reason == "line of another lane"
    assert read_page(raw, lane="drill-x", sent_at=TODAY).lines


@pytest.mark.parametrize("ahead", [timedelta(), MAX_AHEAD])
def test_a_clock_a_little_ahead_is_believed(ahead: timedelta) -> None:
    assert read_page(make_mention().to_json(), lane="live", sent_at=NOON - ahead).lines


def test_a_date_from_the_future_is_dead() -> None:
    sent_at = NOON - MAX_AHEAD - timedelta(seconds=1)
    assert (
        "from the future" in read_page(make_mention().to_json(), lane="live", sent_at=sent_at).dead[0].reason
    )


@pytest.mark.parametrize("field", ["platform", "kind", "type", "text", "published_at"])
def test_a_reason_names_the_field_and_is_short_however_long_the_value(field: str) -> None:
    raw = json.dumps(GOOD | {field: "x" * 50_000}).encode()
    (dead,) = read_page(raw, lane="live", sent_at=TODAY).dead
    assert field in dead.reason
    assert len(dead.reason) < 200
