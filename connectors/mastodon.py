"""Mastodon: hashtag timelines of one server, page by page from a mark, or as they are streamed.

A stream is never trusted to be whole: pages fill its gaps when it opens and every few minutes, and only pages
move the mark. A stream tells of edits and deletions at once; what it missed, or what there is no stream for, is
found by looking up in turn what was sent.
"""

from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated, Any, Final, Self
from urllib.parse import quote, urlencode, urlsplit

import msgspec
from httpx_sse import ServerSentEvent
from pydantic import AfterValidator, Field, model_validator

from connectors.config import Duration
from connectors.connector import Assignment, Batch
from connectors.equipment import Equipment
from connectors.errors import MisconfiguredError, PermanentError
from connectors.events import open_events
from connectors.halves import mend_halves
from connectors.http import Answer
from connectors.intake import Intake
from connectors.limits import Quota, read_iso_quota
from connectors.mastodon_status import Instance, id_at, read_status, write_post
from connectors.mention import Mention, Platform
from connectors.refusal import redact_url
from connectors.resume import read_cursor
from connectors.rounds import Rounds
from connectors.salvage import read_each
from connectors.secret import Secret, Variable
from connectors.settings import Connector
from connectors.tap import Tap
from connectors.wire import Wire

_PAGE: Final = 40
_TAGS_AT_ONCE: Final = 5
"""One in the path and four more under `any[]`."""
_OVERLAP_IDS: Final = 60_000 << 16
"""A minute's worth of ids: a server may show a status after a younger one."""
_LOOK_UPS: Final = 20
"""For one request; Mastodon answers for no more."""
_LOOK_UP_REQUESTS: Final = 5
"""In a sweep at most, and only one while less than half of the rate limit is left."""
_GULP: Final = 500


def _check_server(value: str) -> str:
    if not value.startswith(("http://", "https://")) or not urlsplit(value).hostname:
        raise ValueError("a server's address starts with https:// and names a host")
    return value.rstrip("/")


class MastodonOptions(Connector):
    """`[[connectors]]` with `kind = "mastodon"`."""

    server: Annotated[str, AfterValidator(_check_server)]
    hashtags: tuple[str, ...] = ()
    """Which timelines to read, with or without `#`; left out, those of the brands, or else their names."""
    stream: bool = False
    """True: read them as they come; servers since 4.2 want a token for that."""
    secret_env: Variable | None = None
    """The variable that holds an access token with the scope `read:statuses`."""
    lookback: Annotated[Duration, Field(le=timedelta(days=30))] = timedelta(hours=6)
    """Where the very first start begins."""
    settle: Duration = timedelta(minutes=1)
    """How long a post may take to reach this server; the heartbeat stays that far behind."""
    fill_every: Duration = timedelta(minutes=5)
    """How often pages are read beside a stream."""
    recheck_for: Duration = timedelta(days=2)
    """For how long what was sent is looked up again, to hear of edits and deletions."""

    @model_validator(mode="after")
    def _check_token(self) -> Self:
        if self.stream and self.secret_env is None:
            raise ValueError("`stream = true` needs `secret_env`: servers since 4.2 stream to members only")
        return self


@dataclass(frozen=True, slots=True)
class _Marks(Wire):
    server: str
    """As configured; a change of it starts anew, for ids are a server's own."""
    marks: dict[str, int]
    """For each group of tags, the largest id read."""


