"""Websockets: every way a server can refuse or break off has a name."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from http import HTTPStatus

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from connectors.errors import ConnectorError, MisconfiguredError, PermanentError, TransientError
from connectors.sockets import Message, dial
from tests.connectors.jetserver import address

SECRET = "hunter2"  # noqa: S105 - looked for in every error and log.


async def read_all(url: str, headers: dict[str, str] | None = None) -> list[Message]:
    async with dial(f"{url}/subscribe?token={SECRET}", headers or {}) as stream:
        return [message async for message in stream]


@asynccontextmanager
async def answering(status: int, headers: dict[str, str], body: bytes = b"") -> AsyncIterator[str]:
    def refuse(_: ServerConnection, _request: Request) -> Response:
        return Response(status, HTTPStatus(status).phrase, Headers(headers), body)

    async def never(_: ServerConnection) -> None:
        raise AssertionError

    async with serve(never, "127.0.0.1", 0, process_request=refuse) as server:
        yield address(server)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (200, TransientError),
        (302, TransientError),
        (400, MisconfiguredError),
        (401, MisconfiguredError),
        (403, MisconfiguredError),
        (404, PermanentError),
        (429, TransientError),
        (500, TransientError),
        (503, TransientError),
    ],
)
async def test_each_refusal_has_its_error(status: int, error: type[ConnectorError]) -> None:
    headers = {"Retry-After": "7", "Location": "ws://127.0.0.1:9/", "Content-Type": "text/html"}
    async with answering(status, headers, SECRET.encode()) as url:
        with pytest.raises(error) as caught:
            await read_all(url)
    assert type(caught.value) is error
    assert SECRET not in str(caught.value)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        assert isinstance(caught.value, TransientError)
        assert caught.value.retry_after == timedelta(seconds=7)


async def test_nobody_there_and_no_address() -> None:
    with pytest.raises(TransientError, match="cannot be reached"):
        await read_all("ws://127.0.0.1:9")
    with pytest.raises(MisconfiguredError, match="not the address"):
        await read_all("https://127.0.0.1:9")


async def test_a_server_that_speaks_something_else() -> None:
    async def babble(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ESMTP\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(TransientError, match="does not speak websocket"):
            await read_all(f"ws://127.0.0.1:{port}")


async def close_well(connection: ServerConnection) -> None:
    await connection.send("one")


async def cut(connection: ServerConnection) -> None:
    await connection.send("one")
    connection.transport.abort()


async def send_too_much(connection: ServerConnection) -> None:
    await connection.send("one")
    await connection.send("x" * 1_100_000)


@pytest.mark.parametrize("behave", [close_well, cut, send_too_much])
async def test_what_ends_is_said_after_what_came(
    behave: Callable[[ServerConnection], Awaitable[None]],
) -> None:
    messages: list[Message] = []

    async def read(url: str) -> None:
        async with dial(url, {}) as stream:
            async for message in stream:
                messages.append(message)  # noqa: PERF401 - what came before the error counts.

    async with serve(behave, "127.0.0.1", 0, close_timeout=1) as server:
        with pytest.raises(TransientError, match="has been closed"):
            await read(address(server))
    assert messages == ["one"]


async def test_a_token_in_a_header_arrives_and_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    seen: list[str] = []

    async def look(connection: ServerConnection) -> None:
        if connection.request is not None:
            seen.append(connection.request.headers["Authorization"])

    quiet = logging.getLogger("tests.quiet")
    quiet.disabled = True
    async with serve(look, "127.0.0.1", 0, logger=quiet) as server:
        with pytest.raises(TransientError):
            await read_all(address(server), {"Authorization": f"Bearer {SECRET}"})
    assert seen == [f"Bearer {SECRET}"]
    assert SECRET not in caplog.text


async def test_a_redirect_is_not_followed() -> None:
    reached: list[str] = []

    async def elsewhere(connection: ServerConnection) -> None:
        reached.append(str(connection.remote_address))

    async with (
        serve(elsewhere, "127.0.0.1", 0) as other,
        answering(307, {"Location": f"{address(other)}/"}) as url,
    ):
        with pytest.raises(TransientError, match="answered 307"):
            await read_all(url)
    assert reached == []
