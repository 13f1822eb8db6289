"""Scoring a page: what becomes a reading, and what becomes a dead letter."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from connectors.mention import ChannelKind, Heartbeat, Mention, Platform, Speaker, Tick
from connectors.page import join_lines
from streams.reading import Scored
from streams.score import ScoredPage, Source, score_page
from tests.streams.scored import score_as

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOURCE = Source(partition=3, offset=41, sent_at=NOW)


def mention(native_id: str, brand: str = "acme", lane: str = "live") -> Mention:
    return Mention(
        source="x",
        native_id=native_id,
        brand=brand,
        platform=Platform.X,
        kind=ChannelKind.POST,
        published_at=NOW,
        text="hello",
        lane=lane,
    )


def score(mention: Mention, line: int) -> Scored:
    return score_as(mention, line=line)


def run(*lines: Mention | Heartbeat | Tick | bytes) -> ScoredPage:
    raw = join_lines([line if isinstance(line, bytes) else line.to_json() for line in lines])
    return score_page(raw, SOURCE, lane="live", brands=("acme", "bolt"), score=score)


def test_each_brand_gets_one_reading_with_the_pages_coordinates() -> None:
    page = run(mention("1"), mention("2", "bolt"), mention("3"))
    assert [(reading.brand, [scored.line for scored in reading.mentions]) for reading in page.readings] == [
        ("acme", [0, 2]),
        ("bolt", [1]),
    ]
    assert {(reading.partition, reading.offset) for reading in page.readings} == {(3, 41)}


def test_a_heartbeat_reaches_every_brand_or_those_it_names() -> None:
    page = run(Heartbeat(source="x", upto=NOW))
    assert [reading.brand for reading in page.readings] == ["acme", "bolt"]
    page = run(Heartbeat(source="x", upto=NOW, brands=("bolt", "gone")))
    assert [reading.brand for reading in page.readings] == ["bolt"]


def test_of_several_heartbeats_and_ticks_the_latest_counts() -> None:
    later = NOW.replace(minute=5)
    page = run(
        Heartbeat(source="x", upto=later), Heartbeat(source="x", upto=NOW), Tick(at=later), Tick(at=NOW)
    )
    (clock,) = page.readings[0].clocks
    assert clock.upto == later
    assert page.readings[0].tick == later


def test_a_bad_line_does_not_spoil_its_neighbours() -> None:
    page = run(mention("1"), b"{broken", mention("2"))
    assert [scored.line for scored in page.readings[0].mentions] == [0, 2]
    assert [(dead.line, dead.raw) for dead in page.dead] == [(1, b"{broken")]


def test_a_mention_of_an_unknown_brand_is_a_dead_letter_with_a_reason() -> None:
    page = run(mention("1", "nobody"))
    assert page.readings == ()
    assert "unknown brand" in page.dead[0].reason


def test_a_line_of_another_lane_is_refused() -> None:
    page = run(mention("1", lane="drill-1"))
    assert page.readings == ()
    assert page.dead[0].reason == "line of another lane"


@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(raw: bytes) -> None:
    score_page(raw, SOURCE, lane="live", brands=("acme",), score=score)


def test_what_the_brand_says_itself_is_no_talk_about_it() -> None:
    own = [replace(mention(str(speaker)), speaker=speaker) for speaker in Speaker]
    page = run(*own)
    (reading,) = (one for one in page.readings if one.brand == "acme")
    assert [scored.identity for scored in reading.mentions] == ["x/public"]
    assert page.mentions == 3
    assert not page.dead