class MastodonReader:
    """Reads one server. A sweep is what is new since the last one, or what was streamed within `every`."""

    def __init__(self, assignment: Assignment, options: MastodonOptions, use: Equipment) -> None:
        self._assignment = assignment
        self._options = options
        self._http = use.http
        self._clock = use.clock
        self._token: Secret | None = use.read_secret(options.secret_env) if options.secret_env else None
        self._intake = Intake(assignment, Platform.MASTODON, use.authors)
        self._tags = _list_tags(assignment, options)
        saved = read_cursor(assignment.cursor, _Marks)
        self._marks = dict(saved.marks) if saved is not None and saved.server == options.server else {}
        self._looked_up: Counter[str] = Counter()
        self._can_look_up = options.recheck_for > timedelta()
        self._instance: Instance | None = None
        self._tap: Tap[ServerSentEvent] | None = None
        self._filled_at: datetime | None = None
        self._quota: Quota | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        return self._intake.sources

    async def close(self) -> None:
        if self._tap is not None:
            await self._tap.close()

    async def sweep(self) -> AsyncGenerator[Batch, None]:
        began = self._clock.now()
        instance = self._instance or await self._ask_instance()
        if self._options.stream and self._tap is None:
            self._tap = self._make_tap(instance)
            await self._tap.open()  # Before the pages are read: what is said meanwhile is streamed.
        complete_at = began
        gone: tuple[Mention, ...] = ()
        if self._tap is None or self._is_fill_due(began):
            async for batch in self._read_pages(instance, id_at(began)):
                yield batch
            gone = await self._look_up(instance)
            self._filled_at = began
        if self._tap is not None:
            until = began + self._assignment.every
            while (complete_at := self._clock.now()) < until:
                yield self._take_events(await self._tap.gulp(until, at_most=_GULP), instance)
        yield Batch(
            gone,
            next_in=timedelta(microseconds=1) if self._tap is not None else self._assignment.every,
            upto=complete_at - self._options.settle,
            cursor=_Marks(self._options.server, self._marks).to_json(),
            memory=self._intake.ledger.take_changes(self._clock.now()),
            quota=self._quota,
        )

    def _is_fill_due(self, now: datetime) -> bool:
        return self._filled_at is None or now - self._filled_at >= self._options.fill_every

    async def _ask_instance(self) -> Instance:
        instance = (await self._get("/api/v2/instance")).read_json(Instance)
        closed = instance.find_closed(has_token=self._token is not None)
        if closed is not None:
            raise MisconfiguredError(f"{redact_url(self._options.server)}: {closed}")
        self._instance = instance
        return instance

    async def _read_pages(self, instance: Instance, upto: int) -> AsyncIterator[Batch]:
        """Read on from the marks to this id: in a storm there would be no end to what is new."""
        begin = id_at(self._clock.now() - self._options.lookback)
        for group in (self._tags[at : at + _TAGS_AT_ONCE] for at in range(0, len(self._tags), _TAGS_AT_ONCE)):
            key = " ".join(group)
            known = self._marks.get(key)
            after = begin if known is None else known - _OVERLAP_IDS
            while True:
                query = [("min_id", str(max(after, 0))), ("limit", str(_PAGE))]
                query += [("any[]", tag) for tag in group[1:]]
                answer = await self._get(
                    f"/api/v1/timelines/tag/{quote(group[0], safe='')}?{urlencode(query)}"
                )
                page = answer.read_json(list[Any])
                mentions, unreadable, newest = self._take(page, instance)
                yield Batch(mentions, timedelta(), read=len(page) - unreadable, unreadable=unreadable)
                self._marks = {**self._marks, key: max(self._marks.get(key, begin), newest)}
                if newest <= after or newest >= upto or not page:
                    break
                after = newest

    def _take(self, page: list[Any], instance: Instance) -> tuple[tuple[Mention, ...], int, int]:
        now = self._clock.now()
        statuses, unreadable = read_each(page, read_status)
        newest = max((int(status.id) for status in statuses), default=0)
        mentions: list[Mention] = []
        for status in statuses:
            post = write_post(status, instance.domain, now)
            mentions += self._intake.take(post, now) if post is not None else ()
        return tuple(mentions), unreadable, newest

    async def _look_up(self, instance: Instance) -> tuple[Mention, ...]:
        """Edits and deletions of what was sent, in turn; a status that does not come back is gone."""
        since = self._clock.now() - self._options.recheck_for
        is_ample = self._quota is None or self._quota.share > 0.5  # noqa: PLR2004 - half.
        most = _LOOK_UPS * (_LOOK_UP_REQUESTS if is_ample else 1)
        sent = self._intake.recheck(most, since, self._looked_up) if self._can_look_up else ()
        mentions: list[Mention] = []
        for some in (sent[at : at + _LOOK_UPS] for at in range(0, len(sent), _LOOK_UPS)):
            query = urlencode([("id[]", each.native_id) for each in some])
            try:
                found = (await self._get(f"/api/v1/statuses?{query}")).read_json(list[Any])
            except PermanentError:  # A server before 4.3 cannot be asked for several.
                self._can_look_up = False
                break
            self._looked_up.update(each.native_id for each in some)
            mentions += self._take(found, instance)[0]
            there = {raw.get("id") for raw in found if isinstance(raw, dict)}
            for each in some:
                if each.native_id not in there:
                    mentions += self._intake.take_down(each.native_id, self._clock.now())
        return tuple(mentions)

    def _take_events(self, events: list[ServerSentEvent], instance: Instance) -> Batch:
        now = self._clock.now()
        mentions: list[Mention] = []
        unreadable = 0
        for event in events:
            if event.event == "delete":
                mentions += self._intake.take_down(event.data.strip(), now)
            elif event.event in {"update", "status.update"}:
                try:
                    raw = msgspec.json.decode(mend_halves(event.data.encode()))
                except (msgspec.MsgspecError, RecursionError, UnicodeError):
                    unreadable += 1
                    continue
                said, wrong, _ = self._take([raw], instance)
                mentions += said
                unreadable += wrong
        return Batch(tuple(mentions), timedelta(), read=len(events) - unreadable, unreadable=unreadable)

    def _make_tap(self, instance: Instance) -> Tap[ServerSentEvent]:
        base = instance.streaming_url(self._options.server)
        opens = [partial(self._open_stream, base, tag) for tag in self._tags]
        return Tap(opens, self._clock, quiet_for=None, shown=redact_url(base))

    def _open_stream(
        self, base: str, tag: str
    ) -> AbstractAsyncContextManager[AsyncIterator[ServerSentEvent]]:
        url = f"{base}/api/v1/streaming/hashtag?{urlencode({'tag': tag})}"
        return open_events(self._http, url, headers=self._headers(), trusted=self._options.server)

    async def _get(self, path: str) -> Answer:
        server = self._options.server
        answer = await self._http.get(
            server + path, headers=self._headers(), trusted=server, read_quota=read_iso_quota
        )
        self._quota = answer.quota or self._quota
        return answer

    def _headers(self) -> dict[str, str]:
        return {} if self._token is None else {"Authorization": f"Bearer {self._token.reveal()}"}


def _list_tags(assignment: Assignment, options: MastodonOptions) -> tuple[str, ...]:
    tags = options.hashtags or tuple(
        tag for brand in assignment.brands for tag in (brand.hashtags or (brand.name,))
    )
    return tuple(dict.fromkeys(tag.strip().lstrip("#").lower() for tag in tags if tag.strip().lstrip("#")))


def open_mastodon(assignment: Assignment, options: MastodonOptions, use: Equipment) -> Rounds:
    """A reader, which holds its streams; raises MisconfiguredError without a token where one is named."""
    reader = MastodonReader(assignment, options, use)
    return Rounds(reader, let_go=reader.close)
