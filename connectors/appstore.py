"""App Store reviews: the newest 500 of an app in a country, by Apple's public feed.

All of them are about the app's brand, whatever their words. The feed has no date in its JSON, so the XML is read;
it says when a review was last changed, never that one was deleted, and now and then it is empty for no reason.
"""

import asyncio
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, model_validator

from connectors.appstore_review import tell_app, write_review
from connectors.config import Duration
from connectors.connector import Assignment, Batch
from connectors.equipment import Equipment
from connectors.errors import TransientError, UnreadableError
from connectors.feed import Entry, Feed, read_feed
from connectors.intake import Intake
from connectors.mention import Mention, Platform
from connectors.resume import read_cursor
from connectors.settings import Connector
from connectors.wire import Wire

_FEED: Final = "https://itunes.apple.com"
_PAGES: Final = 10
"""The feed has no more, of 50 reviews each."""
_OVERLAP: Final = timedelta(hours=6)
"""A review may appear hours after the time it carries."""


def _check_app(value: str) -> str:
    if not re.fullmatch(r"\d{1,20}", value):
        raise ValueError("an app's id is the number after `id` in its App Store address")
    return value


def _check_country(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2}", value):
        raise ValueError('a country has two small letters, as in "tw"')
    return value


class AppStoreOptions(Connector):
    """`[[connectors]]` with `kind = "appstore"`."""

    app: Annotated[str, AfterValidator(_check_app)]
    """The app's number."""
    countries: Annotated[tuple[Annotated[str, AfterValidator(_check_country)], ...], Field(min_length=1)]
    """Each country has reviews of its own."""
    every: Annotated[Duration, Field(ge=timedelta(minutes=1), le=timedelta(days=1))] = timedelta(minutes=15)
    lookback: Annotated[Duration, Field(le=timedelta(days=30))] = timedelta(days=1)
    """Where the very first start begins."""
    settle: Duration = timedelta(minutes=15)
    """How late Apple may show a review; the heartbeat stays that far behind."""

    @model_validator(mode="after")
    def _check_brand(self) -> Self:
        if len(self.brands) != 1:
            raise ValueError("name the app's brand: `brands` with exactly one name")
        return self


@dataclass(frozen=True, slots=True)
class _Position(Wire):
    app: str
    """As configured; another app starts anew."""
    began: int = 0
    """Seconds since 1970; what is older was there before us."""
    marks: dict[str, int] = field(default_factory=dict)
    """For each country, the time of its newest review; 0 while it had none."""


class AppStoreReader:
    """Reads one app's reviews. A sweep is what is new or changed since the last one in every country."""

    def __init__(self, assignment: Assignment, options: AppStoreOptions, use: Equipment) -> None:
        self._assignment = assignment
        self._options = options
        self._http = use.http
        self._clock = use.clock
        self._intake = Intake(tell_app(assignment, options.app), Platform.APP_STORE, use.authors)
        saved = read_cursor(assignment.cursor, _Position)
        if saved is None or saved.app != options.app:
            saved = _Position(options.app)
        self._began, self._marks = saved.began, saved.marks

    @property
    def sources(self) -> tuple[str, ...]:
        return self._intake.sources

    async def sweep(self) -> AsyncGenerator[Batch, None]:
        asked_at = self._clock.now()
        began = self._began or int((asked_at - self._options.lookback).timestamp())
        marks = dict(self._marks)
        is_complete = True
        for country in self._options.countries:
            newest = marks.get(country, 0)
            back_to = max(newest - int(_OVERLAP.total_seconds()), began)
            for number in range(1, _PAGES + 1):
                feed = await self._ask(country, number)
                times = [int(entry.published_at.timestamp()) for entry in feed.entries if entry.published_at]
                yield self._take(feed.entries, country, began)
                newest = max([newest, *times])
                # Empty for no reason, or broken off: what it has is taken, and the mark stays for the rest.
                is_silent = not times and number == 1 and marks.get(country, 0) > 0
                is_complete = is_complete and feed.is_whole and not is_silent
                if not times or min(times) < back_to:
                    break
            if is_complete:
                marks[country] = min(newest, int(asked_at.timestamp()))
        self._began, self._marks = began, marks
        now = self._clock.now()
        yield Batch(
            (),
            next_in=self._assignment.every,
            upto=asked_at - self._options.settle if is_complete else None,
            cursor=_Position(self._options.app, began, marks).to_json(),
            memory=self._intake.ledger.take_changes(now),
            read=0,
        )

    async def _ask(self, country: str, number: int) -> Feed:
        url = f"{_FEED}/{country}/rss/customerreviews/page={number}/id={self._options.app}/sortBy=mostRecent/xml"
        answer = await self._http.get(url)
        try:
            content_type = answer.headers.get("content-type", "")
            return await asyncio.to_thread(read_feed, answer.body, content_type=content_type)
        except TransientError as exc:
            raise TransientError(f"{answer.shown}: {exc}") from exc

    def _take(self, entries: tuple[Entry, ...], country: str, began: int) -> Batch:
        now = self._clock.now()
        mentions: list[Mention] = []
        read = unreadable = 0
        for entry in entries:
            if not entry.rating:  # The app itself stands first in some answers.
                continue
            known = self._intake.ledger.find(entry.native_id)
            try:
                post = write_review(entry, self._options.app, country, now, known)
            except UnreadableError:
                unreadable += 1
                continue
            read += 1
            if known is not None or post.published_at.timestamp() >= began:
                mentions += self._intake.take(post, now)
        return Batch(tuple(mentions), timedelta(), read=read, unreadable=unreadable)
