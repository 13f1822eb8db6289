"""How long to wait after a failure: doubling, with jitter, and never less than the platform asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits of `first`, twice that, four times …, at most `most`; each is cut by up to half at random."""

    first: timedelta = timedelta(seconds=5)
    most: timedelta = timedelta(minutes=15)

    def wait_for(
        self, failures: int, randomness: Callable[[], float], retry_after: timedelta | None = None
    ) -> timedelta:
        """Say how long to wait.

        Args:
            failures: in a row, this one included.
            randomness: returns a number from 0 to below 1.
            retry_after: what the platform asked for; it is honoured even where it is longer than `most`.
        """
        doubled = self.first * float(2 ** min(max(failures, 1) - 1, 20))
        wait = min(doubled, self.most) * (1 - randomness() / 2)
        return max(wait, retry_after or timedelta())
