"""Feeds: tells when a source of a brand falls silent and when it is back."""

from dataclasses import dataclass, field
from datetime import datetime

from streams.minute import Minute
from streams.spike import FeedAlarm, FeedState, derive_id
from streams.times import MINUTE


@dataclass(slots=True)
class FeedWatch:
    """One brand's silent sources, each with the first minute it did not vouch for."""

    since: dict[str, datetime] = field(default_factory=dict)

    def observe(self, minute: Minute, *, lane: str) -> list[FeedAlarm]:
        """Take in the next closed minute; return one alarm for each change."""
        at = minute.start + MINUTE
        changes: list[FeedAlarm] = []
        for source in minute.silent:
            if source not in self.since:
                self.since[source] = minute.start
                changes.append(self._alarm(minute.brand, source, FeedState.SILENT, at, lane))
        for source in [known for known in self.since if known not in minute.silent]:
            changes.append(self._alarm(minute.brand, source, FeedState.BACK, at, lane))
            del self.since[source]
        return changes

    def _alarm(self, brand: str, source: str, state: FeedState, at: datetime, lane: str) -> FeedAlarm:
        since = self.since[source]
        return FeedAlarm(
            id=derive_id("feed", brand, source, since.isoformat()),
            brand=brand,
            source=source,
            state=state,
            since=since,
            at=at,
            lane=lane,
        )
