"""Server-sent events, as a stream that cannot grow without end."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

import httpx
from httpx_sse import EventSource, ServerSentEvent, SSEError

from connectors.errors import TransientError
from connectors.http import Http
from connectors.refusal import redact_url

MAX_EVENT: Final = 1_000_000
"""Bytes of one event."""


@asynccontextmanager
async def open_events(
    http: Http, url: str, *, headers: Mapping[str, str], trusted: str | None
) -> AsyncIterator[AsyncIterator[ServerSentEvent]]:
    """Open a stream of events. An event cut off by the stream's end is not returned.

    Raises:
        TransientError: it cannot be reached, breaks off, is no such stream, or an event has no end.
        PermanentError, MisconfiguredError: as `Http.get`.
    """
    asked = {"Accept": "text/event-stream", "Cache-Control": "no-store", **headers}
    shown = redact_url(url)
    async with http.open_stream(url, headers=asked, trusted=trusted) as response:
        bounded = httpx.Response(200, headers=response.headers, stream=_Bounded(response, shown))
        yield _read_events(EventSource(bounded), shown)


async def _read_events(source: EventSource, shown: str) -> AsyncIterator[ServerSentEvent]:
    try:
        async for event in source.aiter_sse():
            yield event
    except SSEError as exc:
        raise TransientError(f"{shown}: the answer is not a stream of events") from exc


class _Bounded(httpx.AsyncByteStream):
    def __init__(self, response: httpx.Response, shown: str) -> None:
        self._response = response
        self._shown = shown

    async def __aiter__(self) -> AsyncIterator[bytes]:
        since_break = 0
        async for piece in self._response.aiter_bytes():
            _, found, after = piece.rpartition(b"\n\n")
            since_break = len(after) if found else since_break + len(piece)
            if since_break > MAX_EVENT:
                raise TransientError(f"{self._shown}: an event of more than {MAX_EVENT} bytes")
            yield piece
