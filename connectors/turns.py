"""Turns: requests to one host come at least a second apart, whoever of us asks."""

from datetime import datetime, timedelta
from typing import Final

from connectors.clock import Clock

POLITE: Final = timedelta(seconds=1)
"""At least this between two requests to one host."""


class Turns:
    """Whose turn it is at each host. `clock` tells the time and sleeps."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._asked_at = clock.now()
        self._next: dict[str, datetime] = {}

    async def wait(self, host: str) -> None:
        """Sleep until the next turn at this host, in the order of asking."""
        now = self._clock.now()
        if now < self._asked_at:  # The clock was set back: turns of before may be hours away.
            self._next.clear()
        self._asked_at = now
        turn = max(now, self._next.get(host, now))
        self._next[host] = turn + POLITE
        await self._clock.sleep(turn - now)
