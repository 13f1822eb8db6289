"""X's API v2 as an application may use it: to read, and to say what its stream is to bring."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

import httpx

from connectors.backoff import Backoff
from connectors.errors import ConnectorError, MisconfiguredError, TransientError, UnreadableError
from connectors.http import Answer, Http
from connectors.limits import Quota, read_unix_quota, wait_for
from connectors.nulls import decode_told
from connectors.refusal import Refusal, say_status
from connectors.secret import Secret

API: Final = "https://api.x.com/2/tweets"
RULES: Final = f"{API}/search/stream/rules"
STREAM: Final = f"{API}/search/stream"
_CAPPED: Final = timedelta(days=1)
_READ_QUOTA: Final = partial(read_unix_quota, prefix="x-rate-limit")

ON_NETWORK: Final = Backoff(timedelta(milliseconds=250), timedelta(seconds=16), is_linear=True, is_exact=True)
ON_STATUS: Final = Backoff(timedelta(seconds=5), timedelta(seconds=320), is_exact=True)
ON_LIMIT: Final = Backoff(timedelta(seconds=60), timedelta(minutes=16), is_exact=True)
"""How long to stay away from the stream, as X has written it down: by what went wrong."""


@dataclass(frozen=True, slots=True)
class _Problem:
    type: str = ""


class XApi:
    """Asks with an application's bearer token, for which X takes no posts."""

    def __init__(self, http: Http, token: Secret) -> None:
        self._http = http
        self._token = token
        self.quota: Quota | None = None
        """What was left after the last answer."""

    async def get(self, path: str, query: Mapping[str, str]) -> Answer:
        """Ask. Raises as `Http.get`; X's own cap on posts is a TransientError of a day."""
        address = f"{API}{path}?{urlencode(query)}"
        answer = await self._http.get(address, headers=self._headers(), read_quota=_READ_QUOTA, judge=_judge)
        self.quota = answer.quota or self.quota
        return answer

    async def get_rules(self) -> Answer:
        """Ask for the rules of the stream. Raises as `open_stream`."""
        return await self._http.get(
            RULES, headers=self._headers(), read_quota=_READ_QUOTA, judge=_judge_stream
        )

    async def change_rules(self, change: bytes) -> Answer:
        """Change the rules of the stream. Raises as `open_stream`."""
        headers = {**self._headers(), "Content-Type": "application/json"}
        return await self._http.post_body(
            RULES, change, headers=headers, read_quota=_READ_QUOTA, judge=_judge_stream
        )

    @asynccontextmanager
    async def open_stream(self, query: Mapping[str, str]) -> AsyncIterator[httpx.Response]:
        """Open the stream, of which an application has one.

        Raises:
            TransientError: as `Http.open_stream`, with X's own rules for how to come back.
            MisconfiguredError: the token may not stream, or X does not take a query.
        """
        address = f"{STREAM}?{urlencode(query)}"
        async with self._http.open_stream(
            address, headers=self._headers(), read_quota=_READ_QUOTA, judge=_judge_stream
        ) as response:
            yield response

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token.reveal()}"}


def _name_problem(refusal: Refusal) -> str:
    """The last part of the problem's type, whichever host stands before it."""
    try:
        return decode_told(refusal.body, _Problem).type.rpartition("/")[2]
    except UnreadableError:
        return ""


def _judge(refusal: Refusal) -> ConnectorError | None:
    """Tell the month's cap from a rate limit: both are 429."""
    if _name_problem(refusal) == "usage-capped":
        return TransientError(
            f"{refusal.shown}: X's own cap on posts is reached; look at its console", _CAPPED
        )
    return None


def _judge_stream(refusal: Refusal) -> ConnectorError | None:
    said, problem = say_status(refusal), _name_problem(refusal)
    if problem in _A_PERSON_MUST_ACT:
        return MisconfiguredError(f"{said}: {_A_PERSON_MUST_ACT[problem]}")
    if problem == "usage-capped":
        return _judge(refusal)
    asked = wait_for(refusal.headers, refusal.at, _READ_QUOTA)
    if problem == "streaming-connection":
        said = f"{said}: the application's one stream is open elsewhere, or not closed yet"
    if refusal.status == HTTPStatus.TOO_MANY_REQUESTS:
        return TransientError(said, asked, ON_LIMIT)
    if refusal.status == HTTPStatus.CONFLICT:  # Somebody removed the rules meanwhile.
        return TransientError(f"{said}: the stream has no rules", asked, ON_STATUS)
    if refusal.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return TransientError(said, asked, ON_STATUS)
    return None


_A_PERSON_MUST_ACT: Final = {
    "rule-cap": "the application has as many rules as X allows; remove some there",
    "invalid-rules": "X does not take one of the `queries` as a rule of its stream",
    "client-forbidden": "this application may not use the stream; look at its access in X's console",
}
"""By the last part of a problem's type."""
