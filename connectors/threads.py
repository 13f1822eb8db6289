"""Threads: keyword search, experimental: no recording of it was found, only Meta's description.

Without Meta's approval the search returns one's own posts and says nothing; for words it finds sensitive it
returns nothing and says nothing. It tells of no edits beyond its window and of no deletions.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from pydantic import Field

from connectors.config import Duration
from connectors.connector import Assignment, Batch
from connectors.equipment import Equipment
from connectors.errors import ConnectorError, MisconfiguredError, TransientError, UnreadableError
from connectors.intake import Intake
from connectors.mention import Platform
from connectors.nulls import decode_told
from connectors.refusal import Refusal
from connectors.resume import read_cursor
from connectors.salvage import read_each
from connectors.secret import Secret, Variable
from connectors.settings import Connector
from connectors.threads_post import FIELDS, Page, read_post
from connectors.threads_quota import Day
from connectors.wire import Wire

SEARCH: Final = "https://graph.threads.net/v1.0/keyword_search"
QUOTA: Final = "quota"
"""Key of the memory."""
_PAGE: Final = 100
_PAGES: Final = 10
_OVERLAP: Final = 600
"""Seconds; a post may be found minutes after it was written."""
_EXPIRED: Final = 190
_THROTTLED: Final = frozenset({4, 17, 32, 613})
_PASSING: Final = frozenset({1, 2})


class ThreadsOptions(Connector):
    """`[[connectors]]` with `kind = "threads"`."""

    approved: Literal[True]
    """Meta has approved the application for `threads_keyword_search`."""
    secret_env: Variable
    """The variable that holds a user's access token with that scope and `threads_basic`."""
    queries: Annotated[tuple[str, ...], Field(min_length=1)]
    every: Annotated[Duration, Field(ge=timedelta(minutes=1), le=timedelta(days=1))] = timedelta(minutes=5)
    lookback: Annotated[Duration, Field(le=timedelta(days=7))] = timedelta(hours=6)
    """Where the very first start begins."""
    settle: Duration = timedelta(minutes=5)
    """How late the search may find a post; the heartbeat stays that far behind."""
    searches_a_day: Annotated[int, Field(ge=1)] = 2_200


@dataclass(frozen=True, slots=True)
class _Marks(Wire):
    began: int = 0
    marks: dict[str, int] = field(default_factory=dict)
    """For each query, the time of its newest post, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class _Error:
    code: int = 0


@dataclass(frozen=True, slots=True)
class _Body:
    error: _Error


class ThreadsReader:
    """Searches by a person's token; a sweep is what every query finds since the last one."""

    def __init__(self, assignment: Assignment, options: ThreadsOptions, use: Equipment) -> None:
        self._assignment = assignment
        self._options = options
        self._http = use.http
        self._clock = use.clock
        self._token: Secret = use.read_secret(options.secret_env)
        self._intake = Intake(assignment, Platform.THREADS, use.authors)
        self._state = read_cursor(assignment.cursor, _Marks) or _Marks()
        self._day = Day(assignment.memory.get(QUOTA), most=options.searches_a_day)

    @property
    def sources(self) -> tuple[str, ...]:
        return self._intake.sources

    async def sweep(self) -> AsyncGenerator[Batch, None]:
        asked_at = self._clock.now()
        began = self._state.began or int((asked_at - self._options.lookback).timestamp())
        marks: dict[str, int] = {}
        is_complete = True
        for query in self._options.queries:
            newest = self._state.marks.get(query, began)
            since, until = max(newest - _OVERLAP, began), None
            for _ in range(_PAGES):
                page = await self._search(query, since, until)
                batch, times = self._take(page)
                yield batch
                newest = max([newest, *times])
                # Newest first: what is older than this page is asked for by its oldest second.
                oldest = min(times, default=since)
                if len(page.data) < _PAGE or oldest <= since or oldest == until:
                    break
                until = oldest
            else:
                is_complete = False
            marks[query] = min(newest, int(asked_at.timestamp()))
        self._state = _Marks(began, marks)
        now = self._clock.now()
        yield Batch(
            (),
            next_in=self._assignment.every,
            upto=asked_at - self._options.settle if is_complete else None,
            cursor=self._state.to_json(),
            memory={**self._intake.ledger.take_changes(now), QUOTA: self._day.save()},
            read=0,
            quota=self._day.show(now),
        )

    async def _search(self, query: str, since: int, until: int | None) -> Page:
        self._day.check(self._clock.now())
        asked = {
            "q": query.lstrip("#"),
            "search_type": "RECENT",
            "search_mode": "TAG" if query.startswith("#") else "KEYWORD",
            "since": str(since),
            "limit": str(_PAGE),
            "fields": FIELDS,
        } | ({"until": str(until + 1)} if until is not None else {})
        answer = await self._http.get(
            f"{SEARCH}?{urlencode(asked)}",
            headers={
                "Authorization": f"Bearer {self._token.reveal()}"
            },  # Not in the query, where it is logged.
            judge=_judge,
        )
        page = answer.read_json(Page)
        if page.data:  # Empty answers are free.
            self._day.spend(self._clock.now())
        return page

    def _take(self, page: Page) -> tuple[Batch, list[int]]:
        now = self._clock.now()
        posts, unreadable = read_each(page.data, lambda raw: read_post(raw, now))
        mentions = tuple(mention for post in posts for mention in self._intake.take(post, now))
        times = [int(post.published_at.timestamp()) for post in posts]
        return Batch(mentions, timedelta(), read=len(posts), unreadable=unreadable), times


def _judge(refusal: Refusal) -> ConnectorError | None:
    """Read Meta's own code: nearly every refusal of it is a 400."""
    try:
        code = decode_told(refusal.body, _Body).error.code
    except UnreadableError:
        return None
    if code == _EXPIRED:
        return MisconfiguredError(
            f"{refusal.shown}: the access token has ended or was taken back; make a new one"
        )
    if code in _THROTTLED:
        return TransientError(f"{refusal.shown}: too many searches", timedelta(hours=1))
    if code in _PASSING:
        return TransientError(f"{refusal.shown}: answered {refusal.status}, for now")
    return None
