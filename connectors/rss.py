"""RSS and Atom feeds: publishers, blogs, forums, release notes.

Feeds say neither what was deleted nor what fell off their end: look more often than they turn over.
"""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Annotated, Final, Self

import msgspec
from pydantic import AfterValidator, model_validator

from connectors.config import Duration
from connectors.connector import Assignment, Batch
from connectors.equipment import Equipment
from connectors.errors import ConnectorError, GoneError, MisconfiguredError, TransientError
from connectors.feed import Entry, Feed, read_feed
from connectors.http import Answer
from connectors.matching import Matcher
from connectors.mention import ChannelKind, Mention, Platform
from connectors.post import Byline, Post
from connectors.refusal import redact_url
from connectors.resume import read_cursor
from connectors.settings import Connector
from connectors.text import digest_text
from connectors.wire import Wire

_ACCEPT: Final = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"


def _check_url(value: str) -> str:
    if not value.startswith(("http://", "https://")) or not value.partition("://")[2].strip("/"):
        raise ValueError("a feed's address starts with http:// or https:// and names a host")
    return value


class FeedOptions(Connector):
    """`[[connectors]]` with `kind = "rss"`."""

    url: Annotated[str, AfterValidator(_check_url)]
    platform: Platform = Platform.NEWS
    entry: ChannelKind = ChannelKind.ARTICLE
    """What an entry is: article, post, comment, review…"""
    match: bool = True
    """False: all of it is about the brand, whatever its words; then exactly one brand is named."""
    owned: bool = False
    """True: it stands under the brand's own posts."""
    settle: Duration = timedelta(minutes=1)
    """How late the publisher may add an entry; the heartbeat stays that far behind."""
    allow_private: bool = False
    """True: redirects may lead into the private network, as from one intranet host to another."""

    @model_validator(mode="after")
    def _check_match(self) -> Self:
        if not self.match and len(self.brands) != 1:
            raise ValueError("`match = false` needs `brands` with exactly one name")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cursor(Wire):
    url: str
    """As configured; a change of it starts anew."""
    moved_to: str | None = None
    etag: str | None = None
    modified: str | None = None
    """Both verbatim: servers compare them byte by byte."""
    seen: dict[str, str] = field(default_factory=dict)
    """Digest of an entry's id to its `updated`, latest sweep last."""


class FeedReader:
    """Reads one feed with conditional requests; a sweep is one request and one batch."""

    def __init__(self, assignment: Assignment, options: FeedOptions, use: Equipment) -> None:
        self._assignment = assignment
        self._options = options
        self._http = use.http
        self._clock = use.clock
        self._byline = Byline(assignment.name, options.platform, assignment.lane, use.authors)
        self._matcher = Matcher(assignment.brands)
        saved = read_cursor(assignment.cursor, _Cursor)
        self._cursor = saved if saved is not None and saved.url == options.url else _Cursor(url=options.url)

    @property
    def sources(self) -> tuple[str, ...]:
        return (self._assignment.name,)

    async def fetch_batch(self) -> Batch:
        asked_at = self._clock.now()
        answer = await self._ask()
        cursor = self._cursor
        mentions: tuple[Mention, ...] = ()
        if answer.moved_to is not None:
            cursor = replace(cursor, moved_to=answer.moved_to)
        if not answer.is_unchanged:
            feed = await self._read(answer)
            entries = {entry.native_id: entry for entry in reversed(feed.entries)}.values()
            mentions = tuple(
                mention for entry in entries for mention in self._write_mentions(entry, asked_at)
            )
            # Without validators the next request brings all of it again, also what broke off this time.
            cursor = replace(
                cursor,
                etag=answer.headers.get("etag") if feed.is_whole else None,
                modified=answer.headers.get("last-modified") if feed.is_whole else None,
                seen=_remember(cursor.seen, feed.entries),
            )
        self._cursor = cursor
        return Batch(
            mentions=mentions,
            next_in=self._assignment.every,
            upto=asked_at - self._options.settle,
            cursor=msgspec.json.encode(cursor),
        )

    async def close(self) -> None:
        """Nothing is held between requests."""

    async def _ask(self) -> Answer:
        url = self._cursor.moved_to or self._options.url
        headers = {"Accept": _ACCEPT}
        if self._cursor.etag:
            headers["If-None-Match"] = self._cursor.etag
        if self._cursor.modified:
            headers["If-Modified-Since"] = self._cursor.modified
        try:
            return await self._http.get(
                url, headers=headers, trusted=self._options.url, private_too=self._options.allow_private
            )
        except GoneError as exc:
            raise MisconfiguredError(f"{exc}; the feed has ended: remove it or name a new address") from exc

    async def _read(self, answer: Answer) -> Feed:
        content_type = answer.headers.get("content-type", "")
        try:
            return await asyncio.to_thread(read_feed, answer.body, content_type=content_type)
        except ConnectorError as exc:
            raise TransientError(f"{redact_url(self._options.url)}: {exc}") from exc

    def _write_mentions(self, entry: Entry, asked_at: datetime) -> tuple[Mention, ...]:
        before = self._cursor.seen.get(_digest(entry))
        if before is not None and before >= _version(entry):
            return ()
        post = Post(
            native_id=entry.native_id,
            version=_version(entry),
            text=entry.text,
            # An entry scheduled for later, or a clock that is ahead.
            published_at=min(entry.published_at or asked_at, asked_at),
            author=entry.author,
            kind=self._options.entry,
            url=entry.url,
            language=entry.language,
        )
        brands = self._matcher.find_brands(post.text) if self._options.match else self._matcher.brands
        return tuple(
            self._byline.write_mention(post, brand, owned=self._options.owned, edited=before is not None)
            for brand in brands
        )


def _digest(entry: Entry) -> str:
    return digest_text(entry.native_id)[:16]


def _version(entry: Entry) -> str:
    return entry.updated_at.isoformat() if entry.updated_at is not None else ""


def _remember(seen: dict[str, str], entries: tuple[Entry, ...]) -> dict[str, str]:
    """Keep all entries of this sweep and as many older ones: an unsorted feed brings some of them back."""
    now = {_digest(entry): max(_version(entry), seen.get(_digest(entry), "")) for entry in entries}
    older = [item for item in seen.items() if item[0] not in now]
    return dict(older[-(len(now) + 100) :]) | now
