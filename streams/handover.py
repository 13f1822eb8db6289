"""The handover: readings that this very worker has just written, kept so that it need not read them again.

A reading goes through Kafka, to whichever worker has its brand. Mostly that is the one that wrote it, and what
it wrote says the same as what it would read. What another worker wrote, or an earlier life of this one, is read.
"""

from typing import Final

from streams.reading import Reading

MENTIONS_KEPT: Final = 5_000
"""Of all readings together: half a second of a fast worker, a few megabytes; a larger backlog is read again."""


class Handover:
    """Readings by the bytes they were written as; what is not fetched goes, oldest first."""

    def __init__(self) -> None:
        self._readings: dict[bytes, Reading] = {}
        self._mentions = 0

    def leave(self, written: bytes, reading: Reading) -> None:
        """Keep a reading until it comes back from Kafka."""
        self.fetch(written)
        self._readings[written] = reading
        self._mentions += len(reading.mentions)
        while self._mentions > MENTIONS_KEPT:
            self.fetch(next(iter(self._readings)))

    def fetch(self, written: bytes) -> Reading | None:
        """Give back the reading that was written as these bytes, once; None if it was not written here."""
        reading = self._readings.pop(written, None)
        if reading is not None:
            self._mentions -= len(reading.mentions)
        return reading
