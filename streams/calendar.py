"""The calendar: planned events (a launch, a holiday, a match) that bring talk and should not page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from typing import Final

LINGERS_FOR: Final = timedelta(hours=3)
"""After its end an event's allowance fades with this time constant."""

_WORTH_NAMING: Final = 1.05


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedEvent:
    """Something that will be talked about.

    Raises:
        ValueError: it ends before it starts, or expects less talk than usual.
    """

    name: str
    start: datetime
    end: datetime
    factor: float = 3.0
    """How many times the usual talk is expected, at most."""

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"planned event `{self.name}` ends before it starts")
        if self.factor < 1:
            raise ValueError(f"planned event `{self.name}`: `factor` is below 1")


class Calendar:
    """All planned events of a brand."""

    def __init__(self, events: Iterable[PlannedEvent] = ()) -> None:
        self._events = tuple(sorted(events, key=lambda event: (event.start, event.name)))

    def widen(self, at: datetime) -> float:
        """Return the factor on what is tolerated at a moment."""
        return max((_allowance(event, at) for event in self._events), default=1.0)

    def is_on(self, at: datetime) -> bool:
        """Whether an event is on: what it brings is not to be learned as usual."""
        return any(event.start <= at < event.end for event in self._events)

    def name(self, at: datetime) -> str:
        """Return the names of the events that widen the band at a moment."""
        return ", ".join(event.name for event in self._events if _allowance(event, at) > _WORTH_NAMING)


def _allowance(event: PlannedEvent, at: datetime) -> float:
    if at < event.start:
        return 1.0
    if at < event.end:
        return event.factor
    return 1 + (event.factor - 1) * exp(-((at - event.end) / LINGERS_FOR))
