"""The handover: readings that this very worker has just written, kept so that it need not read them again.

A reading goes through Kafka, to whichever worker has its brand. Mostly that is the one that wrote it, and what
it wrote says the same as what it would read. What another worker wrote, or an earlier life of this one, is read.
"""

from typing import Final

from streams.reading import Reading

MENTIONS_KEPT: Final = 16_000
"""Of all readings together: a batch of pages of a hundred, some megabytes; a larger backlog is read again."""


class Handover:
    """The readings of a record by the bytes they were written as; what is not fetched goes, oldest first."""

    def __init__(self) -> None:
        self._records: dict[bytes, tuple[Reading, ...]] = {}
        self._mentions = 0

    def leave(self, written: bytes, readings: tuple[Reading, ...]) -> None:
        """Keep a record's readings until it comes back from Kafka."""
        self.fetch(written)
        self._records[written] = readings
        self._mentions += _count(readings)
        while self._mentions > MENTIONS_KEPT:
            self.fetch(next(iter(self._records)))

    def fetch(self, written: bytes) -> tuple[Reading, ...] | None:
        """Give back the readings that were written as these bytes, once; None if they were not written here."""
        readings = self._records.pop(written, None)
        if readings is not None:
            self._mentions -= _count(readings)
        return readings


def _count(readings: tuple[Reading, ...]) -> int:
    return sum(len(reading.mentions) for reading in readings)
