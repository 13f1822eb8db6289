"""The feed reader: polite, resumable, and it notices edits."""

import gzip
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from connectors.author import AuthorKey
from connectors.connector import Assignment, Batch
from connectors.equipment import Equipment
from connectors.errors import MisconfiguredError, PermanentError, TransientError
from connectors.http import Http
from connectors.mention import ChannelKind, Platform
from connectors.rss import FeedOptions, FeedReader
from connectors.settings import Brand
from tests.connectors.fakes import FakeClock
from tests.connectors.feeds import FeedServer, Item, public_address, write_atom
from tests.connectors.samples import NOON

URL = "https://news.example/feed"
KEY = AuthorKey(b"k" * 32)
BRANDS = (Brand(name="acme"), Brand(name="bolt"))


class Desk:
    """A feed, and readers of it that share a clock and a server."""

    def __init__(self) -> None:
        self.server = FeedServer()
        self.clock = FakeClock(NOON + timedelta(hours=1))
        transport = httpx.MockTransport(self.server)
        self.http = Http(self.clock, transport=transport, resolver=public_address)
        self.cursor: bytes | None = None

    def open(self, **options: object) -> FeedReader:
        values = {"name": "newsroom", "kind": "rss", "url": URL} | options
        assignment = Assignment("newsroom", BRANDS, timedelta(minutes=2), cursor=self.cursor)
        parsed = FeedOptions.model_validate(values)
        return FeedReader(assignment, parsed, Equipment(self.http, self.clock, KEY))

    async def sweep(self, **options: object) -> Batch:
        batch = await self.open(**options).fetch_batch()
        self.cursor = batch.cursor
        return batch

    async def ids(self) -> list[str]:
        return sorted(mention.native_id for mention in (await self.sweep()).mentions)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    desk = Desk()
    async with desk.http:
        yield desk


async def test_a_mention_of_a_brand_is_sent_with_all_that_is_known(desk: Desk) -> None:
    desk.server.items = [Item("a", "acme is soulless", 5), Item("b", "nothing to do with it")]
    (mention,) = (await desk.sweep()).mentions
    assert (mention.source, mention.native_id, mention.brand) == ("newsroom", "a", "acme")
    assert (mention.platform, mention.kind) == (Platform.NEWS, ChannelKind.ARTICLE)
    assert mention.published_at == NOON + timedelta(minutes=5)
    assert mention.author == KEY.hash_author(Platform.NEWS, "Ada")
    assert mention.url == "https://news.example/a"
    assert not any((mention.edited, mention.deleted, mention.owned, mention.cut))


async def test_two_brands_in_one_article_are_two_mentions(desk: Desk) -> None:
    desk.server.items = [Item("a", "acme buys bolt")]
    assert [mention.brand for mention in (await desk.sweep()).mentions] == ["acme", "bolt"]


async def test_the_second_request_is_conditional_with_what_the_server_said_verbatim(desk: Desk) -> None:
    desk.server.items = [Item("a")]
    await desk.sweep()
    batch = await desk.sweep()

    first, second = desk.server.asked
    assert "if-none-match" not in first.headers
    assert second.headers["if-none-match"].startswith('W/"')
    assert second.headers["if-modified-since"] == "verbatim, even wrong"
    assert batch.mentions == ()


async def test_nothing_new_still_promises_how_far_the_source_is(desk: Desk) -> None:
    desk.server.items = [Item("a")]
    await desk.sweep()
    desk.clock.at += timedelta(minutes=10)
    asked_at = desk.clock.at
    batch = await desk.sweep(settle="90s")
    assert batch.mentions == ()
    assert batch.upto == asked_at - timedelta(seconds=90)


async def test_only_new_entries_are_sent_whatever_their_order(desk: Desk) -> None:
    desk.server.items = [Item("b", minutes=3), Item("a", minutes=9)]
    assert await desk.ids() == ["a", "b"]
    desk.server.items = [Item("c", minutes=1), *desk.server.items]
    assert await desk.ids() == ["c"]
    desk.server.items = [Item("a", minutes=9), Item("d", minutes=2)]
    assert await desk.ids() == ["d"]
    desk.server.items = [Item("b", minutes=3), Item("d", minutes=2)]
    assert await desk.ids() == []  # It fell off and came back.


async def test_an_edit_is_sent_again_as_one(desk: Desk) -> None:
    desk.server.items = [Item("a", updated=1)]
    await desk.sweep()
    desk.server.items = [Item("a", "acme is sorry", updated=4)]
    (mention,) = (await desk.sweep()).mentions
    assert (mention.native_id, mention.edited, mention.text) == ("a", True, "acme is sorry")
    assert mention.published_at == NOON
    desk.server.items = [Item("a", "acme was soulless", updated=2)]
    assert (await desk.sweep()).mentions == ()  # An older copy, from a cache.


