"""Stragglers: partitions that do not move though there is more to read.

Seen with Faust 0.15.3 on Kafka 4.3 after rebalances, also with a single worker that was killed and came
back: records after the committed offset are never handed to the agent. The steps read a gap again when the
next record comes (streams/gapless.py), but nobody may wait for the next spike to be told of the last one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from streams.gapless import Log

KEY: Final = "beat"
STUCK_AFTER: Final = timedelta(seconds=10)
"""Longer than an attempt to send takes, and than Faust takes to commit."""

Place = tuple[str, int]


class Remedy(StrEnum):
    """What gets a partition moving."""

    SEEK = "seek"
    """Let the consumer go back to the committed offset."""
    BEAT = "beat"
    """Seeking did not help: send an empty record, before which the steps read what is missing."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """A partition that stands still."""

    topic: str
    partition: int
    taken: int
    """The first offset that has not been taken."""
    remedy: Remedy


@dataclass(frozen=True, slots=True)
class _Sight:
    taken: int
    since: datetime
    tried: bool


class Stragglers:
    """Watches how far each partition has been taken, and says which does not move though there is more."""

    def __init__(self, kafka: Log, now: Callable[[], datetime]) -> None:
        self._kafka = kafka
        self._now = now
        self._seen: dict[Place, _Sight] = {}

    async def find_stuck(self, places: Iterable[Place]) -> list[Stuck]:
        """Return the partitions that need a remedy; the same one again only after `STUCK_AFTER`."""
        stuck: list[Stuck] = []
        seen: dict[Place, _Sight] = {}
        now = self._now()
        for topic, partition in places:
            taken = await self._kafka.resume_offset(topic, partition)
            if taken >= await self._kafka.end_offset(topic, partition):
                continue
            before = self._seen.get((topic, partition))
            if before is None or before.taken != taken:
                seen[topic, partition] = _Sight(taken, now, tried=False)
            elif now - before.since < STUCK_AFTER:
                seen[topic, partition] = before
            else:
                remedy = Remedy.BEAT if before.tried else Remedy.SEEK
                stuck.append(Stuck(topic, partition, taken, remedy))
                seen[topic, partition] = _Sight(taken, now, tried=not before.tried)
        self._seen = seen
        return stuck
