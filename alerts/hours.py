"""Business hours: when a team works, in its own time zone, and when a span of working time is over."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from connectors.config import Section

DAY: Final = timedelta(days=1)
FARTHEST: Final = 3660
"""Days to look ahead for working time: more than a long year of holidays."""


def _check_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as exc:
        raise ValueError("a time zone such as Asia/Taipei, Europe/Budapest or UTC") from exc
    return name


Zone = Annotated[str, AfterValidator(_check_zone)]
"""Name of a time zone of the IANA database."""


class Weekday(StrEnum):
    """In the order of `date.weekday()`."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


_WEEK: Final = tuple(Weekday)


class Hours(Section):
    """`[hours]`: when the team works; what is not urgent counts only this time."""

    zone: Zone = "UTC"
    days: Annotated[frozenset[Weekday], Field(min_length=1)] = frozenset(_WEEK[:5])
    opens: time = time(9)
    closes: time = time(18)
    holidays: frozenset[date] = frozenset()

    @model_validator(mode="after")
    def _is_a_day(self) -> "Hours":
        if self.opens.tzinfo or self.closes.tzinfo or self.closes <= self.opens:
            raise ValueError("`closes` comes after `opens` on the same day, both without a zone of their own")
        return self

    def is_open(self, at: datetime) -> bool:
        """Whether the team works at a moment."""
        span = self._span(at.astimezone(ZoneInfo(self.zone)).date())
        return span is not None and span[0] <= at < span[1]

    def add(self, start: datetime, lasting: timedelta) -> datetime:
        """Return the moment when `lasting` of working time has passed since `start`, in UTC."""
        day = start.astimezone(ZoneInfo(self.zone)).date()
        for ahead in range(FARTHEST):
            span = self._span(day + ahead * DAY)
            if span is None or span[1] <= start:
                continue
            begins = max(span[0], start)
            if lasting <= span[1] - begins:
                return begins + lasting
            lasting -= span[1] - begins
        return start + FARTHEST * DAY

    def _span(self, day: date) -> tuple[datetime, datetime] | None:
        """The working time of a day, in UTC, so that a change of the clocks makes it no longer or shorter."""
        if day in self.holidays or _WEEK[day.weekday()] not in self.days:
            return None
        zone = ZoneInfo(self.zone)
        opens, closes = (datetime.combine(day, at, zone).astimezone(UTC) for at in (self.opens, self.closes))
        return opens, closes
