"""A pace: how event time runs against real time, and how people change that while a drill runs."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from connectors.mention import UtcTime
from connectors.wire import Wire
from deploy.drills.errors import BadControlError


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn(Wire):
    """From here on time runs so, until the next turn."""

    real: UtcTime
    event: UtcTime
    speed: float | None
    """Seconds of event time a second; none is as fast as it goes, 0 stands still."""
    why: str = ""


@dataclass(slots=True)
class Pace:
    """The pace of one drill. Real time is always an argument."""

    turns: list[Turn]
    _speed: float | None = field(default=None)
    """To return to after a pause."""
    _jumps: list[tuple[datetime, datetime]] = field(default_factory=list)

    @classmethod
    def start(cls, real: datetime, event: datetime, speed: float | None) -> "Pace":
        return cls([Turn(real=real, event=event, speed=speed, why="started")], speed)

    def begin(self, real: datetime) -> None:
        """Let the clock start at this moment: what was set before is where it starts."""
        self.turns[:] = [
            Turn(real=real, event=turn.event, speed=turn.speed, why=turn.why) for turn in self.turns
        ]

    @property
    def is_paused(self) -> bool:
        return self.turns[-1].speed == 0

    @property
    def speed(self) -> float | None:
        """As set; a pause does not change it."""
        return self._speed

    def event_at(self, real: datetime) -> datetime:
        """Event time at a moment of real time, also of one long past; at full speed it stands until `reach`."""
        turn = next((one for one in reversed(self.turns) if one.real <= real), self.turns[0])
        if not turn.speed:
            return turn.event
        return turn.event + (real - turn.real) * turn.speed

    def real_for(self, event: datetime, real: datetime) -> timedelta | None:
        """How long from `real` until event time is there; none while it stands still, zero at full speed."""
        speed = self.turns[-1].speed
        missing = event - self.event_at(real)
        if missing <= timedelta() or speed is None:
            return timedelta()
        return missing / speed if speed else None

    def reach(self, real: datetime, event: datetime) -> None:
        """At full speed: event time is here now."""
        if self.turns[-1].speed is None and event > self.turns[-1].event:
            self.turns[-1] = Turn(real=real, event=event, speed=None, why=self.turns[-1].why)

    def pause(self, real: datetime, why: str = "paused") -> None:
        if self.is_paused:
            raise BadControlError("it is paused already")
        self._turn(real, self.event_at(real), 0.0, why)

    def resume(self, real: datetime) -> None:
        if not self.is_paused:
            raise BadControlError("it is not paused")
        self._turn(real, self.event_at(real), self._speed, "resumed")

    def run_at(self, real: datetime, speed: float | None) -> None:
        """Change the speed; of a paused drill, that with which it will go on."""
        if speed is not None and speed <= 0:
            raise BadControlError("a speed is above 0; to stop, pause")
        self._speed = speed
        if not self.is_paused:
            self._turn(real, self.event_at(real), speed, "speed changed")

    def jump(self, real: datetime, event: datetime) -> None:
        """Go to a later moment: what lies between is sent at once, so that what follows is the same.

        Raises:
            BadControlError: it is past: what has been said cannot be unsaid.
        """
        here = self.event_at(real)
        if event < here:
            raise BadControlError(f"{event:%Y-%m-%d %H:%M} is past; it is {here:%Y-%m-%d %H:%M} in the drill")
        self._jumps.append((here, event))
        self._turn(real, event, self.turns[-1].speed, "jumped")

    def jumped_over(self, event: datetime) -> bool:
        """Whether a jump left this moment out."""
        return any(begin < event < end for begin, end in self._jumps)

    def _turn(self, real: datetime, event: datetime, speed: float | None, why: str) -> None:
        self.turns.append(Turn(real=real, event=event, speed=speed, why=why))
