"""Waking: which brands need to be told the time, because something of theirs is due."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from alerts.casebook import Casebook
from alerts.clock import find_next
from connectors.mention import Tick

AGAIN_AFTER: Final = timedelta(seconds=5)
"""A tick that is still under way is not sent a second time."""


class Waker:
    """Says when a live brand's agent has to be woken; in a drill the stream brings the time."""

    def __init__(self, now: Callable[[], datetime], *, lane: str) -> None:
        self._now = now
        self._lane = lane
        self._woken: dict[str, datetime] = {}

    def find_due(self, books: Iterable[Casebook]) -> Iterator[Tick]:
        now = self._now()
        self._woken = {brand: at for brand, at in self._woken.items() if now - at < AGAIN_AFTER}
        for book in books:
            if not book.incidents or (brand := book.incidents[0].brand) in self._woken:
                continue
            due = min((at for case in book.incidents if (at := find_next(case))), default=None)
            if due is not None and due <= now:
                self._woken[brand] = now
                yield Tick(at=now, brand=brand, lane=self._lane)
