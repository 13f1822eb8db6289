"""A drill's clock: what the replay asks for the time and sleeps by; people turn its pace meanwhile."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from deploy.drills.pace import Pace

_LOOK_EVERY: Final = timedelta(milliseconds=100)
"""How soon a change of the pace is noticed."""
LEAP: Final = timedelta(hours=1)
"""At full speed time goes in steps of this length, so that many pages are due together."""


def real_now() -> datetime:
    return datetime.now(UTC)


class DrillClock:
    """Implements `connectors.clock.Clock` in event time: the replay runs at speed 1 by it.

    The pace may be turned from another thread; it only grows.
    """

    def __init__(self, pace: Pace, real: Callable[[], datetime] = real_now) -> None:
        self.pace = pace
        self._real = real

    def now(self) -> datetime:
        return self.pace.event_at(self._real())

    async def sleep(self, for_: timedelta) -> None:
        """Return when that much event time has passed, however the pace is turned meanwhile."""
        until = self.now() + for_
        while (wait := self.pace.real_for(until, self._real())) is None or wait > timedelta():  # noqa: ASYNC110 - the pace is turned from another thread.
            await asyncio.sleep(min(wait or _LOOK_EVERY, _LOOK_EVERY).total_seconds())
        self.pace.reach(self._real(), until + LEAP)
