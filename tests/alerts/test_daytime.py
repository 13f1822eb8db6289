"""Daytimes: nights that begin on one day and end on the next, and the clocks of summer."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.daytime import Daytime, last_time, read_clock, read_hours
from alerts.hours import Weekday

BUDAPEST = ZoneInfo("Europe/Budapest")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BUDAPEST).astimezone(UTC)


NIGHT = Daytime(zone=BUDAPEST, start=time(22), end=time(7), days=frozenset({Weekday.FRI}))
DAY = Daytime(zone=BUDAPEST, start=time(9), end=time(17, 30))


#        Thu           Fri           Sat
#    |    .   [===|====.    )   |    .     |      the night from Friday 22:00 to Saturday 07:00
@pytest.mark.parametrize(
    ("at", "is_night"),
    [
        ("2026-03-05T23:00", False),
        ("2026-03-06T06:59", False),
        ("2026-03-06T21:59", False),
        ("2026-03-06T22:00", True),
        ("2026-03-07T06:59", True),
        ("2026-03-07T07:00", False),
        ("2026-03-07T22:00", False),
    ],
)
def test_a_night_belongs_to_the_day_it_begins_on(at: str, *, is_night: bool) -> None:
    assert NIGHT.contains(local(at)) is is_night


@pytest.mark.parametrize(
    ("at", "is_day"), [("08:59", False), ("09:00", True), ("17:29", True), ("17:30", False)]
)
def test_the_end_belongs_to_what_comes_after(at: str, *, is_day: bool) -> None:
    assert DAY.contains(local(f"2026-07-01T{at}")) is is_day


def test_a_zone_has_its_own_clock_in_summer_and_winter() -> None:
    assert DAY.contains(datetime(2026, 7, 1, 7, 0, tzinfo=UTC))
    assert not DAY.contains(datetime(2026, 1, 7, 7, 0, tzinfo=UTC))


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis wants naive bounds.
def test_the_whole_day_contains_everything_and_a_last_time_is_the_latest(at: datetime) -> None:
    assert Daytime(zone=BUDAPEST).contains(at)
    last = last_time(time(9), BUDAPEST, at)
    assert last <= at < last + timedelta(hours=25, seconds=1)
    assert last.astimezone(BUDAPEST).time() == time(9)


@pytest.mark.parametrize("text", ["9:00", "25:00", "12:60", "", "noon", "12:00:00"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="time of day"):
        read_clock(text)


def test_hours_are_two_times() -> None:
    assert read_hours("22:00-07:00") == (time(22), time(7))
    assert read_hours("00:00 - 24:00") == (time(0), time(0))
    with pytest.raises(ValueError, match="22:00-07:00"):
        read_hours("22:00")
