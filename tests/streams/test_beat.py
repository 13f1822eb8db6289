"""Partitions that do not move though there is more to read."""

from collections.abc import AsyncIterator
from datetime import timedelta

from streams.beat import STUCK_AFTER, Remedy, Stragglers, Stuck
from streams.gapless import Received
from tests.alerts.examples import START

PLACE = ("live.spikes", 0)


class Kafka:
    """A log of one partition, moved by hand."""

    taken = 3
    end = 5

    async def resume_offset(self, topic: str, partition: int) -> int:  # noqa: ARG002
        return self.taken

    async def end_offset(self, topic: str, partition: int) -> int:  # noqa: ARG002
        return self.end

    def read(self, topic: str, partition: int, start: int, end: int) -> AsyncIterator[Received]:  # noqa: ARG002
        raise AssertionError("a beat reads nothing")


async def test_only_a_partition_that_stands_still_with_more_to_come_is_stuck() -> None:
    kafka, now = Kafka(), START
    stragglers = Stragglers(kafka, lambda: now)
    assert await stragglers.find_stuck([PLACE]) == []
    now += STUCK_AFTER
    assert await stragglers.find_stuck([PLACE]) == [Stuck(*PLACE, 3, Remedy.SEEK)]
    assert await stragglers.find_stuck([PLACE]) == []
    now += STUCK_AFTER
    assert await stragglers.find_stuck([PLACE]) == [Stuck(*PLACE, 3, Remedy.BEAT)]


async def test_a_partition_that_moves_or_is_at_its_end_is_not() -> None:
    kafka, now = Kafka(), START
    stragglers = Stragglers(kafka, lambda: now)
    await stragglers.find_stuck([PLACE])
    now += STUCK_AFTER
    kafka.taken = 4
    assert await stragglers.find_stuck([PLACE]) == []
    now += STUCK_AFTER - timedelta(seconds=1)
    assert await stragglers.find_stuck([PLACE]) == []
    kafka.taken = 5
    now += timedelta(hours=1)
    assert await stragglers.find_stuck([PLACE]) == []
