"""X: recent search by API v2, paid by the post, with a stop where the month's money ends.

Every page is a sweep of its own, saved with what it cost: a restart neither pays for it again nor forgets the
bill. Where a page has a next one, X is asked first how many posts are waiting. Edits have new ids and are found
by the search; deletions by looking up again what was sent, which costs as much as reading it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from connectors.connector import Assignment, Batch
from connectors.equipment import Equipment
from connectors.errors import ConnectorError
from connectors.intake import Intake
from connectors.mention import Mention, Platform
from connectors.resume import read_cursor
from connectors.salvage import read_each
from connectors.wire import Wire
from connectors.x_api import XApi
from connectors.x_options import XOptions
from connectors.x_post import FIELDS, Counted, Found, LookedUp, date_id, read_post, write_post
from connectors.x_wallet import Wallet

MONEY: Final = "money"
"""Key of the memory."""
_PAGE: Final = 100
_LEAST: Final = 10
"""Posts of a page; X refuses to give fewer."""
_REACH: Final = timedelta(days=6, hours=23)
"""How far back a search may look."""
_AT_ONCE: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class _Mark(Wire):
    since: str | None = None
    """Id after which the next sweep begins."""
    newest: str | None = None
    """Of the first page, while the others are read."""
    token: str | None = None
    """Of the next page."""
    is_counted: bool = False
    """Whether it was asked how many posts wait."""
    asked: int = 0
    """When the first page was read, in seconds since 1970."""
    begins: int = 0
    """Where the search begins while no post was ever found, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class _Marks(Wire):
    queries: dict[str, _Mark] = field(default_factory=dict)


