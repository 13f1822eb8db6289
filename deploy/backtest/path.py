"""The path without Kafka: one brand's readings into its window, its minutes into its judge.

It does what the rolling and the detecting step do, with their state kept in memory. They also go through
a snapshot at every record; a snapshot is exact, and a test holds that it stays so for every detector.
"""

from collections.abc import Callable
from typing import Final

from deploy.backtest.rule import Rule
from streams.judge import BrandJudge
from streams.minute import Minute
from streams.reading import Reading
from streams.seen import SeenMinutes
from streams.spike import FeedAlarm, Spike
from streams.window import BrandWindow

TOGETHER: Final = 64
"""Pages after which what was seen is stored, as the rolling step does after a batch."""


class BrandPath:
    """One brand's way from readings to spikes; bounded, however long the recording."""

    def __init__(
        self, brand: str, rule: Rule, *, lane: str, watch: Callable[[Minute], None] = lambda _: None
    ) -> None:
        """Nothing has been read yet; `watch` is called with each minute that closes."""
        self._window = BrandWindow(brand, rule.patience)
        self._stored: dict[int, bytes] = {}
        self._seen = SeenMinutes((0, -1), self._stored.get)
        self._pages = 0
        self._judge = BrandJudge(brand, lane=lane, factory=rule.factory)
        self._watch = watch

    def take(self, reading: Reading) -> tuple[Spike | FeedAlarm, ...]:
        """Take in the next reading; return what would go on `spikes`."""
        if self._window.is_applied(reading):
            return ()
        self._seen.turn((reading.partition, reading.offset))
        closed = self._window.apply(reading, self._seen)
        self._pages += 1
        if self._pages % TOGETHER == 0:
            self._store()
        for minute in closed:
            self._watch(minute)
        return self._judge.take(closed).changes

    def _store(self) -> None:
        for number, hashes in self._seen.changes().items():
            if hashes is None:
                self._stored.pop(number, None)
            else:
                self._stored[number] = hashes
        self._seen = SeenMinutes((0, -1), self._stored.get)
