"""YouTube's Data API v3: one call a page, each paid from the day's quota."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from connectors.clock import Clock
from connectors.http import Http
from connectors.secret import Secret
from connectors.youtube_comment import Page
from connectors.youtube_quota import NothingThereError, Purse, judge

API: Final = "https://www.googleapis.com/youtube/v3"
_REPLY_PAGES: Final = 10


class YouTubeApi:
    """Asks with an API key, which stands in a header: a query would be logged on the way."""

    def __init__(self, http: Http, clock: Clock, key: Secret, purse: Purse) -> None:
        self._http = http
        self._clock = clock
        self._key = key
        self._purse = purse

    async def ask(self, method: str, query: Mapping[str, str], token: str = "") -> Page:
        """Ask for a page, for one unit.

        Raises:
            NothingThereError: comments are off there, or it is gone.
            TransientError: also when today's units are used up.
            ConnectorError: as `Http.get`.
        """
        self._purse.spend_unit(self._clock.now())
        return await self._get(method, query, token)

    async def search(self, query: Mapping[str, str], token: str = "") -> Page | None:
        """Ask for a page of search results; None when today's searches are used up. Raises as `ask`."""
        return (
            await self._get("search", query, token) if self._purse.spend_search(self._clock.now()) else None
        )

    async def list_replies(self, thread: str) -> list[Any]:
        """All replies of a thread, at most a thousand; none where it is gone. Raises as `ask`."""
        query = {"part": "snippet", "parentId": thread, "maxResults": "100", "textFormat": "plainText"}
        token: str | None = ""
        found: list[Any] = []
        for _ in range(_REPLY_PAGES):
            if token is None:
                break
            try:
                page = await self.ask("comments", query, token)
            except NothingThereError:
                break
            found += page.items
            token = page.nextPageToken
        return found

    async def _get(self, method: str, query: Mapping[str, str], token: str) -> Page:
        asked = {**query, "pageToken": token} if token else query
        answer = await self._http.get(
            f"{API}/{method}?{urlencode(asked)}",
            headers={"X-Goog-Api-Key": self._key.reveal()},
            judge=judge,
        )
        return answer.read_json(Page)
