"""A daytime: hours of the day and days of the week in one time zone, such as nights and weekends."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from alerts.hours import Weekday


@dataclass(frozen=True, slots=True, kw_only=True)
class Daytime:
    """Hours from `start` up to, not including, `end`; over midnight when `end` is not later."""

    zone: tzinfo
    start: time = time(0)
    end: time = time(0)
    days: frozenset[Weekday] = frozenset(Weekday)
    """Those on which it begins: a Friday night lasts into Saturday."""

    def contains(self, at: datetime) -> bool:
        """Whether a point in time falls into it, by the clocks of the zone, summer time included."""
        local = at.astimezone(self.zone)
        clock = local.time()
        if self.start < self.end:
            return self.start <= clock < self.end and _day(local) in self.days
        if clock >= self.start:
            return _day(local) in self.days
        return clock < self.end and _day(local - timedelta(days=1)) in self.days


def _day(local: datetime) -> Weekday:
    return tuple(Weekday)[local.weekday()]


def last_time(clock: time, zone: tzinfo, at: datetime) -> datetime:
    """The latest point in time, not after `at`, at which the zone's clocks showed `clock`.

    An hour that summer time skips is taken as the clocks would have shown it without.
    """
    local = at.astimezone(zone)
    shown = datetime.combine(local.date(), clock, tzinfo=zone)
    if shown > at:
        shown = datetime.combine(local.date() - timedelta(days=1), clock, tzinfo=zone)
    return shown.astimezone(at.tzinfo)


def read_clock(text: str) -> time:
    """Read `HH:MM`; `24:00` is midnight.

    Raises:
        ValueError: it is none.
    """
    match = re.fullmatch(r"(\d{2}):(\d{2})", text)
    if match and text == "24:00":
        return time(0)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:  # noqa: PLR2004 - a clock's numbers.
        raise ValueError('a time of day is written "09:30", from "00:00" to "24:00"')
    return time(int(match[1]), int(match[2]))


def read_hours(text: str) -> tuple[time, time]:
    """Read `HH:MM-HH:MM`.

    Raises:
        ValueError: it is none.
    """
    start, separator, end = text.partition("-")
    if not separator:
        raise ValueError('hours are written "22:00-07:00"')
    return read_clock(start.strip()), read_clock(end.strip())
