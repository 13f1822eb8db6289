"""The handover: readings that this very worker has just written, kept so that it need not read them again.

A reading goes through Kafka, to whichever worker has its brand. Mostly that is the one that wrote it, and what
it wrote says the same as what it would read. What another worker wrote, or an earlier life of this one, is read.
"""

from typing import Final

from streams.reading import Reading

MENTIONS_KEPT: Final = 8_000
"""Of all readings together: a batch of pages of a hundred, some megabytes; the rest of a backlog is read again."""
RECORDS_WAITED: Final = 256
"""What has not come back after so many later ones went to another worker."""


class Handover:
    """The readings of a record by the bytes they were written as."""

    def __init__(self) -> None:
        self._records: dict[bytes, tuple[int, tuple[Reading, ...]]] = {}
        self._left = 0
        self._mentions = 0

    def leave(self, written: bytes, readings: tuple[Reading, ...]) -> None:
        """Keep a record's readings until it comes back from Kafka, if there is room: the oldest come first."""
        self._left += 1
        while (
            self._records
            and (oldest := next(iter(self._records.items())))[1][0] <= self._left - RECORDS_WAITED
        ):
            self.fetch(oldest[0])
        if self._mentions + _count(readings) <= MENTIONS_KEPT and written not in self._records:
            self._records[written] = self._left, readings
            self._mentions += _count(readings)

    def fetch(self, written: bytes) -> tuple[Reading, ...] | None:
        """Give back the readings that were written as these bytes, once; None if they are not here."""
        _, readings = self._records.pop(written, (0, None))
        if readings is not None:
            self._mentions -= _count(readings)
        return readings


def _count(readings: tuple[Reading, ...]) -> int:
    return sum(len(reading.mentions) for reading in readings)
