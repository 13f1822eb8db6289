"""A sweep: everything one source has to say now, brought into Kafka, and the promise that it is all."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from connectors.connector import Assignment, Batch, Connector
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


class Sweeper:
    """Carries sweeps out; the same for every source."""

    def __init__(
        self, publisher: Publisher, metrics: ConnectorMetrics, *, now: Callable[[], datetime]
    ) -> None:
        self._publisher = publisher
        self._metrics = metrics
        self._now = now

    async def run_sweep(self, connector: Connector, assignment: Assignment) -> Sweep:
        """Fetch batch after batch and publish each; then, when all are acknowledged, heartbeats and cursor.

        Whatever is raised, the cursor saved before still stands and nothing it leads to has been promised.
        """
        began, count = self._now(), 0
        while True:
            batch = await connector.fetch_batch()
            await self._publish_mentions(batch.mentions, assignment)
            count += len(batch.mentions)
            if batch.cursor is not None:
                break
        await self._finish(batch, batch.cursor, connector, assignment)
        name = assignment.name
        self._metrics.sweep_seconds.labels(name).observe((self._now() - began).total_seconds())
        self._metrics.up.labels(name).set(1)
        if batch.upto is not None:
            self._metrics.follow_lag(name, batch.upto, self._now)
        return Sweep(name, count, batch.upto, batch.next_in, batch.cursor)

    async def _publish_mentions(self, mentions: tuple[Mention, ...], assignment: Assignment) -> None:
        ordered = sorted(mentions, key=lambda mention: (mention.source, mention.published_at))
        records = [
            Record(topic(assignment.lane, "mentions"), source, page)
            for source, group in groupby(ordered, key=lambda mention: mention.source)
            for page in write_pages(replace(mention, lane=assignment.lane) for mention in group)
        ]
        if not records:
            return
        await asyncio.to_thread(self._publisher.send, records)
        self._metrics.mentions.labels(assignment.name).inc(len(mentions))
        self._metrics.pages.labels(assignment.name).inc(len(records))
        self._metrics.bytes.labels(assignment.name).inc(sum(len(record.value) for record in records))

    async def _finish(
        self, batch: Batch, cursor: bytes, connector: Connector, assignment: Assignment
    ) -> None:
        records = []
        if batch.upto is not None:
            brands = tuple(brand.name for brand in assignment.brands)
            for source in connector.sources:
                beat = Heartbeat(source=source, upto=batch.upto, brands=brands, lane=assignment.lane)
                records.append(Record(topic(assignment.lane, "mentions"), source, write_pages([beat])[0]))
        if cursor != assignment.cursor:
            records.append(Record(topic(assignment.lane, "cursors"), assignment.name, cursor))
        if records:
            await asyncio.to_thread(self._publisher.send, records)
