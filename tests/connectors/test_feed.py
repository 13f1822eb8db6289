"""Feeds as they are in the wild."""

import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import TransientError
from connectors.feed import read_feed
from tests.connectors.feeds import Item, write_atom
from tests.connectors.samples import NOON


def rss(items: str, before: str = "") -> bytes:
    return f'<?xml version="1.0"?>{before}<rss version="2.0"><channel>{items}</channel></rss>'.encode()


@pytest.mark.parametrize(
    ("name", "count", "first"),
    [
        ("github_rss.atom", 20, "Merge pull request #402"),
        ("google_news_search_a.xml", 50, "Trump again shrinks two national monuments"),
        ("slickdeals.atom", 79, "PC Games: Tomb Raider"),
        ("iso-8859-1.rss", 1, "Mëkanïk Zaïn"),
    ],
)
def test_recorded_feeds(shared: Path, name: str, count: int, first: str) -> None:
    feed = read_feed((shared / "fixtures" / "rss-atom" / name).read_bytes())
    assert len(feed.entries) == count
    assert feed.entries[0].text.startswith(first)
    assert len({entry.native_id for entry in feed.entries}) == count
    assert all(entry.published_at for entry in feed.entries)
    assert not any("<" in entry.text and "</" in entry.text for entry in feed.entries)


def test_google_news_is_whole_in_two_halves_only(shared: Path) -> None:
    raw = (shared / "fixtures" / "rss-atom" / "google_news_search_a.xml").read_bytes()
    whole, cut = read_feed(raw), read_feed(raw[: len(raw) // 2])
    assert not cut.is_whole
    assert 10 < len(cut.entries) < 50
    assert cut.entries == whole.entries[: len(cut.entries)]


def test_an_entry() -> None:
    (entry,) = read_feed(write_atom([Item("tag:1", "a <b>bold</b> claim", 5, updated=9)])).entries
    assert entry.native_id == "tag:1"
    assert entry.text == "a <b>bold</b> claim"  # Atom's title is plain text unless it says otherwise.
    assert entry.url == "https://news.example/tag:1"
    assert entry.author == "Ada"
    assert entry.published_at == NOON.replace(minute=5)
    assert entry.updated_at == NOON.replace(minute=9)


def test_identity_is_the_guid_else_the_link_else_a_digest() -> None:
    feed = read_feed(
        rss(
            "<item><guid>g</guid><link>https://a.example/1</link></item>"
            "<item><link>https://a.example/2</link></item>"
            "<item><title>only words</title></item>"
            f"<item><guid>{'long' * 1_000}</guid></item>"
        )
    )
    ids = [entry.native_id for entry in feed.entries]
    assert ids[:2] == ["g", "https://a.example/2"]
    assert all(each.startswith("digest:") and len(each) < 50 for each in ids[2:])
    assert len(set(ids)) == 4


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&#55357;&#56832;", "\N{GRINNING FACE}"),
        ("&#xD83D;&#xDE00;&#33;", "\N{GRINNING FACE}!"),
        ("&#55357;", "\N{REPLACEMENT CHARACTER}"),
        ("&#99999999999999;", "\N{REPLACEMENT CHARACTER}"),
        ("&#x4E2D;&#25991;", "中文"),
    ],
)
def test_an_emoji_written_in_two_halves_is_one(written: str, read: str) -> None:
    item = f"<item><guid>1</guid><title>acme {written}</title><description><![CDATA[{written}]]></description></item>"
    (entry,) = read_feed(rss(item + "<item><guid>2</guid></item>")).entries[:1]
    assert entry.text == f"acme {read}\n{read}"


