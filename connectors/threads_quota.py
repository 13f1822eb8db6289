"""The 2,200 searches that Threads allows a person in any 24 hours, counted by the hour; empty answers are free."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from connectors.errors import MisconfiguredError, TransientError, UnreadableError
from connectors.limits import Quota
from connectors.wire import Wire, decode

_DAY: Final = timedelta(hours=24)
_HOUR: Final = 3_600


@dataclass(frozen=True, slots=True)
class _Spent(Wire):
    hours: dict[str, int] = field(default_factory=dict)
    """Searches in each hour since 1970."""


class Day:
    """Counts searches. Raises MisconfiguredError: what was saved cannot be read."""

    def __init__(self, saved: bytes | None, *, most: int) -> None:
        self._most = most
        try:
            spent = decode(saved, _Spent).hours if saved is not None else {}
            self._hours = {int(hour): count for hour, count in spent.items()}
        except (UnreadableError, ValueError) as exc:
            raise MisconfiguredError("the saved quota cannot be read; delete it to start anew") from exc

    def check(self, now: datetime) -> None:
        """Raises TransientError, until the oldest hour has passed: none is left."""
        if self._count(now) >= self._most:
            oldest = datetime.fromtimestamp((min(self._hours) + 1) * _HOUR, UTC)
            raise TransientError(f"the {self._most} searches of 24 hours are used up", oldest + _DAY - now)

    def spend(self, now: datetime) -> None:
        hour = int(now.timestamp()) // _HOUR
        self._hours[hour] = self._hours.get(hour, 0) + 1

    def show(self, now: datetime) -> Quota:
        return Quota(self._most, self._most - self._count(now))

    def save(self) -> bytes:
        return _Spent({str(hour): count for hour, count in sorted(self._hours.items())}).to_json()

    def _count(self, now: datetime) -> int:
        # An hour counts until its last minute is 24 hours old.
        first = (int((now - _DAY).timestamp())) // _HOUR
        self._hours = {hour: count for hour, count in self._hours.items() if hour >= first}
        return sum(self._hours.values())
