"""When a source has to have looked again: what tells a dead one from one that waits as it should."""

from datetime import datetime, timedelta


class Due:
    """Moves with what a source does.

    Args:
        began: when the first look began.
        every: how long a look may be in the making: one that follows a quiet stream ends only then.
    """

    def __init__(self, began: datetime, every: timedelta) -> None:
        self._at = began + every
        self._every = every
        self._is_failing = False
        self._was_put_off = False

    def late_for(self, now: datetime) -> timedelta:
        """How long a good look has been due; zero while it is not."""
        return max(now - self._at, timedelta())

    def get_on(self, now: datetime) -> None:
        """A part of a look was brought in: one that catches up takes long and is not dead.

        After a failure that does not count: a look that begins well every time and never ends is one.
        """
        if not self._is_failing:
            self._at = max(self._at, now)

    def finish(self, now: datetime, next_in: timedelta) -> None:
        """A look has ended well."""
        self._at = now + max(next_in, self._every)
        self._is_failing = self._was_put_off = False

    def fail(self, now: datetime, put_off: timedelta | None) -> None:
        """A look has failed.

        Args:
            now: when.
            put_off: how long to wait, where the platform has named a time. It is believed once until a look
                ends well: who names another every time is as good as dead.
        """
        if put_off is not None and not self._was_put_off:
            self._at, self._was_put_off = now + put_off, True
            return
        self._at, self._is_failing = min(self._at, now), True
