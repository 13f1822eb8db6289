"""The pulse: whether a worker's wall clock may be believed, before it tells everybody the time."""

from datetime import datetime, timedelta
from typing import Final

JUMP: Final = timedelta(minutes=2)
"""Ahead of the steady clock between two looks; what is less is a clock being set right."""
BELIEVED_AFTER: Final = timedelta(minutes=10)
"""A clock that stays where it jumped to is right: the machine slept, or had been wrong before."""


class Pulse:
    """Holds the time back for a while after the wall clock jumped ahead.

    A minute that was closed too early is never opened again: one tick from tomorrow, and whatever is said until then is
    late. A tick that comes ten minutes too late only tells so much later of a dead feed.
    """

    def __init__(self) -> None:
        self._stands: timedelta | None = None
        """The wall clock against the steady one, where it is believed."""
        self._doubted: tuple[timedelta, timedelta] | None = None
        """Where it jumped to, and when by the steady clock."""

    def is_believed(self, now: datetime, steady: timedelta) -> bool:
        """Look at both clocks; whether the wall clock may be told.

        Args:
            now: the wall clock.
            steady: a clock that nobody sets.
        """
        stands = timedelta(seconds=now.timestamp()) - steady
        if self._stands is not None and stands - self._stands > JUMP:
            if self._doubted is None or abs(stands - self._doubted[0]) > JUMP:
                self._doubted = stands, steady
            if steady - self._doubted[1] < BELIEVED_AFTER:
                return False
        self._stands, self._doubted = stands, None
        return True
