"""HTTP as channels need it: one try, one time limit, no redirects, and no address or token in an error."""

import asyncio
import logging
import ssl
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Final

import httpx

from alerts.channels.verdict import Reply
from alerts.errors import Failure, TransientError, UncertainError

LONGEST: Final = 1_000_000
"""Bytes read of an answer."""
USER_AGENT: Final = "crisis-monitor"

# They log each request's address, and some addresses are secrets.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class Sender:
    """Sends to one service; keeps no connection between messages, which are minutes or days apart."""

    def __init__(self, service: str, *, timeout: timedelta) -> None:
        self._service = service
        self._timeout = timeout.total_seconds()
        self._tls = _make_tls()

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Send JSON once.

        Raises:
            TransientError: no connection: surely not sent.
            UncertainError: no whole answer in time: perhaps sent.
        """
        return await self._send(
            "POST", url, headers={"Content-Type": "application/json", **headers}, body=body
        )

    async def get(self, url: str, headers: Mapping[str, str]) -> Reply:
        """Ask once; raises as `post` does."""
        return await self._send("GET", url, headers=headers)

    async def _send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """The causes are dropped on purpose: httpx's exceptions carry the request, so address and token."""
        try:
            async with (
                asyncio.timeout(self._timeout),
                httpx.AsyncClient(
                    verify=self._tls,
                    timeout=self._timeout,
                    trust_env=False,  # No proxy and no .netrc that the configuration does not name.
                    headers={"User-Agent": USER_AGENT},
                ) as client,
                client.stream(method, url, content=body, headers=dict(headers)) as response,
            ):
                return Reply(response.status_code, dict(response.headers), await _read(response))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol):
            raise TransientError(f"no connection to {self._service}", Failure.UNREACHABLE) from None
        except (TimeoutError, httpx.TimeoutException):
            what = f"{self._service} did not answer within {self._timeout:g} s"
            raise UncertainError(what, Failure.TIMEOUT) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            raise UncertainError(f"the connection to {self._service} broke", Failure.UNREACHABLE) from None


@cache
def _make_tls() -> ssl.SSLContext:
    """Reading the authorities takes a moment; one for all is enough."""
    return httpx.create_ssl_context(trust_env=False)


async def _read(response: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > LONGEST:
            break
    return bytes(body[:LONGEST])