async def test_an_entry_twice_in_one_feed_is_sent_once(desk: Desk) -> None:
    desk.server.items = [Item("a"), Item("a", "acme again")]
    (mention,) = (await desk.sweep()).mentions
    assert mention.text == "acme is soulless"


async def test_a_date_from_the_future_or_none_is_the_time_it_was_first_seen(desk: Desk) -> None:
    now = desk.clock.at
    desk.server.items = [Item("a", minutes=600)]
    assert (await desk.sweep()).mentions[0].published_at == now


async def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(desk: Desk) -> None:
    desk.server.items = [Item("a")]
    desk.server.answers = [httpx.Response(301, headers={"Location": "https://moved.example/feed"})]
    assert await desk.ids() == ["a"]
    await desk.sweep()
    assert [request.url.host for request in desk.server.asked] == [
        "news.example",
        "moved.example",
        "moved.example",
    ]
    # A new address in the configuration starts anew.
    assert [mention.native_id for mention in (await desk.sweep(url="https://other.example/")).mentions] == [
        "a"
    ]
    assert desk.server.asked[-1].url.host == "other.example"


async def test_a_feed_that_has_ended_stops_and_one_that_is_missing_does_not(desk: Desk) -> None:
    desk.server.answers = [httpx.Response(410), httpx.Response(404)]
    with pytest.raises(MisconfiguredError, match="has ended"):
        await desk.sweep()
    with pytest.raises(PermanentError):
        await desk.sweep()


async def test_a_feed_that_breaks_off_is_asked_whole_again(desk: Desk) -> None:
    items = [Item("a"), Item("b"), Item("c")]
    whole = write_atom(items)
    cut = whole[: whole.index(b"<id>c") + 30]
    desk.server.answers = [httpx.Response(200, content=cut, headers={"ETag": '"cut"'})]
    desk.server.items = items
    assert await desk.ids() == ["a", "b"]
    assert await desk.ids() == ["c"]
    assert "if-none-match" not in desk.server.asked[1].headers


@pytest.mark.parametrize("body", [b"", b"<html><body>Please log in</body></html>"])
async def test_what_is_no_feed_is_tried_again_and_named(desk: Desk, body: bytes) -> None:
    desk.server.answers = [httpx.Response(200, content=body)]
    with pytest.raises(TransientError, match=r"https://news\.example/feed: .*not a feed"):
        await desk.sweep()


async def test_all_of_a_brands_own_feed_is_about_it(desk: Desk) -> None:
    desk.server.items = [Item("a", "lovely weather")]
    batch = await desk.open(match=False, owned=True, brands=["acme"], entry="comment").fetch_batch()
    assert {mention.native_id for mention in batch.mentions} == {"a"}
    assert all(mention.owned and mention.kind is ChannelKind.COMMENT for mention in batch.mentions)


@pytest.mark.parametrize("cursor", [b"", b"{}", b"nonsense", b'{"url":1}'])
def test_a_cursor_that_cannot_be_read_is_no_quiet_new_start(desk: Desk, cursor: bytes) -> None:
    desk.cursor = cursor
    with pytest.raises(MisconfiguredError, match="cursor"):
        desk.open()


async def test_the_cursor_does_not_grow_without_end(desk: Desk) -> None:
    for day in range(30):
        desk.server.items = [Item(f"{day}-{number}") for number in range(50)]
        await desk.sweep()
    assert desk.cursor is not None
    assert len(json.loads(desk.cursor)["seen"]) <= 200


async def test_a_feed_of_megabytes_without_end_is_refused(desk: Desk) -> None:
    desk.server.answers = [httpx.Response(200, content=b"<rss>" + b" " * 50_000_000)]
    with pytest.raises(PermanentError, match="larger than"):
        await desk.sweep()


async def test_a_small_body_that_unpacks_to_megabytes_is_refused(desk: Desk) -> None:
    packed = gzip.compress(b"<rss>" + b" " * 50_000_000)
    desk.server.answers = [httpx.Response(200, content=packed, headers={"Content-Encoding": "gzip"})]
    with pytest.raises(PermanentError, match="larger than"):
        await desk.sweep()


@pytest.mark.need("001-18")
async def test_one_piece_in_two_feeds_is_of_one_family(desk: Desk) -> None:
    piece = "acme has replaced the artists of its holiday film with a machine, say three of them"
    desk.server.items = [Item("a", piece), Item("b", piece + " https://news.example/x"), Item("c", "acme")]
    families = {mention.native_id: mention.family for mention in (await desk.sweep()).mentions}
    assert families["a"] == families["b"] is not None
    assert families["c"] is None


async def test_a_board_of_ptt_as_the_example_configures_it(desk: Desk) -> None:
    desk.server.items = [Item("M.1.A.2", "[問卦] acme 的廣告是不是 AI 做的?")]
    (mention,) = (await desk.sweep(platform="ptt", entry="post")).mentions
    assert (mention.platform, mention.kind) == (Platform.PTT, ChannelKind.POST)