class XReader:
    """Searches; the queries take turns, page by page."""

    def __init__(self, assignment: Assignment, options: XOptions, use: Equipment) -> None:
        self._assignment = assignment
        self._options = options
        self._clock = use.clock
        self.api = XApi(use.http, use.read_secret(options.secret_env))
        self._intake = Intake(assignment, Platform.X, use.authors)
        saved = read_cursor(assignment.cursor, _Marks) or _Marks()
        self._marks = dict(saved.queries)
        self.wallet = Wallet(
            assignment.memory.get(MONEY),
            dollars=options.dollars_a_month,
            post_price=options.post_price,
            count_price=options.count_price,
        )
        self._waiting: list[str] = []
        self._is_complete = True
        self.failed: ConnectorError | None = None
        """Raised by the next `fetch_batch`, now that what came before is saved."""

    @property
    def sources(self) -> tuple[str, ...]:
        return self._intake.sources

    async def fetch_batch(self) -> Batch:
        if self.failed is not None:
            raise self.failed
        if not self._waiting:
            self._waiting, self._is_complete = list(self._options.queries), True
        query = self._waiting[0]
        mark = self._marks.get(query, _Mark())
        if mark.token is not None and not mark.is_counted:
            if await self._can_finish(query, mark):
                mark = replace(mark, is_counted=True)
            else:  # What is older is left unread, and said to be: the money is for what comes.
                self._is_complete = False
                mark = _Mark(since=mark.newest, asked=mark.asked)
        found, mark = await self._search(query, mark)
        mentions, unreadable = self.take_posts(found.data)
        self._marks[query] = mark
        if mark.token is None:
            self._waiting.pop(0)
        read = len(found.data) - unreadable
        upto = self.searched_at - self._options.settle if self._is_complete else None
        return await self.finish(mentions, read, unreadable, upto=None if self._waiting else upto)

    @property
    def is_amid_a_round(self) -> bool:
        """Whether some queries were not read to their end since the last complete heartbeat."""
        return bool(self._waiting)

    @property
    def searched_at(self) -> datetime:
        """When the search began that every query has had; the beginning of time when one has had none."""
        asked = min(self._marks.get(query, _Mark()).asked for query in self._options.queries)
        return datetime.fromtimestamp(asked, UTC)

    def take_posts(self, data: Sequence[Any]) -> tuple[list[Mention], int]:
        """Take in posts as X writes them; also say how many could not be read."""
        now = self._clock.now()
        posts, unreadable = read_each(data, lambda raw: write_post(read_post(raw), now))
        mentions: list[Mention] = []
        for post in posts:
            known = self._intake.ledger.find(post.native_id)
            if known is not None:  # An edit has a date of its own.
                post = replace(post, published_at=known.published_at)  # noqa: PLW2901 - the same post, dated.
            mentions += self._intake.take(post, now)
        return mentions, unreadable

    def move_mark(self, query: str, since: str) -> None:
        """Begin the next search of a query after this post, if it does not begin later already."""
        mark = self._marks.get(query, _Mark())
        self._marks[query] = replace(mark, since=max(mark.since or "0", since, key=int))

    async def finish(
        self, mentions: Sequence[Mention], read: int, unreadable: int, *, upto: datetime | None
    ) -> Batch:
        """End a sweep: look up what is due, if no query waits, and save all there is, the bill as well."""
        found: Sequence[Mention] = ()
        if not self._waiting and self.failed is None:
            try:
                found = await self._look_up()
            except ConnectorError as exc:  # What was read is paid for: it is sent and saved first.
                self.failed = exc
        is_over = not self._waiting and self.failed is None
        return Batch(
            (*mentions, *found),
            next_in=self._assignment.every if is_over else _AT_ONCE,
            upto=upto,
            cursor=_Marks(self._marks).to_json(),
            memory={**self._intake.ledger.take_changes(self._clock.now()), MONEY: self.wallet.save()},
            read=read,
            unreadable=unreadable,
            quota=self.api.quota,
            bought=self.wallet.take_bought(),
        )

    async def close(self) -> None:
        """Nothing is held between requests."""

    async def _search(self, query: str, mark: _Mark) -> tuple[Found, _Mark]:
        now = self._clock.now()
        posts = self.wallet.afford_posts(_PAGE, _LEAST, now)
        asked = {"query": query, "max_results": str(posts), "tweet.fields": FIELDS, **self._begin(mark, now)}
        if mark.token is not None:
            asked["next_token"] = mark.token
        found = (await self.api.get("/search/recent", asked)).read_json(Found)
        self.wallet.pay_posts(len(found.data), now)
        if mark.token is None:  # The first page names where the next sweep begins.
            begins = mark.begins or int((now - self._options.lookback).timestamp())
            newest = found.meta.newest_id or mark.since
            mark = replace(mark, newest=newest, asked=int(now.timestamp()), begins=begins)
        token = found.meta.next_token
        if token is None:
            # While nothing is found the next search begins where this one did: a pause must leave no gap.
            return found, _Mark(since=mark.newest, asked=mark.asked, begins=mark.begins)
        return found, replace(mark, token=token)

    def _begin(self, mark: _Mark, now: datetime) -> dict[str, str]:
        oldest = now - _REACH
        if mark.since is not None and date_id(mark.since) > oldest:
            return {"since_id": mark.since}
        begin = oldest if mark.since is not None else now - self._options.lookback
        if mark.since is None and mark.begins:
            begin = max(datetime.fromtimestamp(mark.begins, UTC), oldest)
        return {"start_time": begin.strftime("%Y-%m-%dT%H:%M:%SZ")}

    async def _can_finish(self, query: str, mark: _Mark) -> bool:
        """Ask how many posts a rush has, for a price, and whether reading them leaves enough for the month."""
        now = self._clock.now()
        if not self.wallet.can_count(now):
            return False
        asked = {"query": query, "granularity": "day", **self._begin(mark, now)}
        counted = (await self.api.get("/counts/recent", asked)).read_json(Counted)
        self.wallet.pay_count(now)
        return self.wallet.can_afford_rush(counted.meta.total_tweet_count - _PAGE, now)

    async def _look_up(self) -> list[Mention]:
        now = self._clock.now()
        due = [
            sent
            for sent in self._intake.ledger.since(now - self._options.recheck_for)
            if now - sent.sent_at >= self._options.recheck_every
        ]
        chosen = sorted(due, key=lambda sent: (sent.sent_at, sent.native_id))[:_PAGE]
        if not chosen:
            return []
        chosen = chosen[: self.wallet.afford_posts(len(chosen), 1, now)]
        asked = {"ids": ",".join(sent.version for sent in chosen), "tweet.fields": FIELDS}
        answer = (await self.api.get("", asked)).read_json(LookedUp)
        self.wallet.pay_posts(len(answer.data), now)
        mentions, _ = self.take_posts(answer.data)
        gone = answer.list_gone()
        for sent in chosen:
            if sent.version in gone:
                mentions += self._intake.take_down(sent.native_id, now)
                continue
            known = self._intake.ledger.find(sent.native_id)
            if known is not None:
                self._intake.ledger.note(replace(known, sent_at=now))
        return mentions
