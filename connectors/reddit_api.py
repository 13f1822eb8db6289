"""Reddit's API: an application's token, good for an hour, and what it opens."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from connectors.clock import Clock
from connectors.errors import ConnectorError, MisconfiguredError, TransientError
from connectors.http import Answer, Http
from connectors.limits import read_countdown_quota
from connectors.refusal import Refusal
from connectors.secret import Secret

TOKEN: Final = "https://www.reddit.com/api/v1/access_token"  # noqa: S105 - an address.
API: Final = "https://oauth.reddit.com"
_EARLY: Final = timedelta(minutes=5)
"""A token is renewed that long before it ends."""


class _ExpiredError(TransientError):
    """The token is not good any more, though its hour is not over."""


@dataclass(frozen=True, slots=True)
class _Issued:
    access_token: str
    expires_in: float


class RedditApi:
    """Asks as an application, under a name by which Reddit knows it.

    Args:
        http: fetches.
        clock: tells when a token ends.
        client_id: of the application.
        client_secret: of the application.
        user: whose application it is; Reddit refuses programs that do not say.
    """

    def __init__(self, http: Http, clock: Clock, client_id: Secret, client_secret: Secret, user: str) -> None:
        self._http = http
        self._clock = clock
        self._client_id = client_id
        self._client_secret = client_secret
        self._agent = {"User-Agent": f"server:crisis-monitor:0.1 (by /u/{user})"}
        self._token: Secret | None = None
        self._ends_at: datetime | None = None

    async def get(self, path: str, query: Mapping[str, str]) -> Answer:
        """Ask, with a new token where the old one has ended.

        Raises:
            MisconfiguredError: the application is not known, or a new token is refused like the old one.
            ConnectorError: as `Http.get`; a 429 waits for the seconds that Reddit counts down.
        """
        try:
            return await self._get(path, query)
        except _ExpiredError:
            self._token = None
        try:
            return await self._get(path, query)
        except _ExpiredError as exc:
            raise MisconfiguredError(
                f"{exc}, also with a new token: look at the application's approval"
            ) from exc

    async def _get(self, path: str, query: Mapping[str, str]) -> Answer:
        token = await self._ask_token()
        return await self._http.get(
            f"{API}{path}?{urlencode({**query, 'raw_json': '1'})}",
            headers={**self._agent, "Authorization": f"Bearer {token.reveal()}"},
            read_quota=read_countdown_quota,
            judge=_judge,
        )

    async def _ask_token(self) -> Secret:
        if self._token is not None and self._ends_at is not None and self._clock.now() < self._ends_at:
            return self._token
        pair = f"{self._client_id.reveal()}:{self._client_secret.reveal()}".encode()
        answer = await self._http.post_body(
            TOKEN,
            b"grant_type=client_credentials",
            headers={
                **self._agent,
                "Authorization": f"Basic {b64encode(pair).decode()}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            read_quota=read_countdown_quota,
        )
        issued = answer.read_json(_Issued)
        self._token = Secret(issued.access_token)
        self._ends_at = self._clock.now() + timedelta(seconds=min(issued.expires_in, 86_400.0)) - _EARLY
        return self._token


def _judge(refusal: Refusal) -> ConnectorError | None:
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        return _ExpiredError(f"{refusal.shown}: answered 401")
    return None
