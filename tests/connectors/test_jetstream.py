"""Jetstream's lines and cursors: recorded ones, both versions, and whatever else may come."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.bluesky_record import read_post
from connectors.errors import UnreadableError
from connectors.jetstream import (
    POSTS,
    Position,
    advance,
    read_event,
    to_microseconds,
    write_address,
)
from connectors.mention import ChannelKind
from connectors.post import Post
from tests.connectors.samples import NOON

EAST, WEST = "wss://east.example", "wss://west.example"
AT = to_microseconds(NOON)


def cursor_of(server: str, position: Position | None) -> int:
    url = write_address(server, position, since=NOON - timedelta(hours=1), collections=(POSTS,), zstd=False)
    return int(parse_qs(urlsplit(url).query)["cursor"][0])


def make_line(text: str = "acme", at: int = AT, **record: Any) -> str:
    body = {"$type": POSTS, "text": text, "createdAt": "2026-01-01T11:59:00.000Z"} | record
    commit = {"rev": "1", "operation": "create", "collection": POSTS, "rkey": "k", "cid": "c", "record": body}
    return json.dumps({"did": "did:plc:ada", "time_us": at, "kind": "commit", "commit": commit})


def post_of(**record: Any) -> Post:
    return read_post(read_event(make_line(**record)))


@pytest.mark.parametrize("name", ["jetstream_v1_a.jsonl", "jetstream_golden_v1.jsonl"])
def test_recorded_lines(shared: Path, name: str) -> None:
    events = [read_event(line) for line in (shared / "fixtures" / "bluesky" / name).read_bytes().splitlines()]
    created = [
        event
        for event in events
        if event.commit is not None
        and event.commit.collection == POSTS
        and event.commit.operation != "delete"
    ]
    posts = [read_post(event) for event in created]
    assert posts
    assert all(
        post.native_id.startswith("at://did:plc:") and post.version.startswith("baf") for post in posts
    )
    assert all(post.published_at <= event.at for post, event in zip(posts, created, strict=True))
    assert all(
        event.at - post.published_at < timedelta(hours=1) for post, event in zip(posts, created, strict=True)
    )
    assert {post.kind for post in posts} <= {ChannelKind.POST, ChannelKind.REPLY}
    assert all((post.parent_id is None) == (post.kind is ChannelKind.POST) for post in posts)


def test_recorded_lines_hold_what_is_not_a_post(shared: Path) -> None:
    lines = (shared / "fixtures" / "bluesky" / "jetstream_golden_v1.jsonl").read_bytes().splitlines()
    events = [read_event(line) for line in lines]
    assert {event.kind for event in events} == {"commit", "identity", "account"}
    (account,) = (event.account for event in events if event.account is not None)
    assert isinstance(account.active, bool)
    assert "delete" in {event.commit.operation for event in events if event.commit is not None}


def test_a_number_is_used_on_its_own_server_only() -> None:
    position = Position(time_us=AT, server=EAST, number=4_711)
    assert cursor_of(EAST, position) == 4_711
    assert cursor_of(WEST, position) == AT - 10_000_000
    assert cursor_of(EAST, Position(time_us=AT, server=EAST)) == AT - 10_000_000
    assert cursor_of(EAST, None) == AT - 3_600_000_000


def test_time_never_goes_back_though_neighbouring_lines_do() -> None:
    position = None
    for at in (AT, AT - 500, AT + 7, AT + 3):
        position = advance(position, read_event(make_line(at=at)), EAST)
    assert position == Position(time_us=AT + 7, server=EAST)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("2026-01-01T11:58:00Z", -2),
        ("2026-01-01T12:58:00+01:00", -2),
        ("2026-01-01T11:58:00", -2),
        ("2026-01-01T12:30:00Z", 0),  # From the future: when the server saw it.
        ("1969-01-01T12:30:00Z", 0),
        ("yesterday", 0),
        ("0001-01-01T00:00:00+23:59", 0),
        (7, 0),
        (None, 0),
    ],
)
def test_a_time_that_cannot_be_is_when_the_server_saw_it(written: object, minutes: int) -> None:
    assert post_of(createdAt=written).published_at == NOON + timedelta(minutes=minutes)


def test_whom_a_post_names_and_answers() -> None:
    root = {"uri": f"at://did:plc:brand/{POSTS}/1"}
    parent = {"uri": f"at://did:plc:bob/{POSTS}/2"}
    facets = [
        {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:eve"}]},
        {"features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "slop"}, {"$type": "other"}]},
    ]
    post = post_of(reply={"root": root, "parent": parent}, facets=facets, tags=["quiet"], langs=["hu", "en"])
    assert (post.kind, post.parent_id) == (ChannelKind.REPLY, parent["uri"])
    assert post.under == ("did:plc:brand", "did:plc:bob")
    assert (post.handles, post.hashtags, post.language) == (("did:plc:eve",), ("quiet", "slop"), "hu")
    assert post.url == "https://bsky.app/profile/did:plc:ada/post/k"


@pytest.mark.need("001-18")
def test_a_bridged_post_is_read_whole_and_known_by_its_authors_name() -> None:
    post = post_of(
        text="acme is so[…]",
        bridgyOriginalText="<p>acme is soulless</p>",
        bridgyOriginalUrl="https://social.example/@ada/123",
    )
    assert (post.text, post.known_as) == ("acme is soulless", "ada")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        "<html>",
        '{"did":"x"}',
        '{"did":"x","time_us":1,"kind":"commit"}',
        b"\xff\xfe",
        '{"a":' * 5_000,
        make_line()[:60],
        make_line(at=-5),
        make_line(at=10**40),
    ],
)
def test_what_is_no_event_is_said_so(line: str | bytes) -> None:
    with pytest.raises(UnreadableError):
        read_event(line)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["uri", "root", "parent", "features", "did", "tag", "$type"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)
RECORDS = st.dictionaries(
    st.sampled_from(
        ["text", "createdAt", "langs", "reply", "facets", "tags", "bridgyOriginalText", "bridgyOriginalUrl"]
    ),
    JSON,
)


@given(RECORDS)
def test_no_record_raises_anything_else(record: dict[str, Any]) -> None:
    try:
        post = read_post(read_event(make_line(**record)))
    except UnreadableError:
        return
    assert post.published_at <= NOON
