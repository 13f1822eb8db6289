"""Where a replay's pages end depends on event time alone.

12:00  a b c      page 12:01  a b c, heartbeats, tick
12:01             (nothing: calm costs little)
12:06             page 12:06  heartbeats, tick      (beat_every after 12:01)
12:07  d          page 12:08  d, heartbeats, tick
…                 page 12:13, 12:18 … 12:38         (run_out after 12:08)
"""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.mention import MAX_TEXT, Heartbeat, Mention, Tick
from connectors.page import MAX_BYTES, MAX_LINES, MAX_MENTIONS, join_lines
from connectors.timetable import TimedPage, Timetable
from tests.connectors.fakes import of_type
from tests.connectors.samples import NOON, make_mention

MINUTE = timedelta(minutes=1)
TABLE = Timetable({"forum": ("acme",), "news": ("acme", "bolt")}, "live")


def lay_out(mentions: list[Mention], table: Timetable = TABLE) -> list[TimedPage]:
    return list(table.write_pages(mentions))


def test_the_table_above() -> None:
    pages = lay_out([make_mention(0), make_mention(0.2), make_mention(0.9), make_mention(7)])

    due = [(page.at - NOON) / MINUTE for page in pages]
    assert due == [1, 6, 8, 13, 18, 23, 28, 33, 38]
    assert [page.mentions for page in pages] == [3, 0, 1, 0, 0, 0, 0, 0, 0]


def test_a_page_ends_with_one_heartbeat_for_each_source_and_a_tick() -> None:
    (page, *_) = lay_out([make_mention(0)])

    assert page.lines[1:] == (
        Heartbeat(source="forum", upto=NOON + MINUTE, brands=("acme",)),
        Heartbeat(source="news", upto=NOON + MINUTE, brands=("acme", "bolt")),
        Tick(at=NOON + MINUTE),
    )


def test_only_the_last_page_of_a_busy_minute_promises_that_it_is_over() -> None:
    pages = lay_out([make_mention(0, native_id=str(number)) for number in range(1_200)])[:3]

    assert [page.mentions for page in pages] == [MAX_MENTIONS, MAX_MENTIONS, 200]
    assert [len(of_type(page.lines, Heartbeat)) for page in pages] == [0, 0, 2]
    assert [page.tick is None for page in pages] == [True, True, False]


def test_pages_stay_under_the_limits_of_kafka() -> None:
    table = Timetable({f"source-{number}": ("acme",) for number in range(300)}, "live")
    long = [make_mention(0, native_id=str(number), text="x" * 2_500) for number in range(800)]
    longest = [make_mention(1, native_id=str(number), text="\x01" * MAX_TEXT) for number in range(30)]
    for page in lay_out([*long, *longest], table):
        assert len(join_lines([line.to_json() for line in page.lines])) <= MAX_BYTES
        assert len(page.lines) <= MAX_LINES


def test_nothing_recorded_gives_no_page() -> None:
    assert lay_out([]) == []


@pytest.mark.parametrize("wrong", [timedelta(), timedelta(seconds=90), timedelta(minutes=-5)])
def test_beats_fall_on_whole_minutes(wrong: timedelta) -> None:
    with pytest.raises(ValueError, match="whole number of minutes"):
        Timetable({}, "live", beat_every=wrong)
    with pytest.raises(ValueError, match="whole number of minutes"):
        Timetable({}, "live", run_out=wrong)


SECONDS = st.lists(st.integers(0, 40 * 60), min_size=1, max_size=80).map(sorted)


@given(SECONDS, st.integers(1, 10), st.integers(1, 40))
def test_what_every_recording_is_promised(seconds: list[int], beat: int, run_out: int) -> None:
    table = Timetable({"forum": ("acme",)}, "live", beat * MINUTE, run_out * MINUTE)
    mentions = [
        make_mention(second / 60, native_id=str(number), published_at=NOON + timedelta(seconds=second))
        for number, second in enumerate(seconds)
    ]
    pages = lay_out(mentions, table)

    lines = [line for page in pages for line in page.lines]
    assert of_type(lines, Mention) == mentions
    ticks = [tick.at for tick in of_type(lines, Tick)]
    assert ticks == [page.at for page in pages if page.tick]
    assert all(timedelta() < later - earlier <= beat * MINUTE for earlier, later in pairwise(ticks))
    assert ticks[-1] - ticks[0] >= run_out * MINUTE
    assert all((tick - NOON) % MINUTE == timedelta() for tick in ticks)

    promised = NOON - MINUTE
    for line in lines:
        match line:
            case Mention():
                assert promised <= line.published_at, "a heartbeat promised that this had been sent"
            case Heartbeat():
                assert line.upto >= promised
                promised = line.upto
            case Tick():
                assert line.at == promised