def test_a_feed_that_its_parser_stumbles_over_fails_for_now(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise UnicodeEncodeError("utf-8", "\ud83d", 0, 1, "surrogates not allowed")

    monkeypatch.setattr(feedparser, "parse", stumble)
    with pytest.raises(TransientError, match=r"cannot be read \(UnicodeEncodeError\)"):
        read_feed(rss("<item><guid>1</guid></item>"))


def test_an_id_without_a_sign_is_none() -> None:
    (entry,) = read_feed(rss("<item><guid>&#0;</guid><title>acme</title></item>")).entries
    assert entry.native_id.startswith("digest:")


def test_a_title_repeated_by_the_summary_stands_once() -> None:
    (entry,) = read_feed(
        rss(
            "<item><guid>1</guid><title>Same</title><description>&lt;p&gt;Same words&lt;/p&gt;</description></item>"
        )
    ).entries
    assert entry.text == "Same words"


@pytest.mark.parametrize("date", ["", "yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "0099-01-01"])
def test_a_date_that_cannot_be_is_none(date: str) -> None:
    (entry,) = read_feed(rss(f"<item><guid>1</guid><pubDate>{date}</pubDate></item>")).entries
    assert entry.published_at is None


def test_an_address_that_is_no_web_address_is_none() -> None:
    (entry,) = read_feed(rss("<item><guid>1</guid><link>javascript:alert(1)</link></item>")).entries
    assert entry.url is None


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("Zaïn".encode("iso-8859-1"), "text/xml; charset=iso-8859-1"),
        ("Zaïn".encode(), "text/xml; charset=utf-8"),
        ("Zaïn".encode(), "text/plain"),
    ],
)
def test_encodings_by_header_and_a_wrong_content_type(body: bytes, content_type: str) -> None:
    raw = (
        b"<rss version='2.0'><channel><item><guid>1</guid><title>" + body + b"</title></item></channel></rss>"
    )
    feed = read_feed(raw, content_type=content_type)
    assert feed.entries[0].text == "Zaïn"
    assert feed.is_whole


@pytest.mark.parametrize(
    "body", [b"", b" \n", b"{}", b"<html><body>Log in</body></html>", b"\x00\x01\x02", b"/etc/hostname"]
)
def test_what_is_no_feed_says_so(body: bytes) -> None:
    with pytest.raises(TransientError, match="not a feed"):
        read_feed(body)


def test_a_body_that_is_the_name_of_a_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(write_atom([Item("1")]))
    with pytest.raises(TransientError, match="not a feed"):
        read_feed(str(path).encode())


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hunter2")
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    feed = read_feed(rss("<item><guid>1</guid><title>a &x; b</title></item>", doctype))
    assert "hunter2" not in feed.entries[0].text


def test_an_entity_bomb_costs_nothing() -> None:
    entities = '<!ENTITY e0 "lollollollollollollollollollol">' + "".join(
        f'<!ENTITY e{level + 1} "{f"&e{level};" * 10}">' for level in range(9)
    )
    began = time.process_time()
    feed = read_feed(rss("<item><guid>1</guid><title>&e9;</title></item>", f"<!DOCTYPE rss [{entities}]>"))
    assert time.process_time() - began < 3
    assert all(len(entry.text) < 1_000 for entry in feed.entries)


@pytest.mark.parametrize(
    "hostile",
    [
        b"<a ",
        b"&a ",
        b"<item>",
        b"<item/>",
        b"<![CDATA[",
        b'a="b" ',
        b"<!--",
        b"<!DOCTYPE ",
        b'<!ENTITY a "',
        b"&lt;a ",
    ],
)
def test_hostile_bodies_take_time_by_their_length_and_no_more(hostile: bytes) -> None:
    body = b"<rss version='2.0'><channel><item><title>" + hostile * (100_000 // len(hostile))
    began = time.process_time()
    with suppress(TransientError):
        read_feed(body)
    assert time.process_time() - began < 8  # About a third of a second; a square would take hours.


@given(st.binary(max_size=500) | st.binary(max_size=200).map(lambda raw: rss("@").replace(b"@", raw)))
def test_no_bytes_raise_anything_else(body: bytes) -> None:
    try:
        feed = read_feed(body)
    except TransientError:
        return
    assert all(entry.native_id for entry in feed.entries)


def test_times_are_in_utc() -> None:
    (entry,) = read_feed(
        rss("<item><guid>1</guid><pubDate>Mon, 21 Nov 2016 17:00:10 +0100</pubDate></item>")
    ).entries
    assert entry.published_at == datetime(2016, 11, 21, 16, 0, 10, tzinfo=UTC)
