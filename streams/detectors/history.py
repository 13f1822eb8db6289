"""The history that reference detectors look at: the last hour by minutes, eight days by hours."""

from collections.abc import Mapping
from typing import Any, Final

HOUR: Final = 60
HOURS_KEPT: Final = 8 * 24


class History:
    """Negative mentions lately; an hour that nobody watched whole is `None`."""

    def __init__(self, state: Mapping[str, Any] | None = None) -> None:
        self.minutes: list[int] = list(state["minutes"]) if state else []
        self.hours: list[int | None] = list(state["hours"]) if state else []
        self._pending: int = state["pending"] if state else 0
        self._seen: int = state["seen"] if state else 0
        self._hour: int | None = state["hour"] if state else None

    def add(self, now: int, negative: int, *, is_whole: bool) -> bool:
        """Take in a minute; return whether an hour was closed before it."""
        hour = now // HOUR
        is_new = self._hour is not None and hour != self._hour
        if self._hour is not None and hour != self._hour:
            closed = self._pending if self._seen == HOUR else None
            missed: list[int | None] = [None] * min(hour - self._hour - 1, HOURS_KEPT)
            self.hours = [*self.hours, closed, *missed][-HOURS_KEPT:]
            self._pending = self._seen = 0
            if missed:
                self.minutes.clear()
        self._hour = hour
        self.minutes = [*self.minutes, negative][-HOUR:]
        self._pending += negative
        self._seen += is_whole
        return is_new

    @property
    def last_hour(self) -> int:
        """Negative mentions in the last sixty watched minutes."""
        return sum(self.minutes)

    def known(self, hours: int) -> list[int]:
        """Return the counts of the last closed hours that were watched."""
        return [count for count in self.hours[-hours:] if count is not None]

    def ago(self, hours: int) -> int | None:
        """Return the closed hour that many hours before the current one, if it was watched."""
        return self.hours[-hours] if len(self.hours) >= hours else None

    def snapshot(self) -> dict[str, Any]:
        return {
            "minutes": list(self.minutes),
            "hours": list(self.hours),
            "pending": self._pending,
            "seen": self._seen,
            "hour": self._hour,
        }
