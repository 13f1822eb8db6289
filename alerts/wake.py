"""Waking: which brands need to be told the time, because something of theirs is due."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from alerts.casebook import Casebook
from alerts.clock import find_next
from alerts.rationing import find_wake
from alerts.sections import Response
from connectors.mention import Tick

AGAIN_AFTER: Final = timedelta(seconds=5)
"""A tick that is still under way is not sent a second time."""


class Waker:
    """Says when a live brand's agent has to be woken; in a drill the stream brings the time."""

    def __init__(self, now: Callable[[], datetime], response: Response, *, lane: str) -> None:
        self._now = now
        self._response = response
        self._lane = lane
        self._woken: dict[str, datetime] = {}

    def find_due(self, books: Iterable[tuple[str, Casebook]]) -> Iterator[Tick]:
        """Read casebooks by brand, and say for which time has something to do."""
        now = self._now()
        self._woken = {brand: at for brand, at in self._woken.items() if now - at < AGAIN_AFTER}
        for brand, book in books:
            if brand in self._woken:
                continue
            times = [*map(find_next, book.incidents), find_wake(book, brand, now, self._response, self._lane)]
            if any(at is not None and at <= now for at in times):
                self._woken[brand] = now
                yield Tick(at=now, brand=brand, lane=self._lane)
