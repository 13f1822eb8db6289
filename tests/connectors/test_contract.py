"""What every kind of connector promises. A new kind adds its stage to STAGES and nothing else.

A stage is a platform with a past: `say(n)` publishes n more mentions there, and the connector under test reads it.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

import httpx
import pytest

from connectors.author import AuthorKey
from connectors.connector import Assignment, Connector
from connectors.errors import ConnectorError, MisconfiguredError, PermanentError, TransientError
from connectors.http import Http
from connectors.mention import Mention
from connectors.registry import KINDS, Equipment
from connectors.settings import Brand
from tests.connectors.fakes import FakeClock
from tests.connectors.feeds import FeedServer, Item, public_address
from tests.connectors.samples import NOON


class Stage(Protocol):
    """A platform in a test."""

    options: Mapping[str, Any]
    """The kind's own keys in the configuration."""
    answers: list[httpx.Response | httpx.HTTPError]
    """Given first, in place of what the platform would say."""

    def say(self, count: int) -> None:
        """Publish mentions of `acme`, each with an id of its own."""

    def __call__(self, request: httpx.Request) -> httpx.Response: ...


class FeedStage(FeedServer):
    """A feed that keeps its last 40 entries."""

    options: Mapping[str, Any] = {"url": "https://news.example/feed"}

    def say(self, count: int) -> None:
        first = int(self.items[0].name) + 1 if self.items else 0
        new = [Item(str(number), minutes=number / 10) for number in range(first, first + count)]
        self.items = (new[::-1] + self.items)[:40]


STAGES: Final[Mapping[str, Callable[[], Stage]]] = {"rss": FeedStage}

SECRET = "hunter2"  # noqa: S105 - looked for in every error text.


class Play:
    """A connector before its stage."""

    def __init__(self, kind: str) -> None:
        self.kind = KINDS[kind]
        self.stage = STAGES[kind]()
        self.clock = FakeClock(NOON + timedelta(hours=3))
        self.http = Http(self.clock, transport=httpx.MockTransport(self.stage), resolver=public_address)
        self.equipment = Equipment(self.http, self.clock, AuthorKey(b"k" * 32))
        self.values = {"name": "source", "kind": kind} | dict(self.stage.options)

    def open(self, cursor: bytes | None = None) -> Connector:
        assignment = Assignment("source", (Brand(name="acme"),), timedelta(minutes=2), "drill-x", cursor)
        return self.kind.open(assignment, self.kind.options.model_validate(self.values), self.equipment)

    async def sweep(self, connector: Connector) -> tuple[list[Mention], bytes]:
        mentions: list[Mention] = []
        while True:
            batch = await connector.fetch_batch()
            mentions += batch.mentions
            if batch.cursor is not None:
                assert batch.next_in > timedelta()
                assert batch.upto is None or batch.upto <= self.clock.now()
                return mentions, batch.cursor


@pytest.fixture(params=sorted(KINDS))
async def play(request: pytest.FixtureRequest) -> AsyncIterator[Play]:
    play = Play(request.param)
    async with play.http:
        yield play


def test_every_kind_has_a_stage() -> None:
    assert set(STAGES) == set(KINDS)


async def test_resumed_from_any_cursor_it_sends_nothing_twice_and_skips_nothing(play: Play) -> None:
    sent: list[str] = []
    cursor: bytes | None = None
    for said in (5, 0, 1, 12, 0, 3):
        play.stage.say(said)
        connector = play.open(cursor)
        mentions, cursor = await play.sweep(connector)
        await connector.close()
        assert len(mentions) == said
        sent += [mention.identity for mention in mentions]
    assert len(set(sent)) == len(sent) == 21


async def test_one_connector_kept_open_sends_the_same_as_many_resumed(play: Play) -> None:
    connector = play.open()
    sent: list[str] = []
    for said in (5, 0, 1, 12, 3):
        play.stage.say(said)
        mentions, _ = await play.sweep(connector)
        sent += [mention.identity for mention in mentions]
    await connector.close()
    assert len(set(sent)) == len(sent) == 21


async def test_an_old_cursor_sends_again_what_came_after_it_and_nothing_before(play: Play) -> None:
    play.stage.say(4)
    _, old = await play.sweep(play.open())
    play.stage.say(3)
    expected = {mention.identity for mention in (await play.sweep(play.open(old)))[0]}
    play.stage.say(2)
    again = {mention.identity for mention in (await play.sweep(play.open(old)))[0]}
    assert expected < again
    assert len(again) == 5


async def test_mentions_are_of_the_source_the_brand_and_the_lane(play: Play) -> None:
    play.stage.say(3)
    connector = play.open()
    mentions, _ = await play.sweep(connector)
    assert {mention.source for mention in mentions} <= set(connector.sources)
    assert {mention.source.partition("#")[0] for mention in mentions} == {"source"}
    assert {(mention.brand, mention.lane) for mention in mentions} == {("acme", "drill-x")}
    assert all(mention.published_at <= play.clock.now() for mention in mentions)
    assert all(Mention.from_json(mention.to_json()) == mention for mention in mentions)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(429, headers={"Retry-After": "77"}, text=SECRET), TransientError),
        (httpx.Response(401, text=SECRET), MisconfiguredError),
        (httpx.Response(403, text=SECRET), MisconfiguredError),
        (httpx.Response(404, text=SECRET), PermanentError),
        (httpx.Response(500, text=SECRET), TransientError),
        (httpx.Response(503, text=SECRET), TransientError),
        (httpx.Response(522, text=f"<html>{SECRET}</html>"), TransientError),
        (httpx.Response(200, html=f"<html><body>{SECRET}</body></html>"), TransientError),
        (httpx.Response(200, content=b""), TransientError),
        (httpx.Response(200, content=b"\x00\xff" * 50), TransientError),
        (httpx.ReadTimeout(SECRET), TransientError),
        (httpx.RemoteProtocolError(f"incomplete chunked read {SECRET}"), TransientError),
        (httpx.ConnectError(SECRET), TransientError),
    ],
    ids=str,
)
async def test_each_failure_has_its_error_and_costs_nothing(
    play: Play, answer: httpx.Response | httpx.HTTPError, error: type[ConnectorError]
) -> None:
    play.stage.say(2)
    _, cursor = await play.sweep(play.open())
    play.stage.say(3)
    play.stage.answers = [answer]
    failed = play.open(cursor)
    with pytest.raises(error) as caught:
        await play.sweep(failed)
    await failed.close()
    assert SECRET not in str(caught.value)
    if isinstance(caught.value, TransientError) and isinstance(answer, httpx.Response):
        wait = timedelta(seconds=77) if answer.status_code == 429 else None
        assert caught.value.retry_after == wait

    mentions, _ = await play.sweep(play.open(cursor))
    assert len(mentions) == 3


async def test_opening_does_no_request(play: Play) -> None:
    play.stage.answers = [httpx.ConnectError("nobody may ask")]
    await play.open().close()
    assert len(play.stage.answers) == 1


async def test_a_broken_cursor_is_no_quiet_new_start(play: Play) -> None:
    with pytest.raises(MisconfiguredError):
        play.open(b"not a cursor")


async def test_a_real_clock_far_from_the_platforms_does_no_harm(play: Play) -> None:
    play.stage.say(2)
    play.clock.at = datetime(2020, 1, 1, tzinfo=UTC)  # Ours is years behind: all of it is "from the future".
    mentions, _ = await play.sweep(play.open())
    assert len(mentions) == 2
