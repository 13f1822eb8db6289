"""Gapless: gives an agent every record of a partition, also those that Faust passed over.

Seen with Faust 0.15.3 on Apache Kafka 4.3 when two workers start together: after a rebalance the consumer
goes on from where its fetcher was, not from the committed offset, takes the records in between for a
compacted gap (`Consumer._add_gap`) and later commits past them. Here each record is compared with the last
one taken, or with what the group has committed; what is missing is read from the broker and taken first.
A true gap (transaction marks, retention) reads as empty and costs nothing but a request.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from aiokafka import AIOKafkaConsumer
from aiokafka.structs import TopicPartition

from connectors.access import choose_options
from connectors.settings import Kafka

log = logging.getLogger(__name__)

_CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Received:
    """A record as an agent's step gets it, whoever read it."""

    topic: str
    partition: int
    offset: int
    sent_at: datetime
    """The record's Kafka timestamp."""
    key: bytes | None
    value: bytes | None

    @property
    def key_text(self) -> str:
        """Its key as text; empty where it has none."""
        return (self.key or b"").decode(errors="replace")

    def __str__(self) -> str:
        return f"{self.topic} partition {self.partition} offset {self.offset}"


class Log(Protocol):
    """The broker's log as far as this module needs it."""

    async def resume_offset(self, topic: str, partition: int) -> int:
        """Where the group goes on: the committed offset, or the beginning of the log."""

    def read(self, topic: str, partition: int, start: int, end: int) -> AsyncIterator[Received]:
        """Every record from `start` up to but without `end`, in order."""

    async def end_offset(self, topic: str, partition: int) -> int:
        """The offset the next record will get."""


class Gapless:
    """One worker's view of how far each partition has been taken."""

    def __init__(self, kafka: Log) -> None:
        self._kafka = kafka
        self._next: dict[tuple[str, int], int] = {}

    def forget(self) -> None:
        """Call after each rebalance: others may have taken records meanwhile."""
        self._next.clear()

    async def next_offset(self, topic: str, partition: int) -> int:
        """The first offset that has not been taken."""
        tp = (topic, partition)
        if tp not in self._next:
            self._next.setdefault(tp, await self._kafka.resume_offset(topic, partition))
        return self._next[tp]

    async def missing_before(self, record: Received) -> AsyncIterator[Received]:
        """Every record between the last one taken and this one; almost always none."""
        start = await self.next_offset(record.topic, record.partition)
        if start >= record.offset:
            return
        found = 0
        async for missed in self._kafka.read(record.topic, record.partition, start, record.offset):
            found += 1
            yield missed
        if found:
            log.warning(
                "Faust passed over %d records of %s partition %d from offset %d; they were read again.",
                found,
                record.topic,
                record.partition,
                start,
            )

    def note_taken(self, record: Received) -> None:
        tp = (record.topic, record.partition)
        self._next[tp] = max(self._next.get(tp, 0), record.offset + 1)


class KafkaLog:
    """The log over aiokafka, with a consumer of its own that is no member of the group."""

    def __init__(self, kafka: Kafka, group: str) -> None:
        self._kafka = kafka
        self._group = group
        self._consumer: Any = None
        self._opening = asyncio.Lock()

    async def _open(self) -> Any:  # noqa: ANN401 - aiokafka is not typed.
        async with self._opening:
            return await self._open_once()

    async def _open_once(self) -> Any:  # noqa: ANN401 - aiokafka is not typed.
        if self._consumer is None:
            consumer = AIOKafkaConsumer(
                **choose_options(self._kafka),
                group_id=self._group,  # Only to ask what it has committed: it subscribes to nothing.
                enable_auto_commit=False,
                auto_offset_reset="earliest",
            )
            await consumer.start()
            self._consumer = consumer
        return self._consumer

    async def close(self) -> None:
        if self._consumer is not None:
            await self._consumer.stop()
            self._consumer = None

    async def resume_offset(self, topic: str, partition: int) -> int:
        consumer, tp = await self._open(), TopicPartition(topic, partition)
        committed = await consumer.committed(tp)
        beginnings = await consumer.beginning_offsets([tp])
        return max(int(committed or 0), int(beginnings[tp]))

    async def end_offset(self, topic: str, partition: int) -> int:
        consumer, tp = await self._open(), TopicPartition(topic, partition)
        return int((await consumer.end_offsets([tp]))[tp])

    async def read(self, topic: str, partition: int, start: int, end: int) -> AsyncIterator[Received]:
        # A consumer for itself: two agents may have a gap at once.
        consumer = AIOKafkaConsumer(
            **choose_options(self._kafka), enable_auto_commit=False, auto_offset_reset="earliest"
        )
        await consumer.start()
        try:
            tp = TopicPartition(topic, partition)
            consumer.assign([tp])
            consumer.seek(tp, start)
            while await consumer.position(tp) < end:
                batches = await consumer.getmany(tp, timeout_ms=500, max_records=_CHUNK)
                for record in to_received(batches.get(tp, ())):
                    if record.offset >= end:
                        return
                    yield record
        finally:
            await consumer.stop()


def to_received(records: Iterable[Any]) -> list[Received]:
    """From aiokafka's records."""
    return [
        Received(
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            sent_at=datetime.fromtimestamp(record.timestamp / 1000, UTC),
            key=record.key,
            value=record.value,
        )
        for record in records
    ]
