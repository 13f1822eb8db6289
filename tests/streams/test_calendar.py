from datetime import UTC, datetime, timedelta

import pytest

from streams.calendar import Calendar, PlannedEvent

START = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def make() -> Calendar:
    return Calendar([PlannedEvent(name="launch", start=START, end=START + 2 * HOUR, factor=4)])


def test_an_event_widens_the_band_and_lets_it_shrink_again() -> None:
    calendar = make()
    assert calendar.widen(START - HOUR) == 1
    assert calendar.widen(START) == 4
    assert 1 < calendar.widen(START + 4 * HOUR) < 4
    assert calendar.widen(START + 48 * HOUR) == pytest.approx(1, abs=1e-3)


def test_only_the_event_itself_is_not_to_be_learned() -> None:
    calendar = make()
    assert calendar.is_on(START)
    assert not calendar.is_on(START + 2 * HOUR)


def test_the_event_is_named_while_it_matters() -> None:
    assert make().name(START + HOUR) == "launch"
    assert make().name(START + 48 * HOUR) == ""


def test_nonsense_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="launch"):
        PlannedEvent(name="launch", start=START, end=START)
    with pytest.raises(ValueError, match="launch"):
        PlannedEvent(name="launch", start=START, end=START + HOUR, factor=0.5)
