"""HTTP as connectors need it: strict timeouts, a size limit, no way into the private network, named errors."""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from typing import Final, Self, TypeVar

import httpx

from connectors.address import Resolver, is_public, refuse_private, resolve_host
from connectors.clock import Clock
from connectors.errors import (
    ConnectorError,
    MisconfiguredError,
    PermanentError,
    TransientError,
    UnreadableError,
)
from connectors.halves import mend_halves
from connectors.limits import Quota, ReadQuota, read_no_quota
from connectors.nulls import decode_told
from connectors.refusal import Judge, Refusal, judge_status, redact_url
from connectors.turns import Turns

# It logs every URL with its query, where some platforms want the token.
logging.getLogger("httpx").setLevel(logging.WARNING)

T = TypeVar("T")

USER_AGENT: Final = "crisis-monitor/0.1 (+https://pypi.org/project/crisis-monitor/)"
MAX_BODY: Final = 4_000_000
_HOPS: Final = 5
_TIMEOUT: Final = httpx.Timeout(15.0, connect=10.0)
_STREAMING: Final = httpx.Timeout(60.0, connect=10.0)
_WHOLE: Final = timedelta(seconds=60)
"""A sender that drips a byte every 14 seconds ends here."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PERMANENT_MOVES: Final = frozenset({301, 308})
_REFUSAL_READ: Final = 65_536
"""Bytes of a refusal that a platform's own judge may look at."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a 2xx, or a 304 to a conditional request."""

    status: int
    headers: httpx.Headers
    body: bytes
    moved_to: str | None = None
    """The new address, when every redirect on the way was a permanent one."""
    quota: Quota | None = None
    """What the platform says is left."""
    shown: str = ""
    """Where it came from, fit for an error text."""

    @property
    def is_unchanged(self) -> bool:
        return self.status == HTTPStatus.NOT_MODIFIED

    def read_json(self, contract: type[T]) -> T:
        """Read the body. Raises TransientError: it is not that, but a login page, half an answer, nothing."""
        try:
            return decode_told(mend_halves(self.body), contract)
        except UnreadableError as exc:
            raise TransientError(f"{self.shown}: the answer is not what was asked for") from exc


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked, whichever address answers it in the end."""

    headers: Mapping[str, str]
    trusted: str | None
    max_body: int
    read_quota: ReadQuota
    judge: Judge | None
    private_too: bool = False
    body: bytes | None = None
    """Posted, where there is one."""


class Http:
    """Fetches; one for a process."""

    def __init__(
        self,
        clock: Clock,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        resolver: Resolver = resolve_host,
    ) -> None:
        self._clock = clock
        self._resolver = resolver
        self._client = httpx.AsyncClient(
            transport=transport,
            timeout=_TIMEOUT,
            follow_redirects=False,
            trust_env=False,  # No proxy and no .netrc that the configuration does not name.
            headers={"User-Agent": USER_AGENT},
        )
        self._turns = Turns(clock)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        trusted: str | None = None,
        private_too: bool = False,
        max_body: int = MAX_BODY,
        read_quota: ReadQuota = read_no_quota,
        judge: Judge | None = None,
    ) -> Answer:
        """Fetch a URL, following redirects.

        Args:
            url: http or https.
            headers: sent to the host of `url` only, not to where it redirects, and never less safely.
            trusted: a URL from the configuration, whose host may be private. Every other host may not.
            private_too: every host may be private; never for an address that strangers choose.
            max_body: bytes, after decompression.
            read_quota: reads what the platform's headers say is left, and how long a 429 has to wait.
            judge: names errors that the status alone does not tell.

        Raises:
            TransientError: no answer in time, a broken one, 408, 425, 429 or 5xx; with `retry_after` if told.
            PermanentError: 404, 410, too large, or a redirect into the private network.
            MisconfiguredError: 401, 403 and other 4xx, or a URL that is none.
        """
        asked = _Request(headers or {}, trusted, max_body, read_quota, judge, private_too)
        try:
            return await self._follow(httpx.URL(url), asked)
        except httpx.InvalidURL as exc:
            raise MisconfiguredError(f"{redact_url(url)}: not a URL") from exc

    async def post_body(
        self,
        url: str,
        body: bytes,
        *,
        headers: Mapping[str, str],
        read_quota: ReadQuota = read_no_quota,
        judge: Judge | None = None,
    ) -> Answer:
        """Post to a public host, where a platform wants that before one may read.

        A token is asked for so, or a stream told what to bring; a redirect is not followed. Raises as `get`.
        """
        parsed = httpx.URL(url)
        asked = _Request(headers, None, MAX_BODY, read_quota, judge, body=body)
        answer, location = await self._fetch(parsed, asked)
        if location is not None:
            raise PermanentError(f"{redact_url(url)}: answers from elsewhere; nothing is sent on")
        return answer

    @asynccontextmanager
    async def open_stream(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        trusted: str | None = None,
        read_quota: ReadQuota = read_no_quota,
        judge: Judge | None = None,
    ) -> AsyncIterator[httpx.Response]:
        """Open an answer that does not end; a redirect is not followed.

        The body is read by the caller, inside, with `aiter_bytes`; what goes wrong there is raised as below.

        Raises:
            TransientError: no answer in time, or it breaks off or is silent for a minute.
            PermanentError, MisconfiguredError: as `get` does.
        """
        try:
            parsed = httpx.URL(url)
        except httpx.InvalidURL as exc:
            raise MisconfiguredError(f"{redact_url(url)}: not a URL") from exc
        await self._turns.wait(parsed.host)
        asked = _Request(headers or {}, trusted, 0, read_quota, judge)
        async with self._answered(parsed, asked, patience=_STREAMING) as response:
            if not response.is_success:
                raise await self._refuse(response, asked)
            yield response

    async def _follow(self, url: httpx.URL, asked: _Request) -> Answer:
        own, moved_to, for_good = url, None, True
        for _ in range(_HOPS + 1):
            sent = asked if _is_as_safe(url, own) else replace(asked, headers={})
            answer, location = await self._fetch(url, sent)
            if location is None:
                return replace(answer, moved_to=moved_to)
            for_good = for_good and answer.status in _PERMANENT_MOVES
            url = url.join(location)
            moved_to = str(url) if for_good else moved_to
        raise PermanentError(f"{redact_url(str(url))}: more than {_HOPS} redirects")

    async def _fetch(self, url: httpx.URL, asked: _Request) -> tuple[Answer, str | None]:
        await self._turns.wait(url.host)  # Our own manners are no slowness of theirs.
        try:
            async with asyncio.timeout(_WHOLE.total_seconds()):
                return await self._fetch_whole(url, asked)
        except TimeoutError as exc:
            raise TransientError(f"{redact_url(str(url))}: no whole answer in {_WHOLE.seconds} s") from exc

    async def _fetch_whole(self, url: httpx.URL, asked: _Request) -> tuple[Answer, str | None]:
        async with self._answered(url, asked, patience=_TIMEOUT) as response:
            status = response.status_code
            if status in _REDIRECTS and "location" in response.headers:
                return Answer(status, response.headers, b""), response.headers["location"]
            if not (response.is_success or status == HTTPStatus.NOT_MODIFIED):
                raise await self._refuse(response, asked)
            shown = redact_url(str(url))
            body = await _read_body(response, shown, asked.max_body)
            quota = asked.read_quota(response.headers, self._clock.now())
            return Answer(status, response.headers, body, quota=quota, shown=shown), None

    @asynccontextmanager
    async def _answered(
        self, url: httpx.URL, asked: _Request, *, patience: httpx.Timeout
    ) -> AsyncIterator[httpx.Response]:
        shown = redact_url(str(url))
        if url.scheme not in {"http", "https"} or not url.host:
            raise PermanentError(f"{shown}: only http and https are fetched")
        named = asked.trusted is not None and httpx.URL(asked.trusted).host == url.host
        is_trusted = named or asked.private_too
        if not is_trusted:
            port = url.port or (443 if url.scheme == "https" else 80)
            await refuse_private(url.host, port, shown=shown, resolver=self._resolver)
        try:
            method = "GET" if asked.body is None else "POST"
            async with self._client.stream(
                method, url, headers=dict(asked.headers), content=asked.body, timeout=patience
            ) as response:
                if not is_trusted:
                    _refuse_private_peer(response, shown)
                yield response
        except httpx.TimeoutException as exc:
            raise TransientError(f"{shown}: no answer in time ({type(exc).__name__})") from exc
        except httpx.HTTPError as exc:  # Its own text may hold the URL with its query.
            raise TransientError(f"{shown}: cannot be read: {_name_cause(exc)}") from exc

    async def _refuse(self, response: httpx.Response, asked: _Request) -> ConnectorError:
        body = bytearray()
        if asked.judge is not None:
            async for piece in response.aiter_bytes(_REFUSAL_READ):
                body += piece
                if len(body) >= _REFUSAL_READ:
                    break
        shown = redact_url(str(response.request.url))
        refusal = Refusal(response.status_code, response.headers, bytes(body), shown, self._clock.now())
        judged = asked.judge(refusal) if asked.judge is not None else None
        return judged or judge_status(refusal, asked.read_quota)


def _is_as_safe(url: httpx.URL, own: httpx.URL) -> bool:
    """Whether what is meant for `own` may be sent there: the same door of the same host, or its encrypted one."""
    is_upgrade = (own.scheme, own.port, url.scheme, url.port) == ("http", None, "https", None)
    return url.host == own.host and (is_upgrade or (url.scheme, url.port) == (own.scheme, own.port))


async def _read_body(response: httpx.Response, shown: str, max_body: int) -> bytes:
    body = bytearray()
    async for piece in response.aiter_bytes(65_536):
        body += piece
        if len(body) > max_body:
            raise PermanentError(f"{shown}: larger than {max_body} bytes")
    return bytes(body)


def _refuse_private_peer(response: httpx.Response, shown: str) -> None:
    """Check whom we really reached: a name may resolve differently the second time it is asked."""
    stream = response.extensions.get("network_stream")
    address = stream.get_extra_info("server_addr") if stream is not None else None
    if address is not None and not is_public(str(address[0])):
        raise PermanentError(f"{shown}: leads into a private network; it is not read")


def _name_cause(exc: BaseException) -> str:
    cause: BaseException | None = exc
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not valid: {cause.verify_message}"
        cause = cause.__cause__ or cause.__context__
    return type(exc).__name__
