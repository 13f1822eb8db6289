"""An account's sweep: lists the comments under its newest posts and tells what was not delivered.

It is the net under the webhook, and the only source where there is no webhook. One batch is one post.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

import msgspec

from connectors.clock import Clock
from connectors.connector import Assignment, Batch
from connectors.errors import GoneError
from connectors.mention import ChannelKind, Mention
from connectors.meta.comment import Comment, Scribe
from connectors.meta.known import KnownPost, meet, newest_posts
from connectors.meta.options import MetaOptions
from connectors.resume import read_cursor
from connectors.wire import Wire

REREAD: Final = 200
"""Newest comments of a post that are listed again at each sweep, for edits and removals."""
CHECKED: Final = 20
"""Missing comments asked for by id at one sweep; the others wait for the next."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the account, or of a visitor on it."""

    native_id: str
    created_at: datetime
    url: str | None = None
    said: Comment | None = None
    """The post itself, when somebody else wrote it."""


class Account(Protocol):
    """How one platform lists things. Every method may raise what `Graph.get` does."""

    async def list_posts(self, since: datetime) -> Sequence[Post]:
        """The newest posts, none from before `since`."""

    def list_comments(self, post: Post) -> AsyncIterator[Sequence[Comment]]:
        """Pages of a post's comments and replies, newest first as far as the platform sorts."""

    async def is_there(self, native_id: str) -> bool:
        """Whether a post or comment still exists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cursor(Wire):
    account: str
    posts: dict[str, KnownPost] = field(default_factory=dict)


class AccountReader:
    """Sweeps one account."""

    def __init__(
        self, assignment: Assignment, options: MetaOptions, account: Account, scribe: Scribe, *, clock: Clock
    ) -> None:
        self._assignment = assignment
        self._options = options
        self._account = account
        self._scribe = scribe
        self._clock = clock
        saved = read_cursor(assignment.cursor, _Cursor)
        self._known = saved.posts if saved is not None and saved.account == options.account else {}

    @property
    def sources(self) -> tuple[str, ...]:
        return (self._assignment.name,)

    async def sweep(self) -> AsyncGenerator[Batch, None]:
        began = self._clock.now()
        since = began - self._options.look_back
        posts = await self._account.list_posts(since)
        checks = CHECKED
        for post in posts:
            known = self._known.get(post.native_id) or meet(post.created_at)
            listed, is_whole = await self._list(post, known)
            missing = known.missing(listed, is_whole=is_whole)[: max(checks, 0)]
            checks -= len(missing)
            gone = [native_id for native_id in missing if not await self._account.is_there(native_id)]
            yield Batch(self._write(known, listed, gone, began), timedelta(), read=len(listed))
            self._known[post.native_id] = known.learn(listed, gone)
        yield Batch(await self._purge(posts, since), timedelta())
        self._known = newest_posts(self._known, since=since)
        cursor = _Cursor(account=self._options.account, posts=self._known)
        # Where deliveries come they are the clock: a sweep's promise would be older than theirs.
        upto = None if self._options.is_pushed else began - self._options.settle
        yield Batch((), self._assignment.every, upto=upto, cursor=msgspec.json.encode(cursor))

    async def _list(self, post: Post, known: KnownPost) -> tuple[list[Comment], bool]:
        """Read a post's comments until what follows was sent before; the flag says whether to the end."""
        listed: list[Comment] = [] if post.said is None else [post.said]
        async for page in self._account.list_comments(post):
            listed += page
            if len(listed) >= REREAD and not any(known.is_new(comment) for comment in page):
                return listed, False
        return listed, True

    def _write(
        self, known: KnownPost, listed: Sequence[Comment], gone: Sequence[str], seen_at: datetime
    ) -> tuple[Mention, ...]:
        said = [
            self._scribe.write_mention(comment, seen_at=seen_at, edited=known.is_edited(comment))
            for comment in {comment.native_id: comment for comment in listed}.values()
            if known.is_new(comment) or known.is_edited(comment)
        ]
        return (
            *(mention for mention in said if mention is not None),
            *self._bury({native_id: known.comments[native_id] for native_id in gone}),
        )

    async def _purge(self, posts: Sequence[Post], since: datetime) -> tuple[Mention, ...]:
        """Take down what stood under posts that are no longer there."""
        listed = {post.native_id for post in posts}
        oldest = min((post.created_at for post in posts), default=since)
        gone: dict[str, tuple[int, str]] = {}
        for native_id, known in list(self._known.items()):
            is_missing = native_id not in listed and known.created >= max(since, oldest).timestamp()
            if is_missing and not await self._account.is_there(native_id):
                gone |= known.comments
                del self._known[native_id]
        return self._bury(gone)

    def _bury(self, gone: Mapping[str, tuple[int, str]]) -> tuple[Mention, ...]:
        return tuple(
            self._scribe.write_tombstone(
                native_id, at=datetime.fromtimestamp(created, UTC), kind=ChannelKind.COMMENT
            )
            for native_id, (created, _) in gone.items()
        )


async def is_there(found: Awaitable[object]) -> bool:
    """Whether an object that is asked for exists."""
    try:
        await found
    except GoneError:
        return False
    return True
