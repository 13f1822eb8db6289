"""The wall clock as a thing that is passed in. It decides politeness, never what counts."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time and lets it pass."""

    def now(self) -> datetime:
        """The current time, aware, in UTC."""

    async def sleep(self, for_: timedelta) -> None:
        """Return after `for_` has passed; at once when it is not positive."""


class SystemClock:
    """The machine's own."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, for_: timedelta) -> None:
        await asyncio.sleep(max(0.0, for_.total_seconds()))
