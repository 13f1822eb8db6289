"""A beat: an empty record that makes a partition move on when Faust has passed over its last records.

Seen with Faust 0.15.3 on Kafka 4.3, also with a single worker that was killed and came back: records after
the committed offset are never handed to the agent. The steps read a gap again when the next record comes
(streams/gapless.py), but nobody may wait for the next spike to be told of the last one.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

from streams.gapless import Log

KEY: Final = "beat"
STUCK_AFTER: Final = timedelta(seconds=10)
"""Longer than an attempt to send takes, and than Faust takes to commit."""

Place = tuple[str, int]


class Stragglers:
    """Watches how far each partition has been taken, and says which does not move though there is more."""

    def __init__(self, kafka: Log, now: Callable[[], datetime]) -> None:
        self._kafka = kafka
        self._now = now
        self._seen: dict[Place, tuple[int, datetime]] = {}

    async def find_stuck(self, places: Iterable[Place]) -> list[Place]:
        """Return the topics and partitions that need a beat; of the same one only now and then."""
        stuck, seen, now = [], {}, self._now()
        for topic, partition in places:
            taken = await self._kafka.resume_offset(topic, partition)
            if taken >= await self._kafka.end_offset(topic, partition):
                continue
            before, since = self._seen.get((topic, partition), (-1, now))
            is_stuck = before == taken and now - since >= STUCK_AFTER
            if is_stuck:
                stuck.append((topic, partition))
            seen[topic, partition] = (taken, since if before == taken and not is_stuck else now)
        self._seen = seen
        return stuck
