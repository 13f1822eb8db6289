"""A connector: what reads one source of mentions, as the runner sees it.

A *sweep* is everything a source has to say at one time: one or more batches. The runner publishes each batch,
and after the last one, when Kafka has acknowledged all of them, sends the heartbeats and saves the cursor. If
anything fails on the way, it closes the connector and opens a new one from the cursor saved last. So a mention
may be sent twice, which is counted once downstream by its identity; none may be skipped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from connectors.limits import Quota
from connectors.mention import Mention
from connectors.settings import Brand


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a connector is told when it is opened."""

    name: str
    """Of the connector instance: the `source` of what it sends, or the part before `#` of its shards."""
    brands: tuple[Brand, ...]
    every: timedelta
    """How often to look; a connector may look less often when the platform asks for it."""
    lane: str = "live"
    cursor: bytes | None = None
    """What the last finished sweep returned, to resume after it; none on the very first start."""
    memory: Mapping[str, bytes] = field(default_factory=dict)
    """What finished sweeps returned as `Batch.memory`, by key."""


@dataclass(frozen=True, slots=True)
class Bought:
    """What was paid for."""

    posts: int
    dollars: float


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of a sweep."""

    mentions: tuple[Mention, ...]
    """New, edited and deleted ones, in any order; may be empty."""
    next_in: timedelta
    """When to be called again; zero in the middle of a sweep."""
    upto: datetime | None = None
    """With the last batch of a sweep: everything published up to then has been returned. None: cannot say."""
    cursor: bytes | None = None
    """With the last batch of a sweep: resumes *after* everything returned so far. None: in the middle."""
    memory: Mapping[str, bytes | None] = field(default_factory=dict)
    """With the last batch of a sweep: what else to save, by key; None forgets a key."""
    read: int | None = None
    """How many things were looked at for this batch, about a brand or not; None is `len(mentions)`."""
    unreadable: int = 0
    """How many more came that could not be read."""
    quota: Quota | None = None
    """What the platform says is left, if it says so."""
    bought: Bought | None = None
    """What was paid for since the batch before, where the platform wants money."""


class Connector(Protocol):
    """Reads one source. One task at a time calls it."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Every `source` it sends as: its name, or its shards. Each gets a heartbeat after a sweep."""

    async def fetch_batch(self) -> Batch:
        """Return what is next.

        Called again after `next_in`, and only when the batch before it is acknowledged by Kafka. It may wait for
        the network, for at most its own strict timeouts; it may be cancelled at any `await`.

        Raises:
            TransientError: for now; the runner waits, at least `retry_after`, and opens a new connector.
            PermanentError: this look was refused for good; the runner looks again after `every`, without
                heartbeat.
            MisconfiguredError: a person must act; the runner stops this connector and says why.
        """

    async def close(self) -> None:
        """Let go of connections; never raises, and is called once."""
