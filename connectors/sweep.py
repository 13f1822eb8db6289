"""A sweep: everything one source has to say now, brought into Kafka, and the promise that it is all."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from connectors.connector import Assignment, Batch, Connector
from connectors.cursors import write_cursor, write_memory
from connectors.due import Due
from connectors.mention import Heartbeat, Mention
from connectors.metrics import ConnectorMetrics
from connectors.page import write_pages
from connectors.publisher import Publisher, Record
from connectors.settings import topic


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a finished sweep did."""

    source: str
    mentions: int
    upto: datetime | None
    next_in: timedelta
    cursor: bytes
    memory: Mapping[str, bytes | None]
    """What changed of the connector's memory."""


class Sweeper:
    """Carries sweeps out; the same for every source."""

    def __init__(
        self, publisher: Publisher, metrics: ConnectorMetrics, *, now: Callable[[], datetime]
    ) -> None:
        self._publisher = publisher
        self._metrics = metrics
        self._now = now

    async def run_sweep(self, connector: Connector, assignment: Assignment, due: Due) -> Sweep:
        """Fetch batch after batch and publish each; then, when all are acknowledged, heartbeats and cursor.

        Each acknowledged batch, and the end, move `due`.

        Whatever is raised, the cursor saved before still stands and nothing it leads to has been promised.
        """
        began, count = self._now(), 0
        while True:
            batch = await connector.fetch_batch()
            await self._publish_mentions(batch.mentions, assignment)
            count += len(batch.mentions)
            self._show(batch, assignment.name)
            due.get_on(self._now())
            if batch.cursor is not None:
                break
        await self._finish(batch, batch.cursor, connector, assignment)
        due.finish(self._now(), batch.next_in)
        name = assignment.name
        self._metrics.sweep_seconds.labels(name).observe((self._now() - began).total_seconds())
        self._metrics.up.labels(name).set(1)
        self._metrics.wait_seconds.labels(name).set(0)
        if batch.upto is not None:
            self._metrics.follow_lag(name, batch.upto, self._now)
        return Sweep(name, count, batch.upto, batch.next_in, batch.cursor, batch.memory)

    def _show(self, batch: Batch, name: str) -> None:
        read = len(batch.mentions) if batch.read is None else batch.read
        self._metrics.read.labels(name).inc(read)
        self._metrics.unreadable.labels(name).inc(batch.unreadable)
        if batch.quota is not None:
            self._metrics.quota_ratio.labels(name).set(batch.quota.share)
        if batch.bought is not None:
            self._metrics.paid_posts.labels(name).inc(batch.bought.posts)
            self._metrics.paid_dollars.labels(name).inc(batch.bought.dollars)

    async def _publish_mentions(self, mentions: tuple[Mention, ...], assignment: Assignment) -> None:
        ordered = sorted(mentions, key=lambda mention: (mention.source, mention.published_at))
        pages = [
            (source, page)
            for source, group in groupby(ordered, key=lambda mention: mention.source)
            for page in write_pages(replace(mention, lane=assignment.lane) for mention in group)
        ]
        if not pages:
            return
        records = [Record(topic(assignment.lane, "mentions"), source, page) for source, page in pages]
        await asyncio.to_thread(self._publisher.send, records)
        self._metrics.mentions.labels(assignment.name).inc(len(mentions))
        self._metrics.pages.labels(assignment.name).inc(len(pages))
        self._metrics.bytes.labels(assignment.name).inc(sum(len(page) for _, page in pages))

    async def _finish(
        self, batch: Batch, cursor: bytes, connector: Connector, assignment: Assignment
    ) -> None:
        records = []
        if batch.upto is not None:
            brands = tuple(brand.name for brand in assignment.brands)
            for source in connector.sources:
                beat = Heartbeat(source=source, upto=batch.upto, brands=brands, lane=assignment.lane)
                records.append(Record(topic(assignment.lane, "mentions"), source, write_pages([beat])[0]))
        records += write_memory(assignment.lane, assignment.name, batch.memory)
        if cursor != assignment.cursor:
            records.append(write_cursor(assignment.lane, assignment.name, cursor))
        if records:
            await asyncio.to_thread(self._publisher.send, records)
