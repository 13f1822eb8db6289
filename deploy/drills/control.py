"""Control: what people ask of a running drill, as lines in a file that the drill follows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from connectors.errors import UnreadableError
from connectors.mention import UtcTime
from connectors.wire import Wire
from deploy.drills.errors import BadControlError
from deploy.drills.pace import Pace

FASTEST: Final = 100_000.0
SLOWEST: Final = 0.1


class Verb(StrEnum):
    PAUSE = "pause"
    RESUME = "resume"
    SPEED = "speed"
    JUMP = "jump"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Control(Wire):
    """One thing asked."""

    verb: Verb
    speed: float | None = None
    """For `speed`; none is as fast as it goes."""
    to: UtcTime | None = None
    """For `jump`: a moment of event time."""
    by: timedelta | None = None
    """For `jump`: from where it is."""


def apply_control(pace: Pace, control: Control, real: datetime) -> str:
    """Turn the pace; return what was done, for the person.

    Raises:
        BadControlError: it cannot be done now.
    """
    match control.verb:
        case Verb.PAUSE:
            pace.pause(real)
        case Verb.RESUME:
            pace.resume(real)
        case Verb.SPEED:
            pace.run_at(real, control.speed)
        case Verb.JUMP:
            target = control.to or (pace.event_at(real) + control.by if control.by else None)
            if target is None:
                raise BadControlError("a jump needs a time, or how far")
            pace.jump(real, target)
        case Verb.STOP:
            return "stopping"
    return describe(pace, real)


def describe(pace: Pace, real: datetime) -> str:
    """Where the drill is and how it runs."""
    speed = "as fast as it goes" if pace.speed is None else f"{pace.speed:g}×"
    how = f"paused, then {speed}" if pace.is_paused else speed
    return f"{pace.event_at(real):%a %d %b %Y %H:%M} UTC, {how}"


def steer(pace: Pace, key: str) -> Control | None:
    """What a key in the terminal asks for; none for any other key."""
    speed = pace.speed
    match key:
        case " ":
            return Control(verb=Verb.RESUME if pace.is_paused else Verb.PAUSE)
        case "+":
            return Control(verb=Verb.SPEED, speed=min((speed or FASTEST) * 2, FASTEST))
        case "-":
            return Control(verb=Verb.SPEED, speed=max((speed or FASTEST) / 2, SLOWEST))
        case "j":
            return Control(verb=Verb.JUMP, by=timedelta(hours=1))
        case "q":
            return Control(verb=Verb.STOP)
    return None


KEYS: Final = "space pauses, + and - change the speed, j jumps an hour, q ends"


class ControlFile:
    """The file of a running drill; others append to it, the drill reads what is new."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0

    def ask(self, control: Control) -> None:
        with self._path.open("ab") as file:
            file.write(control.to_json() + b"\n")

    def take_new(self) -> list[Control]:
        """What was asked since the last look; lines that cannot be read are passed over."""
        try:
            raw = self._path.read_bytes()[self._read :]
        except FileNotFoundError:
            return []
        whole = raw[: raw.rfind(b"\n") + 1]
        self._read += len(whole)
        asked = []
        for line in whole.splitlines():
            try:
                asked.append(Control.from_json(line))
            except UnreadableError:
                continue
        return asked
