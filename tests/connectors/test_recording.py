"""Recordings in our form and in the loose one."""

import gzip
import json
from codecs import BOM_UTF8
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from connectors.archive import read_lines
from connectors.author import AuthorKey
from connectors.errors import MisconfiguredError, UnreadableError
from connectors.mention import ChannelKind, Mention, Platform
from connectors.recording import list_sources, read_recording
from tests.connectors.samples import MENTIONS, NOON, make_mention

KEY = AuthorKey(b"k" * 32)
LOOSE = {
    "id": "t1_a",
    "published_at": "2026-01-01T14:00:00+02:00",
    "brand": "Duo Lingo",
    "source": "reddit",
    "kind": "comment",
    "community": "languages",
    "author": "ebfcb11e20d5",
    "parent": "t3_b",
    "score": "7",
    "text": "soulless",
}


def read(*lines: dict[str, Any] | bytes, brand: str | None = None) -> list[Mention]:
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return read_recording(raw, lane="drill-x", authors=lambda: KEY, brand=brand)


def test_the_loose_form_becomes_a_mention() -> None:
    assert read(LOOSE) == [
        make_mention(
            source="reddit",
            native_id="t1_a",
            brand="duo-lingo",
            platform=Platform.REDDIT,
            kind=ChannelKind.COMMENT,
            published_at=NOON,
            text="soulless",
            author="ebfcb11e20d5",
            parent_id="t3_b",
            interactions=7,
            lane="drill-x",
        )
    ]


@pytest.mark.parametrize(
    ("changed", "field", "expected"),
    [
        ({"source": "twitter"}, "platform", Platform.X),
        ({"source": "usenet"}, "platform", Platform.OTHER),
        ({"source": None}, "source", "recording"),
        ({"kind": "submission"}, "kind", ChannelKind.POST),
        ({"kind": None}, "kind", ChannelKind.POST),
        ({"score": "-3"}, "interactions", -3),
        ({"score": 2.0}, "interactions", 2),
        ({"score": "1e300"}, "interactions", 2**53),
        ({"score": "many"}, "interactions", None),
        ({"score": None}, "interactions", None),
        ({"parent": ""}, "parent_id", None),
        ({"author": None}, "author", None),
        ({"author": "Ada"}, "author", KEY.hash_author(Platform.REDDIT, "Ada")),
    ],
)
def test_what_the_loose_form_leaves_open(changed: dict[str, Any], field: str, expected: object) -> None:
    (mention,) = read(LOOSE | changed)
    assert getattr(mention, field) == expected


@given(st.lists(MENTIONS, max_size=10))
def test_our_own_form_is_kept_but_for_lane_and_order(mentions: list[Mention]) -> None:
    read_back = read(*(mention.to_json() for mention in mentions))
    assert {mention.identity for mention in read_back} == {mention.identity for mention in mentions}
    assert all(mention.lane == "drill-x" for mention in read_back)
    assert [mention.published_at for mention in read_back] == sorted(
        mention.published_at for mention in mentions
    )


def test_equal_times_keep_the_order_of_the_file() -> None:
    lines = [LOOSE | {"id": name} for name in "cab"]
    assert [mention.native_id for mention in read(*lines)] == ["c", "a", "b"]


def test_the_brand_of_the_command_line_wins() -> None:
    assert read(LOOSE, make_mention().to_json(), brand="bolt")[0].brand == "bolt"
    assert {mention.brand for mention in read(LOOSE, make_mention().to_json(), brand="bolt")} == {"bolt"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "line 2: "),
        ({"id": "1", "text": "x"}, "line 2: .*published_at"),
        (LOOSE | {"published_at": "1999-01-01T00:00:00Z"}, "line 2: .*before 2000"),
        ({name: LOOSE[name] for name in ("id", "published_at", "text")}, "line 2: no `brand`"),
    ],
)
def test_a_broken_line_stops_the_replay_and_is_named(line: dict[str, Any] | bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read(LOOSE, line)


def test_the_sources_of_a_recording_with_their_brands() -> None:
    mentions = [make_mention(brand="b"), make_mention(brand="a"), make_mention(source="a", brand="c")]
    assert list_sources(mentions) == {"a": ("c",), "forum": ("a", "b")}


def test_plain_gz_and_zst_files_are_read(tmp_path: Path) -> None:
    raw = b"one\r\n\ntwo"
    (tmp_path / "a.jsonl").write_bytes(raw)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(raw))
    (tmp_path / "a.jsonl.zst").write_bytes(zstandard.compress(raw))
    for path in tmp_path.iterdir():
        assert list(read_lines(path)) == [b"one", b"", b"two"], path


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(BOM_UTF8 + json.dumps(LOOSE).encode() + b"\n" + BOM_UTF8)
    first, second = read_lines(file)
    assert read(first) == read(LOOSE)
    assert second == BOM_UTF8
    file.write_bytes(b"")
    assert list(read_lines(file)) == []


@pytest.mark.parametrize("name", ["missing.jsonl", "broken.gz", "cut.gz", "broken.zst"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "broken.gz").write_bytes(b"no gzip")
    (tmp_path / "cut.gz").write_bytes(gzip.compress(b"x" * 1_000)[:20])
    (tmp_path / "broken.zst").write_bytes(b"no zstd")
    with pytest.raises(MisconfiguredError, match=name):
        list(read_lines(tmp_path / name))


@pytest.mark.parametrize("name", ["duolingo_reddit", "us_airline", "ja_sushi_storm"])
def test_real_recordings_are_read(shared: Path, name: str) -> None:
    mentions = read_recording(
        read_lines(shared / "data" / "streams" / f"{name}.jsonl.gz"), lane="drill-x", authors=lambda: KEY
    )
    assert len(mentions) > 700
    assert {mention.platform for mention in mentions} <= {Platform.REDDIT, Platform.X}
