"""A stage: a platform with a past, and the play of a connector before it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

import httpx

from connectors.author import AuthorKey
from connectors.connector import Assignment, Batch, Connector
from connectors.equipment import Equipment
from connectors.errors import ConnectorError
from connectors.http import Http
from connectors.mention import Mention
from connectors.registry import KINDS
from connectors.settings import Brand
from connectors.sockets import Message
from tests.connectors.fakes import FakeClock
from tests.connectors.feeds import public_address
from tests.connectors.samples import NOON

SECRET: Final = "hunter2"  # noqa: S105 - see below.
"""Stands in every token and every answer that is not a platform's own; looked for in every error and log."""
AUTHORS: Final = AuthorKey(b"k" * 32)


@dataclass(frozen=True)
class Failing:
    """An answer in place of what the platform would say, and what the connector is to make of it."""

    name: str
    answer: httpx.Response | Exception
    error: type[ConnectorError]
    retry_after: timedelta | None = None
    """What a TransientError must carry; None is that it must carry none."""
    until: datetime | None = None
    """The time of the reset, where the platform names one: the wait ends then."""

    def wait_at(self, now: datetime) -> timedelta | None:
        return self.retry_after if self.until is None else self.until - now


class Stage(Protocol):
    """A platform in a test. Nothing in it knows how the connector under test works; its repr shows no secret."""

    kind: str
    """In the registry."""
    environ: Mapping[str, str]
    """The secrets that the options name; each holds `SECRET`."""
    answers: list[httpx.Response | Exception]
    """Given first, in place of what the platform would say: one for each request or connection."""
    failings: Sequence[Failing]
    """The platform's own refusals, beyond those that every platform has (`test_contract.FAILINGS`): its rate
    limit in its own unit, its own errors. A name that is also there replaces that one."""
    can_edit: bool
    """Whether the connector hears of edits."""
    can_delete: bool
    """Whether the connector hears of deletions."""

    @property
    def options(self) -> Mapping[str, Any]:
        """The kind's own keys in the configuration."""

    def say(self, count: int) -> None:
        """Publish that many mentions of `acme`, each with an id of its own, all before the clock's time."""

    def edit(self, native_id: str, text: str) -> None:
        """Let its author change one."""

    def delete(self, native_id: str) -> None:
        """Let its author take one down."""

    def break_off(self) -> None:
        """Deliver the next answer, page or line only half, once; then everything as usual."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request; may raise httpx.HTTPError."""

    def dial(
        self, url: str, headers: Mapping[str, str]
    ) -> AbstractAsyncContextManager[AsyncIterator[Message]]:
        """Open a websocket; may raise ConnectorError."""


@dataclass(frozen=True)
class Saved:
    """What a finished sweep leaves behind."""

    cursor: bytes | None = None
    memory: Mapping[str, bytes] = field(default_factory=dict)


@dataclass
class Swept:
    """What one sweep returned."""

    mentions: list[Mention]
    saved: Saved
    batches: list[Batch]


class Play:
    """A connector before its stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.kind = KINDS[stage.kind]
        self.clock = FakeClock(NOON + timedelta(hours=3))
        self.http = Http(self.clock, transport=httpx.MockTransport(stage), resolver=public_address)
        self.equipment = Equipment(self.http, self.clock, AUTHORS, stage.dial, stage.environ)
        self.values = {"name": "source", "kind": stage.kind} | dict(stage.options)
        self.brands: tuple[Brand, ...] = (Brand(name="acme"),)
        self.every = self.kind.options.model_validate(self.values).every
        self.opened: list[Connector] = []
        self._before: dict[int, Saved] = {}

    def assign(self, saved: Saved) -> Assignment:
        return Assignment("source", self.brands, self.every, "drill-x", saved.cursor, dict(saved.memory))

    def open_assigned(self, assignment: Assignment) -> Connector:
        options = self.kind.options.model_validate(self.values)
        return self.kind.open(assignment, options, self.equipment)

    def open(self, saved: Saved | None = None) -> Connector:
        """Open a connector that resumes from there."""
        saved = saved or Saved()
        connector = self.open_assigned(self.assign(saved))
        self.opened.append(connector)
        self._before[id(connector)] = saved
        return connector

    async def sweep(self, connector: Connector) -> Swept:
        """Let it make one sweep."""
        batches: list[Batch] = []
        while True:
            batch = await connector.fetch_batch()
            batches.append(batch)
            if batch.cursor is None:
                continue
            assert batch.next_in > timedelta()
            assert batch.upto is None or batch.upto <= self.clock.now()
            before = self._before[id(connector)]
            memory = {**before.memory, **batch.memory}
            saved = replace(
                before,
                cursor=batch.cursor,
                memory={key: value for key, value in memory.items() if value is not None},
            )
            self._before[id(connector)] = saved
            return Swept([mention for each in batches for mention in each.mentions], saved, batches)

    async def sweep_once(self, saved: Saved | None = None) -> Swept:
        """Open a connector, let it make one sweep and close it."""
        connector = self.open(saved)
        swept = await self.sweep(connector)
        await connector.close()
        self.opened.remove(connector)
        return swept

    async def end(self) -> None:
        for connector in self.opened:
            await connector.close()
        await self.http.__aexit__()
