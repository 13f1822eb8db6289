"""HTTP as connectors need it: strict timeouts, a size limit, no way into the private network, named errors."""

import asyncio
import ipaddress
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final, Protocol, Self

import httpx

from connectors.clock import Clock
from connectors.errors import GoneError, MisconfiguredError, PermanentError, TransientError

USER_AGENT: Final = "crisis-monitor/0.1 (+https://pypi.org/project/crisis-monitor/)"
MAX_BODY: Final = 4_000_000
_HOPS: Final = 5
_TIMEOUT: Final = httpx.Timeout(15.0, connect=10.0)
_WHOLE: Final = timedelta(seconds=60)
"""A sender that drips a byte every 14 seconds ends here."""
_POLITE: Final = timedelta(seconds=1)
"""At least this between two requests to one host."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PERMANENT_MOVES: Final = frozenset({301, 308})
_REFUSED: Final = frozenset({401, 402, 403, 407})
_TRANSIENT: Final = frozenset({408, 425, 429})


class Resolver(Protocol):
    """Finds the addresses of a host."""

    async def __call__(self, host: str, port: int, /) -> tuple[str, ...]:
        """May raise OSError."""


async def resolve_host(host: str, port: int) -> tuple[str, ...]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port)
    return tuple(str(address[0]) for *_, address in found)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a 2xx, or a 304 to a conditional request."""

    status: int
    headers: httpx.Headers
    body: bytes
    moved_to: str | None = None
    """The new address, when every redirect on the way was a permanent one."""

    @property
    def is_unchanged(self) -> bool:
        return self.status == HTTPStatus.NOT_MODIFIED


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
        self._next: dict[str, datetime] = {}

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
        max_body: int = MAX_BODY,
    ) -> Answer:
        """Fetch a URL, following redirects.

        Args:
            url: http or https.
            headers: sent to the host of `url` only, not to where it redirects.
            trusted: a URL from the configuration, whose host may be private. Every other host may not.
            max_body: bytes, after decompression.

        Raises:
            TransientError: no answer in time, a broken one, 408, 425, 429 or 5xx; with `retry_after` if told.
            PermanentError: 404, 410, too large, or a redirect into the private network.
            MisconfiguredError: 401, 403 and other 4xx, or a URL that is none.
        """
        try:
            async with asyncio.timeout(_WHOLE.total_seconds()):
                return await self._follow(httpx.URL(url), headers or {}, trusted, max_body)
        except TimeoutError as exc:
            raise TransientError(f"{redact_url(url)}: no whole answer in {_WHOLE.seconds} s") from exc
        except httpx.InvalidURL as exc:
            raise MisconfiguredError(f"{redact_url(url)}: not a URL") from exc

    async def _follow(
        self, url: httpx.URL, headers: Mapping[str, str], trusted: str | None, max_body: int
    ) -> Answer:
        own_host, moved_to, for_good = url.host, None, True
        for _ in range(_HOPS + 1):
            is_trusted = trusted is not None and httpx.URL(trusted).host == url.host
            await self._be_polite(url.host)
            sent = headers if url.host == own_host else {}
            answer, location = await self._fetch(url, sent, is_trusted=is_trusted, max_body=max_body)
            if location is None:
                return Answer(answer.status, answer.headers, answer.body, moved_to)
            for_good = for_good and answer.status in _PERMANENT_MOVES
            url = url.join(location)
            moved_to = str(url) if for_good else moved_to
        raise PermanentError(f"{redact_url(str(url))}: more than {_HOPS} redirects")

    async def _fetch(
        self, url: httpx.URL, headers: Mapping[str, str], *, is_trusted: bool, max_body: int
    ) -> tuple[Answer, str | None]:
        shown = redact_url(str(url))
        if url.scheme not in {"http", "https"} or not url.host:
            raise PermanentError(f"{shown}: only http and https are fetched")
        if not is_trusted:
            await self._refuse_private(url, shown)
        try:
            async with self._client.stream("GET", url, headers=dict(headers)) as response:
                if not is_trusted:
                    _refuse_private_peer(response, shown)
                if response.status_code in _REDIRECTS and "location" in response.headers:
                    return Answer(response.status_code, response.headers, b""), response.headers["location"]
                self._raise_for_status(response, shown)
                body = await _read_body(response, shown, max_body)
                return Answer(response.status_code, response.headers, body), None
        except httpx.TimeoutException as exc:
            raise TransientError(f"{shown}: no answer in time ({type(exc).__name__})") from exc
        except httpx.HTTPError as exc:  # Its own text may hold the URL with its query.
            raise TransientError(f"{shown}: {_name_cause(exc)}") from exc

    async def _be_polite(self, host: str) -> None:
        now = self._clock.now()
        turn = max(now, self._next.get(host, now))
        self._next[host] = turn + _POLITE
        await self._clock.sleep(turn - now)

    async def _refuse_private(self, url: httpx.URL, shown: str) -> None:
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            addresses = await self._resolver(url.host, port)
        except OSError as exc:
            raise TransientError(f"{shown}: its host has no address: {exc.strerror}") from exc
        if not addresses or not all(_is_public(address) for address in addresses):
            raise PermanentError(f"{shown}: leads into a private network; it is not followed")

    def _raise_for_status(self, response: httpx.Response, shown: str) -> None:
        status = response.status_code
        if response.is_success or status == HTTPStatus.NOT_MODIFIED:
            return
        said = f"{shown}: answered {status}"
        if status in _TRANSIENT or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise TransientError(said, read_retry_after(response.headers, self._clock.now()))
        if status == HTTPStatus.GONE:
            raise GoneError(f"{said}: this address has been given up")
        if status == HTTPStatus.NOT_FOUND:
            raise PermanentError(f"{said}: there is nothing at this address")
        if status in _REFUSED:
            raise MisconfiguredError(f"{said}: check the token, its permissions and the address")
        raise MisconfiguredError(f"{said}: the request is refused as it is")


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
    if address is not None and not _is_public(str(address[0])):
        raise PermanentError(f"{shown}: leads into a private network; it is not read")


def _is_public(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    return parsed.is_global and not parsed.is_multicast


def _name_cause(exc: BaseException) -> str:
    cause: BaseException | None = exc
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not valid: {cause.verify_message}"
        cause = cause.__cause__ or cause.__context__
    return type(exc).__name__


def read_retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Read `Retry-After`, seconds or a date; nonsense is none."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:10]), 7 * 86_400))
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(at - now, timedelta()), timedelta(days=7))


def redact_url(url: str) -> str:
    """A URL fit for an error text and a log: no user, no query, no fragment, where tokens hide."""
    bare = url.partition("?")[0].partition("#")[0]
    scheme, separator, rest = bare.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}"[:200]
