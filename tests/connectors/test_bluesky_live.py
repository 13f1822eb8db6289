"""Bluesky over real websockets: keeps up, and resumes after cuts without loss."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
import zstandard
from prometheus_client import CollectorRegistry
from websockets.asyncio.server import ServerConnection, serve

from connectors.backoff import Backoff
from connectors.bluesky import BlueskyOptions, BlueskyStream
from connectors.clock import SystemClock
from connectors.connector import Assignment
from connectors.equipment import Equipment
from connectors.errors import MisconfiguredError
from connectors.http import Http
from connectors.mention import Heartbeat, Mention
from connectors.metrics import ConnectorMetrics
from connectors.runner import Delayed, Runner, Stopped
from connectors.settings import Brand
from connectors.sweep import Sweep, Sweeper
from tests.connectors.fakes import FakePublisher, of_type
from tests.connectors.jetserver import POST, START_US, JetServer, address, write_posts
from tests.connectors.stages.stage import AUTHORS

KEYWORDS = tuple(f"{word}{number}" for number in range(50) for word in ("acme", "bolt", "艾克美", "kávé"))
BRANDS = tuple(Brand(name=f"b{number}", keywords=KEYWORDS[number::20]) for number in range(20))
CURSOR = b'{"time_us":%d,"server":""}' % START_US


def options_for(url: str, **more: object) -> BlueskyOptions:
    return BlueskyOptions.model_validate(
        {"name": "sky", "kind": "bluesky", "servers": [url], "lookback": "36h", "every": "1s"} | more
    )


def open_stream(assignment: Assignment, url: str, **more: object) -> BlueskyStream:
    clock = SystemClock()
    return BlueskyStream(assignment, options_for(url, **more), Equipment(Http(clock), clock, AUTHORS))


def assign(cursor: bytes | None = CURSOR) -> Assignment:
    return Assignment("sky", BRANDS, timedelta(seconds=1), cursor=cursor)


async def test_two_hundred_keywords_cost_little_enough_for_two_thousand_posts_a_second() -> None:
    """CPU, not the clock, so that a busy machine does not fail it; the server's share is counted as well."""
    server = JetServer(write_posts(6_000, about=KEYWORDS))
    async with server.running() as url:
        stream = open_stream(assign(), url)
        spent, read, mentions = time.process_time(), 0, 0
        while read < len(server.lines):
            batch = await stream.fetch_batch()
            read += batch.read or 0
            mentions += len(batch.mentions)
        spent = time.process_time() - spent
        await stream.close()
    assert mentions == 120
    assert read / spent > 2_000


class EnoughError(MisconfiguredError):
    """Ends the runner."""


async def test_cut_again_and_again_it_loses_nothing_and_sends_nothing_twice() -> None:
    server = JetServer(write_posts(3_000, about=["acme0"], every=10), drop_after=[700, 1, 0, 1_500])
    publisher = FakePublisher()
    delayed: list[Delayed] = []

    def report(event: Sweep | Delayed | Stopped) -> None:
        if isinstance(event, Delayed):
            delayed.append(event)
        if isinstance(event, Sweep) and not server.drop_after and server.sent and event.mentions == 0:
            raise EnoughError("all was sent")

    metrics = ConnectorMetrics(CollectorRegistry())
    clock = SystemClock()
    runner = Runner(
        Sweeper(publisher, metrics, now=clock.now),
        metrics,
        clock=clock,
        randomness=lambda: 0.0,
        report=report,
        backoff=Backoff(first=timedelta(milliseconds=10)),
    )
    async with server.running() as url, asyncio.timeout(60):
        await runner.run([(assign(), lambda assignment: open_stream(assignment, url))])
    mentions = of_type(publisher.lines(), Mention)
    sent = [mention.native_id for mention in mentions]
    assert len(sent) >= 300
    assert len(set(sent)) == 300
    assert len(delayed) == 4
    assert "closed" in delayed[0].why
    assert len(server.cursors) == 5
    beats = [beat.upto for beat in of_type(publisher.lines(), Heartbeat)]
    assert beats == sorted(beats)


Handler = Callable[[ServerConnection], AsyncIterator[None]]


async def test_compressed_messages_are_read_with_the_servers_dictionary(tmp_path: Path) -> None:
    lines = [line.encode() for line in write_posts(300, about=["acme0"], every=10)]
    dictionary = zstandard.train_dictionary(4_096, [*lines])
    path = tmp_path / "dictionary"
    path.write_bytes(dictionary.as_bytes())
    compressor = zstandard.ZstdCompressor(dict_data=dictionary)
    asked: list[str] = []

    async def handle(connection: ServerConnection) -> None:
        asked.append(connection.request.path if connection.request else "")
        await connection.send(b"\x28\xb5\x2f\xfd broken")
        for line in lines:
            await connection.send(compressor.compress(line))
        await connection.wait_closed()

    async with serve(handle, "127.0.0.1", 0, close_timeout=1) as server:
        stream = open_stream(assign(), address(server), zstd_dictionary=path)
        read, unreadable, mentions = 0, 0, 0
        while read < 300:
            batch = await stream.fetch_batch()
            read, unreadable = read + (batch.read or 0), unreadable + batch.unreadable
            mentions += len(batch.mentions)
        await stream.close()
    assert (read, unreadable, mentions) == (300, 1, 30)
    assert "compress=true" in asked[0]
    assert f"wantedCollections={POST}" in asked[0]


def test_a_dictionary_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    async def open_it() -> None:
        stream = open_stream(assign(), "ws://127.0.0.1:9", zstd_dictionary=tmp_path / "none")
        try:
            await stream.fetch_batch()
        finally:
            await stream.close()

    with pytest.raises(MisconfiguredError, match="none"):
        asyncio.run(open_it())


async def test_a_server_that_is_down_is_passed_over() -> None:
    server = JetServer(write_posts(100, about=["acme0"], every=10))
    async with server.running() as url:
        stream = open_stream(assign(), url, servers=["ws://127.0.0.1:9", url])
        batch = await stream.fetch_batch()
        await stream.close()
    assert batch.read
