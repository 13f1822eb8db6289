"""X: recent search by API v2, paid by the post, with a stop where the month's money ends.

Every page is a sweep of its own, saved with what it cost: a restart neither pays for it again nor forgets the
bill. Where a page has a next one, X is asked first how many posts are waiting. Edits have new ids and are found
by the search; deletions by looking up again what was sent, which costs as much as reading it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode

import msgspec
from pydantic import Field

from connectors.author import AuthorKey
from connectors.clock import Clock
from connectors.config import Duration
from connectors.connector import Assignment, Batch
from connectors.errors import ConnectorError, MisconfiguredError, TransientError, UnreadableError
from connectors.http import Answer, Http
from connectors.intake import Intake
from connectors.limits import Quota, read_unix_quota
from connectors.mention import Mention, Platform
from connectors.refusal import Refusal
from connectors.secret import Secret, Variable, read_secret
from connectors.settings import Connector
from connectors.wire import Wire, decode
from connectors.x_post import FIELDS, Counted, Found, LookedUp, date_id, read_post, write_post
from connectors.x_wallet import Wallet

API: Final = "https://api.x.com/2/tweets"
MONEY: Final = "money"
"""Key of the memory."""
_PAGE: Final = 100
_LEAST: Final = 10
"""Posts of a page; X refuses to give fewer."""
_REACH: Final = timedelta(days=6, hours=23)
"""How far back a search may look."""
_AT_ONCE: Final = timedelta(microseconds=1)
_CAPPED: Final = timedelta(days=1)
_READ_QUOTA: Final = partial(read_unix_quota, prefix="x-rate-limit")


class XOptions(Connector):
    """`[[connectors]]` with `kind = "x"`."""

    paid: Literal[True]
    """Somebody has agreed to pay for every post that is read."""
    dollars_a_month: Annotated[float, Field(gt=0)]
    """Where it stops, until the first of the next month in UTC."""
    secret_env: Variable
    """The variable that holds the application's bearer token."""
    queries: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=512)], ...], Field(min_length=1)]
    """In X's own words, such as `acme (ai OR robot) -is:retweet`; every post that one finds is paid for."""
    post_price: Annotated[float, Field(ge=0)] = 0.005
    """Dollars for a post, as of April 2026."""
    count_price: Annotated[float, Field(ge=0)] = 0.005
    """Dollars for asking how many posts there are."""
    lookback: Annotated[Duration, Field(le=timedelta(days=6))] = timedelta(hours=1)
    """Where the very first start begins."""
    settle: Annotated[Duration, Field(ge=timedelta(seconds=30))] = timedelta(minutes=1)
    """X shows no post younger than half a minute; the heartbeat stays that far behind."""
    recheck_for: Duration = timedelta(days=2)
    """For how long what was sent is looked up again."""
    recheck_every: Duration = timedelta(hours=12)
    """X wants deletions honoured within 24 hours; looking up costs as much as reading."""


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


@dataclass(frozen=True, slots=True)
class _Marks(Wire):
    queries: dict[str, _Mark] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Problem:
    type: str = ""


