"""The hold: a drill's clock waits for its workers, so that nobody is timed against news that has not come yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from deploy.drills.pace import Pace

LEAST: Final = timedelta(minutes=15)
"""Of event time: minutes close in steps of five, which is no lag."""
PATIENCE: Final = timedelta(seconds=10)
"""Of real time that the workers may be behind."""
WHY: Final = "waiting for the workers"


@dataclass(slots=True)
class Hold:
    """Watches one drill's clock; at full speed there is nothing to wait for."""

    pace: Pace
    is_on: bool = False

    def look(self, real: datetime, judged: datetime, *, is_sent: bool) -> None:
        """Stop the clock when it is too far ahead, and let it go when the workers have caught up.

        Args:
            real: now.
            judged: event time up to which the detector has judged; closed minutes that wait for it are no news yet.
            is_sent: everything is sent: there is nothing left to wait with.
        """
        speed = self.pace.speed
        if speed is None or is_sent:
            self._let_go(real)
            return
        allowed = max(LEAST, PATIENCE * speed)
        lag = self.pace.event_at(real) - judged
        if not self.is_on and not self.pace.is_paused and lag > allowed:
            self.pace.pause(real, WHY)
            self.is_on = True
        elif self.is_on and lag <= max(LEAST, allowed / 2):
            self._let_go(real)

    def take_over(self) -> bool:
        """A person wants it to stand still; whether it does already, from now on for them."""
        was, self.is_on = self.is_on, False
        return was

    def _let_go(self, real: datetime) -> None:
        if self.is_on and self.pace.is_paused:
            self.pace.resume(real)
        self.is_on = False
