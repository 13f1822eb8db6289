"""A tap: nothing that came is lost, whatever ends it, and a hostile sender cannot fill the memory."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta

import httpx
import pytest

from connectors.errors import MisconfiguredError, TransientError
from connectors.events import MAX_EVENT, open_events
from connectors.http import Http
from connectors.tap import AHEAD, Tap
from tests.connectors.fakes import FakeClock
from tests.connectors.feeds import public_address

MINUTE = timedelta(minutes=1)
Open = Callable[[], AbstractAsyncContextManager[AsyncIterator[int]]]


def stream(*messages: int, error: Exception | None = None, waits: bool = False) -> Open:
    async def read() -> AsyncIterator[int]:
        for message in messages:
            yield message
        if error is not None:
            raise error
        if waits:
            await asyncio.Event().wait()

    @asynccontextmanager
    async def open_() -> AsyncIterator[AsyncIterator[int]]:
        yield read()

    return open_


def make_tap(*opens: Open, clock: FakeClock | None = None, quiet_for: timedelta | None = MINUTE) -> Tap[int]:
    return Tap(opens, clock or FakeClock(), quiet_for=quiet_for, shown="wss://x.example")


async def test_all_that_came_is_handed_out_before_the_error() -> None:
    clock = FakeClock()
    tap = make_tap(stream(1, 2, 3, error=TransientError("cut")), clock=clock)
    assert await tap.gulp(clock.at + MINUTE, at_most=2) == [1, 2]
    assert await tap.gulp(clock.at + MINUTE, at_most=2) == [3]
    with pytest.raises(TransientError, match="cut"):
        await tap.gulp(clock.at + MINUTE, at_most=2)
    await tap.close()


async def test_a_stream_that_ends_is_an_error_though_others_go_on() -> None:
    clock = FakeClock()
    tap = make_tap(stream(1), stream(2, waits=True), clock=clock)
    assert sorted(await tap.gulp(clock.at + MINUTE, at_most=9)) == [1, 2]
    with pytest.raises(TransientError, match=r"wss://x\.example: the stream has ended"):
        await tap.gulp(clock.at + MINUTE, at_most=9)
    await tap.close()


async def test_what_cannot_be_opened_is_raised_by_opening() -> None:
    @asynccontextmanager
    async def refuse() -> AsyncIterator[AsyncIterator[int]]:
        raise MisconfiguredError("401")
        yield stream()

    tap = make_tap(stream(waits=True), refuse)
    with pytest.raises(MisconfiguredError, match="401"):
        await tap.open()
    await tap.close()


async def test_silence_is_an_error_where_it_cannot_be_and_none_where_it_can() -> None:
    clock = FakeClock()
    tap = make_tap(stream(waits=True), clock=clock)
    assert await tap.gulp(clock.at + MINUTE / 2, at_most=9) == []
    with pytest.raises(TransientError, match="nothing came for 60 s"):
        await tap.gulp(clock.at + MINUTE, at_most=9)
    await tap.close()
    patient = make_tap(stream(waits=True), clock=clock, quiet_for=None)
    assert await patient.gulp(clock.at + 60 * MINUTE, at_most=9) == []
    await patient.close()


async def test_the_sender_waits_when_nobody_takes() -> None:
    clock = FakeClock()
    tap = make_tap(stream(*range(AHEAD + 100), waits=True), clock=clock)
    first = await tap.gulp(clock.at + MINUTE, at_most=10**6)
    assert len(first) <= AHEAD
    taken = list(first)
    while len(taken) < AHEAD + 100:
        taken += await tap.gulp(clock.at + MINUTE, at_most=10**6)
    assert taken == list(range(AHEAD + 100))
    await tap.close()


async def test_cancelled_while_it_waits_it_leaves_nothing_running() -> None:
    tap = make_tap(stream(waits=True), clock=FakeClock(on_sleep=lambda _: None))
    task = asyncio.create_task(tap.gulp(FakeClock().at + MINUTE, at_most=9))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait((task,))
    await tap.close()
    assert [each for each in asyncio.all_tasks() if each is not asyncio.current_task()] == []


class Pieces(httpx.AsyncByteStream):
    def __init__(self, *pieces: bytes) -> None:
        self.pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece


async def read_events(*pieces: bytes, content_type: str = "text/event-stream") -> list[tuple[str, str]]:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-type": content_type}, stream=Pieces(*pieces))

    clock = FakeClock()
    async with (
        Http(clock, transport=httpx.MockTransport(answer), resolver=public_address) as http,
        open_events(http, "https://x.example/s?token=hunter2", headers={}, trusted=None) as events,
    ):
        return [(event.event, event.data) async for event in events]


async def test_events_are_read_however_the_network_cuts_them() -> None:
    whole = b':)\nevent: update\ndata: {"a":1}\n\n:thump\nevent: delete\ndata: 17\n\n'
    expected = [("update", '{"a":1}'), ("delete", "17")]
    assert await read_events(whole) == expected
    assert await read_events(*(bytes([sign]) for sign in whole)) == expected


async def test_an_event_that_breaks_off_is_not_one() -> None:
    assert await read_events(b"event: delete\ndata: 17\n\nevent: delete\ndata: 1") == [("delete", "17")]


async def test_an_event_without_end_and_what_is_no_stream_are_errors() -> None:
    with pytest.raises(TransientError, match="more than"):
        await read_events(b"data: ", *[b"x" * 100_000] * (MAX_EVENT // 100_000 + 1))
    with pytest.raises(TransientError, match="not a stream") as caught:
        await read_events(b"<html>", content_type="text/html")
    assert "hunter2" not in str(caught.value)
