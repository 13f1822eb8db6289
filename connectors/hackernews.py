"""Hacker News: every story and comment, by Algolia's index, newest first, matched here.

The index is asked for everything and not for keywords: it finds "acne" for "acme", and all of the site is ten
items a minute. It never tells of deletions; the site's own Firebase does, for what is looked up there.
"""

from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final
from urllib.parse import urlencode

import msgspec
from pydantic import Field

from connectors.config import Duration
from connectors.connector import Assignment, Batch
from connectors.equipment import Equipment
from connectors.errors import UnreadableError
from connectors.hackernews_item import FirebaseItem, convert_hit, read_hit, read_item
from connectors.intake import Intake
from connectors.mention import Mention, Platform
from connectors.post import Post
from connectors.resume import read_cursor
from connectors.salvage import read_each
from connectors.settings import Connector
from connectors.wire import Wire

ALGOLIA: Final = "https://hn.algolia.com/api/v1/search_by_date"
FIREBASE: Final = "https://hacker-news.firebaseio.com/v0"
_PAGE: Final = 1_000
"""Hits of one answer, and also the most that can be reached: beyond them the window has to move."""
_OVERLAP: Final = timedelta(minutes=10)
"""The index learns of an item seconds to minutes after it was written."""
_LOOK_UPS: Final = 10
"""Items looked up in one sweep; requests to one host are a second apart."""


class HackerNewsOptions(Connector):
    """`[[connectors]]` with `kind = "hackernews"`."""

    lookback: Annotated[Duration, Field(le=timedelta(days=7))] = timedelta(hours=6)
    """Where the very first start begins."""
    settle: Duration = timedelta(minutes=2)
    """How late the index may be; the heartbeat stays that far behind."""
    recheck_for: Duration = timedelta(days=2)
    """For how long what was sent is looked up again, to hear of edits and deletions."""
    comments_under: bool = True
    """Count every comment under a story whose title names the brand."""


@dataclass(frozen=True, slots=True)
class _Position(Wire):
    newest: Annotated[int, msgspec.Meta(ge=0, le=2**35)]
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class _Page:
    hits: list[Any]
    nbHits: int  # noqa: N815 - Algolia's name.


@dataclass(frozen=True, slots=True)
class _Updates:
    items: list[int]


class HackerNewsReader:
    """Reads the index; a sweep is what is new since the last one, and a few look-ups of what was sent."""

    def __init__(self, assignment: Assignment, options: HackerNewsOptions, use: Equipment) -> None:
        self._assignment = assignment
        self._options = options
        self._http = use.http
        self._clock = use.clock
        self._intake = Intake(assignment, Platform.HACKERNEWS, use.authors)
        saved = read_cursor(assignment.cursor, _Position)
        self._newest = datetime.fromtimestamp(saved.newest, UTC) if saved is not None else None
        self._looked_up: Counter[str] = Counter()

    @property
    def sources(self) -> tuple[str, ...]:
        return self._intake.sources

    async def sweep(self) -> AsyncGenerator[Batch, None]:
        asked_at = self._clock.now()
        known, high = self._newest, None
        begin = known - _OVERLAP if known is not None else asked_at - self._options.lookback
        low, reached = int(begin.timestamp()), int((known or begin).timestamp())
        while True:
            page = await self._ask(low, high)
            mentions, unreadable, times = self._take(page.hits)
            reached = max(reached, min(max(times, default=0), int(asked_at.timestamp())))
            yield Batch(mentions, timedelta(), read=len(page.hits) - unreadable, unreadable=unreadable)
            oldest = min(times, default=low)
            if page.nbHits <= len(page.hits) or not times or oldest <= low or oldest == high:
                break
            high = oldest
        taken_down = await self._look_up()
        self._newest = datetime.fromtimestamp(reached, UTC)
        now = self._clock.now()
        yield Batch(
            taken_down,
            next_in=self._assignment.every,
            upto=asked_at - self._options.settle,
            cursor=_Position(reached).to_json(),
            memory=self._intake.ledger.take_changes(now),
            read=0,
        )

    async def _ask(self, low: int, high: int | None) -> _Page:
        bounds = [f"created_at_i>={low}"] + ([f"created_at_i<={high}"] if high is not None else [])
        query = {"tags": "(story,comment)", "numericFilters": ",".join(bounds), "hitsPerPage": str(_PAGE)}
        return (await self._http.get(f"{ALGOLIA}?{urlencode(query)}")).read_json(_Page)

    def _take(self, hits: list[Any]) -> tuple[tuple[Mention, ...], int, list[int]]:
        now = self._clock.now()

        def read(raw: object) -> tuple[int, Post]:
            hit = convert_hit(raw)
            return hit.created_at_i, read_hit(hit, now, with_context=self._options.comments_under)

        found, unreadable = read_each(hits, read)
        mentions = tuple(mention for _, post in found for mention in self._intake.take(post, now))
        return mentions, unreadable, [seconds for seconds, _ in found]

    async def _look_up(self) -> tuple[Mention, ...]:
        """What was edited or taken down: the ones the site says have changed, and some of the rest in turn."""
        since = self._clock.now() - self._options.recheck_for
        if not any(True for _ in self._intake.ledger.since(since)):
            return ()
        changed = (await self._http.get(f"{FIREBASE}/updates.json")).read_json(_Updates)
        named = [str(number) for number in changed.items if self._intake.ledger.find(str(number)) is not None]
        rest = [sent.native_id for sent in self._intake.recheck(_LOOK_UPS, since, self._looked_up)]
        mentions: list[Mention] = []
        for native_id in list(dict.fromkeys((*named, *rest)))[:_LOOK_UPS]:
            answer = await self._http.get(f"{FIREBASE}/item/{native_id}.json")
            is_known = answer.body.strip() != b"null"  # It is not yet, or was never, in there.
            item = answer.read_json(FirebaseItem) if is_known else None
            self._looked_up[native_id] += 1
            now = self._clock.now()
            if item is not None and (item.deleted or item.dead):
                mentions += self._intake.take_down(native_id, now)
            elif item is not None:
                with suppress(UnreadableError):  # It stays as it was sent.
                    mentions += self._intake.take(read_item(item), now)
        return tuple(mentions)