class XReader:
    """Searches; the queries take turns, page by page."""

    def __init__(
        self,
        assignment: Assignment,
        options: XOptions,
        *,
        http: Http,
        clock: Clock,
        authors: AuthorKey,
        environ: Mapping[str, str],
    ) -> None:
        self._assignment = assignment
        self._options = options
        self._http = http
        self._clock = clock
        self._token: Secret = read_secret(environ, options.secret_env)
        self._intake = Intake(assignment, Platform.X, authors)
        self._marks = _restore(assignment.cursor)
        self._wallet = Wallet(
            assignment.memory.get(MONEY),
            dollars=options.dollars_a_month,
            post_price=options.post_price,
            count_price=options.count_price,
        )
        self._waiting: list[str] = []
        self._quota: Quota | None = None
        self._is_complete = True
        self._failed: ConnectorError | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        return self._intake.sources

    async def fetch_batch(self) -> Batch:
        if self._failed is not None:
            raise self._failed
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
        mentions, unreadable = self._take(found.data)
        self._marks = {**self._marks, query: mark}
        if mark.token is None:
            self._waiting.pop(0)
        is_over = not self._waiting
        if is_over:
            try:
                mentions += await self._look_up()
            except ConnectorError as exc:  # What was read is paid for: it is sent and saved first.
                self._failed = exc
        now = self._clock.now()
        asked = min(self._marks[each].asked for each in self._options.queries if each in self._marks)
        return Batch(
            tuple(mentions),
            next_in=self._assignment.every if is_over and self._failed is None else _AT_ONCE,
            upto=datetime.fromtimestamp(asked, UTC) - self._options.settle
            if is_over and self._is_complete
            else None,
            cursor=_Marks(self._marks).to_json(),
            memory={**self._intake.ledger.take_changes(now), MONEY: self._wallet.save()},
            read=len(found.data) - unreadable,
            unreadable=unreadable,
            quota=self._quota,
            bought=self._wallet.take_bought(),
        )

    async def close(self) -> None:
        """Nothing is held between requests."""

    async def _search(self, query: str, mark: _Mark) -> tuple[Found, _Mark]:
        now = self._clock.now()
        posts = self._wallet.afford_posts(_PAGE, _LEAST, now)
        asked = {"query": query, "max_results": str(posts), "tweet.fields": FIELDS, **self._begin(mark, now)}
        if mark.token is not None:
            asked["next_token"] = mark.token
        found = (await self._get("/search/recent", asked)).read_json(Found)
        self._wallet.pay_posts(len(found.data), now)
        if mark.token is None:  # The first page names where the next sweep begins.
            mark = replace(mark, newest=found.meta.newest_id or mark.since, asked=int(now.timestamp()))
        token = found.meta.next_token
        if token is None:
            return found, _Mark(since=mark.newest, asked=mark.asked)
        return found, replace(mark, token=token)

    def _begin(self, mark: _Mark, now: datetime) -> dict[str, str]:
        oldest = now - _REACH
        if mark.since is not None and date_id(mark.since) > oldest:
            return {"since_id": mark.since}
        begin = oldest if mark.since is not None else now - self._options.lookback
        return {"start_time": begin.strftime("%Y-%m-%dT%H:%M:%SZ")}

    async def _can_finish(self, query: str, mark: _Mark) -> bool:
        """Ask how many posts a rush has, for a price, and whether reading them leaves enough for the month."""
        now = self._clock.now()
        if not self._wallet.can_count(now):
            return False
        asked = {"query": query, "granularity": "day", **self._begin(mark, now)}
        counted = (await self._get("/counts/recent", asked)).read_json(Counted)
        self._wallet.pay_count(now)
        return self._wallet.can_afford_rush(counted.meta.total_tweet_count - _PAGE, now)

    def _take(self, data: Sequence[Any]) -> tuple[list[Mention], int]:
        now = self._clock.now()
        mentions: list[Mention] = []
        unreadable = 0
        for raw in data:
            try:
                post = write_post(read_post(raw), now)
            except UnreadableError:
                unreadable += 1
                continue
            known = self._intake.ledger.find(post.native_id)
            if known is not None:  # An edit has a date of its own.
                post = replace(post, published_at=known.published_at)
            mentions += self._intake.take(post, now)
        return mentions, unreadable

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
        chosen = chosen[: self._wallet.afford_posts(len(chosen), 1, now)]
        asked = {"ids": ",".join(sent.version for sent in chosen), "tweet.fields": FIELDS}
        answer = (await self._get("", asked)).read_json(LookedUp)
        self._wallet.pay_posts(len(answer.data), now)
        mentions, _ = self._take(answer.data)
        gone = answer.list_gone()
        for sent in chosen:
            if sent.version in gone:
                mentions += self._intake.take_down(sent.native_id, now)
                continue
            known = self._intake.ledger.find(sent.native_id)
            if known is not None:
                self._intake.ledger.note(replace(known, sent_at=now))
        return mentions

    async def _get(self, path: str, query: Mapping[str, str]) -> Answer:
        answer = await self._http.get(
            f"{API}{path}?{urlencode(query)}",
            headers={"Authorization": f"Bearer {self._token.reveal()}"},
            read_quota=_READ_QUOTA,
            judge=_judge,
        )
        self._quota = answer.quota or self._quota
        return answer


def _judge(refusal: Refusal) -> ConnectorError | None:
    """Tell the month's cap from a rate limit: both are 429."""
    try:
        problem = msgspec.json.decode(refusal.body, type=_Problem)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    if problem.type.endswith("/usage-capped"):
        return TransientError(
            f"{refusal.shown}: X's own cap on posts is reached; look at its console", _CAPPED
        )
    return None


def _restore(raw: bytes | None) -> dict[str, _Mark]:
    if raw is None:
        return {}
    try:
        return dict(decode(raw, _Marks).queries)
    except UnreadableError as exc:
        raise MisconfiguredError(f"the saved cursor cannot be read ({exc}); delete it to start anew") from exc
