"""How long to wait after a failure: doubling, with jitter, and never less than the platform asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits of `first`, twice that, four times …, at most `most`; each is cut by up to half at random."""

    first: timedelta = timedelta(seconds=5)
    most: timedelta = timedelta(minutes=15)
    is_linear: bool = False
    """True: `first`, twice that, three times …"""
    is_exact: bool = False
    """True: nothing is cut, where a platform has written down the waits itself."""

    def wait_for(
        self, failures: int, randomness: Callable[[], float], retry_after: timedelta | None = None
    ) -> timedelta:
        """Say how long to wait.

        Args:
            failures: in a row, this one included.
            randomness: returns a number from 0 to below 1.
            retry_after: what the platform asked for; it is honoured even where it is longer than `most`.
        """
        before = min(max(failures, 1) - 1, 20 if not self.is_linear else 1_000_000)
        grown = self.first * (before + 1 if self.is_linear else 2**before)
        wait = min(grown, self.most) * (1.0 if self.is_exact else 1 - randomness() / 2)
        return max(wait, retry_after or timedelta())
