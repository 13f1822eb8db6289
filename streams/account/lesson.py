"""A lesson: which buckets what is usual may be learned from. Times of an alarm teach nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from streams.account.figures import Bucket
from streams.account.series import Series

Stretch = tuple[datetime, datetime]
"""From one time until before another."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """Where learning ends, how far it may go back, and what it passes over."""

    ends: datetime
    floor: datetime | None = None
    """Nothing from before: what is usual changed then."""
    skipped: tuple[Stretch, ...] = ()
    """Times of alarms, from old to new, none into another."""

    def read(self, series: Series, span: timedelta, *, back: int = 0) -> tuple[Bucket, ...]:
        """Buckets of a `span` that ends with the lesson; what is passed over makes it reach further back.

        Args:
            series: where they stand.
            span: how much time to learn from.
            back: how many such spans earlier to look.
        """
        ends = self._reach_back(span * back)
        begins = self._reach_back(span * (back + 1))
        found = series.between(begins, ends)
        return tuple(one for one in found if self.allows(one.at)) if self.skipped else found

    def allows(self, at: datetime) -> bool:
        """Whether that time teaches anything."""
        is_known = at < self.ends and (self.floor is None or at >= self.floor)
        return is_known and not any(a <= at < b for a, b in self.skipped)

    def _reach_back(self, span: timedelta) -> datetime:
        at = self.ends - span
        for a, b in reversed(self.skipped):
            if b <= at or a >= self.ends:
                continue
            at -= min(b, self.ends) - a
        return max(at, self.floor) if self.floor else at
