"""The path without Kafka: one brand's readings into its window, its minutes into its judge.

It does what the rolling and the detecting step do, with their state kept in memory. They also go through
a snapshot at every record; a snapshot is exact, and a test holds that it stays so for every detector.
"""

from collections.abc import Callable

from deploy.backtest.rule import Rule
from streams.judge import BrandJudge
from streams.minute import Minute
from streams.reading import Reading
from streams.seen import SeenMinutes
from streams.spike import FeedAlarm, Spike
from streams.window import BrandWindow


class BrandPath:
    """One brand's way from readings to spikes; bounded, however long the recording."""

    def __init__(
        self, brand: str, rule: Rule, *, lane: str, watch: Callable[[Minute], None] = lambda _: None
    ) -> None:
        """Nothing has been read yet; `watch` is called with each minute that closes."""
        self._window = BrandWindow(brand, rule.patience)
        self._seen: dict[int, bytes] = {}
        self._judge = BrandJudge(brand, lane=lane, factory=rule.factory)
        self._watch = watch

    def take(self, reading: Reading) -> tuple[Spike | FeedAlarm, ...]:
        """Take in the next reading; return what would go on `spikes`."""
        if self._window.is_applied(reading):
            return ()
        seen = SeenMinutes((reading.partition, reading.offset), self._seen.get)
        closed = self._window.apply(reading, seen)
        for number, hashes in seen.changes().items():
            if hashes is None:
                del self._seen[number]
            else:
                self._seen[number] = hashes
        for minute in closed:
            self._watch(minute)
        return self._judge.take(closed).changes
