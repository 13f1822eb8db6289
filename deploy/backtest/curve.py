"""A curve: how much was said and how much of it was negative, in at most `POINTS` steps of any length."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from connectors.mention import UtcTime
from connectors.wire import Wire
from streams.minute import Minute
from streams.times import EPOCH

POINTS: Final = 360
"""More would not be seen on a screen."""
_SHORTEST: Final = timedelta(minutes=1)
_DOUBLES: Final = (5, 15, 30, 60, 120, 360, 720, 1440)
"""Minutes of a step that a person can read; beyond, whole days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve(Wire):
    """A finished curve; the three lists are as long as there are steps."""

    begins: UtcTime
    step_minutes: int
    mentions: tuple[int, ...]
    negative: tuple[int, ...]
    backlash: tuple[int, ...]

    def at(self, number: int) -> datetime:
        """Where a step begins."""
        return self.begins + number * timedelta(minutes=self.step_minutes)


@dataclass(slots=True)
class CurveDraft:
    """A curve that grows: when it gets too long, its steps get longer."""

    step: int = 1
    """Minutes."""
    _first: int | None = None
    _steps: list[list[int]] = field(default_factory=list)

    def add(self, minute: Minute) -> None:
        """Take in a closed minute; minutes come in order."""
        number = (minute.start - EPOCH) // _SHORTEST
        if self._first is None:
            self._first = number - number % self.step
        while (number - self._first) // self.step >= POINTS:
            self._lengthen()
        place = (number - self._first) // self.step
        while len(self._steps) <= place:
            self._steps.append([0, 0, 0])
        here, counts = self._steps[place], minute.counts
        here[0] += counts.mentions
        here[1] += counts.negative
        here[2] += counts.backlash

    def _lengthen(self) -> None:
        assert self._first is not None  # noqa: S101 - there is something to lengthen.
        longer = next(
            (step for step in _DOUBLES if step > self.step and step % self.step == 0), 2 * self.step
        )
        first = self._first - self._first % longer
        merged: dict[int, list[int]] = {}
        for number, counts in enumerate(self._steps):
            place = (self._first + number * self.step - first) // longer
            known = merged.setdefault(place, [0, 0, 0])
            merged[place] = [old + new for old, new in zip(known, counts, strict=True)]
        self._steps = [merged.get(place, [0, 0, 0]) for place in range(max(merged, default=-1) + 1)]
        self.step, self._first = longer, first

    def finish(self) -> Curve | None:
        """The curve so far; none when no minute has closed."""
        if self._first is None:
            return None
        columns = list(zip(*self._steps, strict=True))
        return Curve(
            begins=EPOCH + self._first * _SHORTEST,
            step_minutes=self.step,
            mentions=tuple(columns[0]),
            negative=tuple(columns[1]),
            backlash=tuple(columns[2]),
        )
