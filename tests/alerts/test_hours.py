"""Working time, over nights, weekends, holidays and the change of the clocks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from alerts.hours import Hours, Weekday

BUDAPEST = Hours(zone="Europe/Budapest", holidays=frozenset({date(2026, 5, 1)}))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]  # mypy takes the zone for a part


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (utc(2026, 3, 2, 9, 0), 2, utc(2026, 3, 2, 11, 0)),  # A Monday at ten in Budapest.
        (utc(2026, 3, 2, 16, 30), 2, utc(2026, 3, 3, 9, 30)),  # Half an hour before the end of the day.
        (utc(2026, 3, 6, 16, 30), 2, utc(2026, 3, 9, 9, 30)),  # The same on a Friday.
        (utc(2026, 4, 30, 15, 30), 2, utc(2026, 5, 4, 8, 30)),  # Before a holiday and a weekend, in summer.
        (utc(2026, 3, 27, 16, 30), 2, utc(2026, 3, 30, 8, 30)),  # Over the night when the clocks go on.
        (utc(2026, 3, 2, 17, 0), 9, utc(2026, 3, 3, 17, 0)),  # Exactly a day.
    ],
)
def test_only_working_time_counts(start: datetime, hours: int, end: datetime) -> None:
    assert BUDAPEST.add(start, timedelta(hours=hours)) == end


def test_open_is_from_opening_up_to_but_without_closing() -> None:
    assert BUDAPEST.is_open(utc(2026, 3, 2, 8, 0))
    assert not BUDAPEST.is_open(utc(2026, 3, 2, 7, 59))
    assert not BUDAPEST.is_open(utc(2026, 3, 2, 17, 0))
    assert not BUDAPEST.is_open(utc(2026, 3, 7, 12, 0))
    assert not BUDAPEST.is_open(utc(2026, 5, 1, 12, 0))


def test_a_calendar_of_nothing_but_holidays_ends_all_the_same() -> None:
    start = date(2026, 1, 1)
    never = Hours(holidays=frozenset(start + timedelta(days=day) for day in range(5_000)))
    assert never.add(utc(2026, 1, 1), timedelta(hours=1)) > utc(2035, 1, 1)


@pytest.mark.parametrize(
    "wrong",
    [{"zone": "Mars/Olympus"}, {"opens": time(18), "closes": time(9)}, {"days": []}, {"zone": "../x"}],
)
def test_what_is_no_calendar_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Hours.model_validate(wrong)


starts = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds
spans = st.timedeltas(timedelta(seconds=1), timedelta(hours=60))
zones = st.sampled_from(["Europe/Budapest", "America/New_York", "Asia/Taipei", "Australia/Lord_Howe"])


@given(starts, spans, spans, zones)
def test_working_time_adds_up_and_never_goes_back(
    start: datetime, one: timedelta, other: timedelta, zone: str
) -> None:
    hours = Hours(zone=zone, days=frozenset({Weekday.TUE, Weekday.SUN}), opens=time(1), closes=time(4))
    end = hours.add(start, one)
    assert end >= start + one
    assert hours.add(end, other) == hours.add(start, one + other)
