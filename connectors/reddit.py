"""Reddit: new comments and posts of the communities one names, and new posts that a search finds.

Listings are read from their newest backwards, to what was seen before: `before=` answers with nothing when the
thing it names was removed. A listing ends after 1,000 things; where that did not reach what was seen, the
sweep promises nothing. Edits and deletions are found by looking up in turn what was sent.
"""

import re
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from connectors.config import Duration
from connectors.connector import Assignment, Batch
from connectors.equipment import Equipment
from connectors.http import Answer
from connectors.intake import Intake
from connectors.limits import Quota
from connectors.mention import Mention, Platform
from connectors.reddit_api import RedditApi
from connectors.reddit_thing import Listing, Thing, read_thing, write_post
from connectors.resume import read_cursor
from connectors.salvage import read_each
from connectors.secret import Variable
from connectors.settings import Connector
from connectors.wire import Wire

_PAGE: Final = 100
_PAGES: Final = 10
_FULL: Final = 900
"""A listing that ends after so many things was cut by Reddit, which shows a thousand at most."""
_SEEN: Final = 300
"""Names kept of each listing, the newest ones."""
_LOOK_UPS: Final = 100
"""In one request."""


def _check_name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{2,30}", value):
        raise ValueError("write the name alone, without `r/` or `/u/`")
    return value


_Name = Annotated[str, AfterValidator(_check_name)]


class RedditOptions(Connector):
    """`[[connectors]]` with `kind = "reddit"`."""

    approved: Literal[True]
    """Reddit has approved this application for this use; since November 2025 none is without."""
    user: _Name
    """Of the account that owns the application."""
    client_env: Variable
    """The variable that holds the application's id."""
    secret_env: Variable
    """The variable that holds its secret."""
    subreddits: tuple[_Name, ...] = ()
    searches: tuple[str, ...] = ()
    """Words to look for posts with, in all of Reddit; comments cannot be searched."""
    every: Annotated[Duration, Field(ge=timedelta(seconds=10), le=timedelta(days=1))] = timedelta(minutes=1)
    lookback: Annotated[Duration, Field(le=timedelta(days=7))] = timedelta(hours=6)
    """Where the very first start begins."""
    settle: Duration = timedelta(minutes=1)
    """How late a listing may show a thing; the heartbeat stays that far behind."""
    recheck_for: Duration = timedelta(days=2)
    """For how long what was sent is looked up again, to hear of edits and deletions."""

    @model_validator(mode="after")
    def _check_targets(self) -> Self:
        if not (self.subreddits or self.searches):
            raise ValueError("name `subreddits` or `searches`")
        return self


@dataclass(frozen=True, slots=True)
class _Seen(Wire):
    began: int = 0
    """Seconds since 1970; what is older was there before us."""
    names: dict[str, list[str]] = field(default_factory=dict)
    """For each listing, what it showed last, newest first."""


class RedditReader:
    """Reads with an application's token. A sweep is what every listing shows since the last one."""

    def __init__(self, assignment: Assignment, options: RedditOptions, use: Equipment) -> None:
        self._assignment = assignment
        self._options = options
        self._clock = use.clock
        self._api = RedditApi(
            use.http,
            use.clock,
            use.read_secret(options.client_env),
            use.read_secret(options.secret_env),
            options.user,
        )
        self._intake = Intake(assignment, Platform.REDDIT, use.authors)
        self._seen = read_cursor(assignment.cursor, _Seen) or _Seen()
        self._looked_up: Counter[str] = Counter()
        self._quota: Quota | None = None
        self._is_complete = True

    @property
    def sources(self) -> tuple[str, ...]:
        return self._intake.sources

    async def sweep(self) -> AsyncGenerator[Batch, None]:
        asked_at = self._clock.now()
        began = self._seen.began or int((asked_at - self._options.lookback).timestamp())
        names: dict[str, list[str]] = {}
        self._is_complete = True
        for key, path, query in self._list_listings():
            before = self._seen.names.get(key, [])
            names[key] = []
            async for batch, shown in self._read_listing(path, query, began, frozenset(before)):
                names[key] += shown
                yield batch
            names[key] = list(dict.fromkeys([*names[key], *before]))[:_SEEN]
        gone = await self._look_up()
        self._seen = _Seen(began, names)
        yield Batch(
            gone,
            next_in=self._assignment.every,
            upto=asked_at - self._options.settle if self._is_complete else None,
            cursor=self._seen.to_json(),
            memory=self._intake.ledger.take_changes(self._clock.now()),
            read=0,
            quota=self._quota,
        )

    def _list_listings(self) -> list[tuple[str, str, dict[str, str]]]:
        listings: list[tuple[str, str, dict[str, str]]] = []
        if self._options.subreddits:
            joined = "+".join(self._options.subreddits)
            listings += [(f"{joined}/{what}", f"/r/{joined}/{what}", {}) for what in ("comments", "new")]
        newest = {"sort": "new", "t": "day", "type": "link"}
        listings += [(f"?{words}", "/search", {"q": words, **newest}) for words in self._options.searches]
        return listings

    async def _read_listing(
        self, path: str, query: Mapping[str, str], began: int, before: frozenset[str]
    ) -> AsyncIterator[tuple[Batch, list[str]]]:
        after: str | None = ""
        shown = 0
        for _ in range(_PAGES):
            asked = {**query, "limit": str(_PAGE)} | ({"after": after} if after else {})
            page = (await self._get(path, asked)).read_json(Listing).data
            things, unreadable = read_each(page.children, read_thing)
            mentions = [
                mention for thing in things if thing.created_utc >= began for mention in self._take(thing)
            ]
            batch = Batch(
                tuple(mentions), timedelta(), read=len(things), unreadable=unreadable, quota=self._quota
            )
            yield batch, [thing.name for thing in things]
            after = page.after
            shown += len(page.children)
            reached = not things or things[-1].name in before or things[-1].created_utc < began
            if reached or (after is None and shown < _FULL):
                return
            if after is None:
                break
        self._is_complete = False

    def _take(self, thing: Thing) -> tuple[Mention, ...]:
        now = self._clock.now()
        if thing.is_gone:
            return self._intake.take_down(thing.name, now)
        return self._intake.take(write_post(thing, now), now)

    async def _look_up(self) -> tuple[Mention, ...]:
        since = self._clock.now() - self._options.recheck_for
        sent = self._intake.recheck(_LOOK_UPS, since, self._looked_up)
        if not sent:
            return ()
        self._looked_up.update(each.native_id for each in sent)
        asked = {"id": ",".join(each.native_id for each in sent)}
        found = (await self._get("/api/info", asked)).read_json(Listing).data
        things, unreadable = read_each(found.children, read_thing)
        mentions = [mention for thing in things for mention in self._take(thing)]
        there = {thing.name for thing in things}
        now = self._clock.now()
        for each in sent:
            if each.native_id not in there and not unreadable:  # One that cannot be read may be this one.
                mentions += self._intake.take_down(each.native_id, now)
        return tuple(mentions)

    async def _get(self, path: str, query: Mapping[str, str]) -> Answer:
        answer = await self._api.get(path, query)
        self._quota = answer.quota or self._quota
        return answer
