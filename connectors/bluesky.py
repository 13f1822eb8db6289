"""Bluesky: everything public that is posted there, by Jetstream, matched here.

Deletions and purged accounts take down what was sent. A broken connection is resumed a little before the point
where it broke, and what comes twice is known by the ledger.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from connectors.bluesky_record import name_post, read_post
from connectors.config import Duration
from connectors.connector import Assignment, Batch
from connectors.equipment import Equipment
from connectors.errors import ConnectorError, MisconfiguredError, TransientError, UnreadableError
from connectors.inflate import Inflate, open_dictionary
from connectors.intake import Intake
from connectors.jetstream import (
    GONE,
    LOOKBACK,
    POSTS,
    Event,
    Position,
    advance,
    from_microseconds,
    read_event,
    to_microseconds,
    write_address,
)
from connectors.mention import Mention, Platform
from connectors.refusal import redact_url
from connectors.resume import read_cursor
from connectors.settings import Connector
from connectors.sockets import Message
from connectors.tap import Tap

SERVERS: Final = tuple(
    f"wss://jetstream{number}.us-{coast}.bsky.network" for coast in ("east", "west") for number in (1, 2)
)
"""Run by Bluesky, open to everybody."""

_GATHER: Final = timedelta(milliseconds=200)
"""Events are taken together, so that a busy stream costs few turns."""
_GULP: Final = 2_000
_QUIET_FOR: Final = timedelta(seconds=60)
"""The network is never silent for so long."""


def _check_servers(value: tuple[str, ...]) -> tuple[str, ...]:
    if not value or not all(each.startswith(("ws://", "wss://")) for each in value):
        raise ValueError("a server's address starts with wss:// or ws://, and at least one is needed")
    return value


class BlueskyOptions(Connector):
    """`[[connectors]]` with `kind = "bluesky"`."""

    every: Annotated[Duration, Field(ge=timedelta(seconds=1), le=timedelta(minutes=5))] = timedelta(
        seconds=10
    )
    """How often it says how far it is and saves its cursor; posts are sent as they come."""
    servers: Annotated[tuple[str, ...], AfterValidator(_check_servers)] = SERVERS
    """The first that answers is used; the one used last is tried first."""
    lookback: Annotated[Duration, Field(le=LOOKBACK)] = timedelta(hours=1)
    """Where the very first start begins."""
    settle: Duration = timedelta(seconds=15)
    """How late a post may reach the network; the heartbeat stays that far behind."""
    shards: Annotated[int, Field(ge=1, le=64)] = 1
    """Over how many Kafka keys its mentions are spread."""
    zstd_dictionary: Path | None = None
    """Jetstream's own dictionary, as a file: messages then come compressed."""


class BlueskyStream:
    """Reads Jetstream; a sweep is what came within `every`."""

    def __init__(self, assignment: Assignment, options: BlueskyOptions, use: Equipment) -> None:
        self._assignment = assignment
        self._options = options
        self._dial = use.dial
        self._clock = use.clock
        self._intake = Intake(assignment, Platform.BLUESKY, use.authors, shards=options.shards)
        self._position = read_cursor(assignment.cursor, Position)
        self._server = ""
        self._since: datetime | None = None
        self._ends_at: datetime | None = None
        self._inflate: Inflate | None = None
        shown = redact_url(options.servers[0])
        self._tap: Tap[Message] = Tap([self._open], use.clock, quiet_for=_QUIET_FOR, shown=shown)

    @property
    def sources(self) -> tuple[str, ...]:
        return self._intake.sources

    async def fetch_batch(self) -> Batch:
        began = self._clock.now()
        if self._ends_at is None:
            self._ends_at = began + self._assignment.every
        await self._clock.sleep(min(_GATHER, self._ends_at - began))
        lines = await self._tap.gulp(self._ends_at, at_most=_GULP)
        mentions, unreadable = self._take(lines)
        read = len(lines) - unreadable
        if lines and not read:
            raise TransientError(f"{redact_url(self._server)}: does not speak as Jetstream does")
        now = self._clock.now()
        if lines and now < self._ends_at:
            return Batch(mentions, next_in=timedelta(), read=read, unreadable=unreadable)
        self._ends_at = None
        return Batch(
            mentions,
            next_in=timedelta(microseconds=1),
            upto=self._complete_up_to(now),
            cursor=self._save(now),
            memory=self._intake.ledger.take_changes(now),
            read=read,
            unreadable=unreadable,
        )

    async def close(self) -> None:
        await self._tap.close()

    def _complete_up_to(self, now: datetime) -> datetime | None:
        if self._position is None:
            return None
        return min(from_microseconds(self._position.time_us), now) - self._options.settle

    def _save(self, now: datetime) -> bytes:
        if self._position is not None:
            return self._position.to_json()
        return Position(time_us=to_microseconds(self._since or now)).to_json()

    def _take(self, lines: list[Message]) -> tuple[tuple[Mention, ...], int]:
        now = self._clock.now()
        mentions: list[Mention] = []
        unreadable = 0
        for line in lines:
            try:
                event = read_event(self._inflate(line) if self._inflate is not None else line)
                mentions += self._take_event(event, now)
            except UnreadableError:
                unreadable += 1
                continue
            self._position = advance(self._position, event, self._server)
        return tuple(mentions), unreadable

    def _take_event(self, event: Event, now: datetime) -> tuple[Mention, ...]:
        commit, account = event.commit, event.account
        if account is not None and not account.active and account.status in GONE:
            return self._intake.take_down_author(event.did, now)
        if commit is None or commit.collection != POSTS:
            return ()
        if commit.operation == "delete":
            return self._intake.take_down(name_post(event.did, commit.rkey), now)
        return self._intake.take(read_post(event), now)

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[AsyncIterator[Message]]:
        async with AsyncExitStack() as stack:
            yield await self._connect(stack)

    async def _connect(self, stack: AsyncExitStack) -> AsyncIterator[Message]:
        if self._options.zstd_dictionary is not None:
            self._inflate = open_dictionary(self._options.zstd_dictionary)
        self._since = self._clock.now() - self._options.lookback
        used_last = self._position.server if self._position is not None else ""
        servers = sorted(self._options.servers, key=lambda server: server != used_last)
        failed: ConnectorError = MisconfiguredError("no server is named")
        for server in servers:
            address = write_address(
                server,
                self._position,
                since=self._since,
                collections=(POSTS,),
                zstd=self._inflate is not None,
            )
            try:
                stream = await stack.enter_async_context(self._dial(address, {}))
            except ConnectorError as exc:
                failed = exc
                continue
            self._server = server
            return stream
        raise failed
