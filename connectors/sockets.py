"""Websockets as connectors need them: strict timeouts, no redirects, no proxy of the environment, named errors."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI

from connectors.errors import MisconfiguredError, TransientError
from connectors.refusal import Refusal, judge_status, redact_url

MAX_MESSAGE: Final = 1_000_000
"""Bytes of one message, after decompression."""
_OPEN_S: Final = 15.0
_PING_S: Final = 20.0
_CLOSE_S: Final = 2.0

# It logs the headers it sends, where tokens stand.
_SILENT: Final = logging.getLogger("connectors.sockets.wire")
_SILENT.setLevel(logging.CRITICAL)

Message = str | bytes
Dial = Callable[[str, Mapping[str, str]], AbstractAsyncContextManager[AsyncIterator[Message]]]
"""Opens a websocket at a URL with headers; what it yields ends, or raises, when the connection does."""


class _Connect(connect):
    def process_redirect(self, exc: Exception) -> Exception | str:
        """Follow none: what the configuration names is what is asked."""
        return exc


@asynccontextmanager
async def dial(url: str, headers: Mapping[str, str]) -> AsyncIterator[AsyncIterator[Message]]:
    """Open a websocket and yield its messages; `url` is from the configuration and may be private.

    Raises:
        TransientError: it cannot be reached, is busy, or breaks off; with the wait the server asks for.
        PermanentError: there is nothing at this address.
        MisconfiguredError: the server refuses us, or the address is none.
    """
    shown = redact_url(url)
    try:
        async with _Connect(
            url,
            additional_headers=dict(headers),
            user_agent_header=None,
            open_timeout=_OPEN_S,
            ping_interval=_PING_S,
            ping_timeout=_PING_S,
            close_timeout=_CLOSE_S,
            max_size=MAX_MESSAGE,
            proxy=None,
            logger=_SILENT,
        ) as connection:
            yield _read_messages(connection, shown)
    except InvalidStatus as exc:
        answer = exc.response
        named = {name.lower(): value for name, value in answer.headers.raw_items()}
        refusal = Refusal(answer.status_code, named, b"", shown, datetime.now(UTC))
        raise judge_status(refusal) from exc
    except InvalidURI as exc:
        raise MisconfiguredError(f"{shown}: not the address of a websocket") from exc
    except (InvalidHandshake, EOFError) as exc:
        raise TransientError(f"{shown}: does not speak websocket ({type(exc).__name__})") from exc
    except (OSError, TimeoutError) as exc:
        raise TransientError(f"{shown}: cannot be reached ({type(exc).__name__})") from exc


async def _read_messages(connection: ClientConnection, shown: str) -> AsyncIterator[Message]:
    try:
        while True:
            yield await connection.recv()
            await asyncio.sleep(
                0
            )  # Buffered messages come without one turn of the loop: let others have theirs.
    except ConnectionClosed as exc:
        code = exc.rcvd.code if exc.rcvd is not None else "none"
        raise TransientError(f"{shown}: the connection has been closed (code {code})") from exc
