"""Jetstream: Bluesky's public stream of events as lines of JSON, and how its cursors are counted.

A v1 server counts in microseconds of its own clock. A v2 server, at the same address, also numbers its events;
the numbers are its own, and it takes either (below 10^15 is a number). So whoever changes servers goes back in
time instead, by a margin: servers' clocks differ, and neighbouring lines are not in order of time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from connectors.errors import UnreadableError
from connectors.mention import EARLIEST
from connectors.nulls import decode_told
from connectors.wire import Wire

POSTS: Final = "app.bsky.feed.post"
LOOKBACK: Final = timedelta(hours=36)
"""How far back the public servers go; an older cursor is moved up without a word."""
OVERLAP: Final = timedelta(seconds=10)
GONE: Final = frozenset({"deleted", "takendown", "suspended"})
"""States of an account whose posts are no longer to be shown. A `deactivated` one may come back with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A change of one record in somebody's repository."""

    operation: str
    """create, update or delete."""
    collection: str
    rkey: str
    rev: str = ""
    cid: str = ""
    record: Any = None
    """Whatever its author's program wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The state of an account."""

    active: bool = True
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line."""

    did: str
    time_us: int
    kind: str
    """commit, identity or account; others may come."""
    cursor: int | None = None
    """The event's number on a v2 server."""
    commit: Commit | None = None
    account: Account | None = None

    @property
    def at(self) -> datetime:
        """When the server saw it."""
        return from_microseconds(self.time_us)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Wire):
    """How far a stream has been read."""

    time_us: int
    """The latest time seen, which never goes back."""
    server: str = ""
    number: int | None = None
    """The last event's number on that server."""


def read_event(line: str | bytes) -> Event:
    """Read one line.

    Raises:
        UnreadableError: it is no event.
    """
    try:
        event = decode_told(line, Event)
    except UnreadableError as exc:
        raise UnreadableError("not an event of Jetstream") from exc
    if event.at < EARLIEST:
        raise UnreadableError("an event from before there was Jetstream")
    return event


def write_address(
    server: str, position: Position | None, *, since: datetime, collections: tuple[str, ...], zstd: bool
) -> str:
    """The address to subscribe at.

    Args:
        server: ws:// or wss:// and host, without path.
        position: where reading stopped; None on the very first start.
        since: where to begin then; nothing older is asked for.
        collections: whose records are wanted.
        zstd: ask for messages compressed with the server's dictionary.
    """
    query: list[tuple[str, str]] = [("wantedCollections", name) for name in collections]
    query.append(("cursor", str(_cursor(server, position, since))))
    if zstd:
        query.append(("compress", "true"))
    return f"{server.rstrip('/')}/subscribe?{urlencode(query)}"


def _cursor(server: str, position: Position | None, since: datetime) -> int:
    if position is None:
        return to_microseconds(since)
    if position.server == server and position.number is not None:
        return position.number  # It is delivered again, and so is everything after it.
    return max(position.time_us - int(OVERLAP.total_seconds() * 1e6), 0)


def advance(position: Position | None, event: Event, server: str) -> Position:
    """The position after an event."""
    time_us = max(event.time_us, position.time_us if position is not None else 0)
    return Position(time_us=time_us, server=server, number=event.cursor)


def to_microseconds(at: datetime) -> int:
    return int(at.timestamp()) * 1_000_000 + at.microsecond


def from_microseconds(time_us: int) -> datetime:
    """The time; one that no calendar has is taken for 1970."""
    try:
        return datetime.fromtimestamp(time_us // 1_000_000, UTC) + timedelta(microseconds=time_us % 1_000_000)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
