"""When a source is due, and how late it is."""

from datetime import timedelta

from connectors.due import Due
from tests.connectors.samples import NOON

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
NEVER = timedelta()


def swept(every: timedelta = 2 * MINUTE) -> Due:
    due = Due(NOON, every)
    due.finish(NOON, every)
    return due


def test_a_first_look_may_take_as_long_as_any() -> None:
    due = Due(NOON, HOUR)
    assert due.late_for(NOON + HOUR) == NEVER
    assert due.late_for(NOON + HOUR + MINUTE) == MINUTE


def test_a_first_look_that_fails_is_late_at_once() -> None:
    due = Due(NOON, HOUR)
    due.fail(NOON, None)
    assert due.late_for(NOON + MINUTE) == MINUTE


def test_after_a_good_look_it_is_due_when_the_next_should_have_been() -> None:
    due = swept(HOUR)
    assert due.late_for(NOON + HOUR) == NEVER
    assert due.late_for(NOON + HOUR + MINUTE) == MINUTE


def test_a_look_that_follows_a_stream_may_take_as_long_as_the_pause_between_two_others() -> None:
    due = Due(NOON, HOUR)
    due.finish(NOON, timedelta(microseconds=1))
    assert due.late_for(NOON + HOUR) == NEVER


def test_a_stream_that_breaks_off_is_late_at_once() -> None:
    due = swept(HOUR)
    due.fail(NOON + MINUTE, None)
    assert due.late_for(NOON + 3 * MINUTE) == 2 * MINUTE


def test_failures_in_a_row_do_not_put_it_off() -> None:
    due = swept()
    for minutes in range(2, 20):
        due.fail(NOON + minutes * MINUTE, None)
    assert due.late_for(NOON + 20 * MINUTE) == 18 * MINUTE


def test_a_time_that_the_platform_names_is_believed_once() -> None:
    due = swept()
    due.fail(NOON + 2 * MINUTE, HOUR)
    ends = NOON + 2 * MINUTE + HOUR
    assert due.late_for(ends) == NEVER
    due.fail(ends, HOUR)
    assert due.late_for(ends + MINUTE) == MINUTE


def test_after_a_good_look_it_is_believed_again() -> None:
    due = swept()
    due.fail(NOON, HOUR)
    due.finish(NOON + HOUR, MINUTE)
    due.fail(NOON + HOUR, HOUR)
    assert due.late_for(NOON + 2 * HOUR) == NEVER


def test_a_look_that_catches_up_is_not_late() -> None:
    due = Due(NOON, 2 * MINUTE)
    due.get_on(NOON + HOUR)
    assert due.late_for(NOON + HOUR + MINUTE) == MINUTE


def test_a_part_of_a_look_never_brings_its_end_forward() -> None:
    due = swept(HOUR)
    due.get_on(NOON + MINUTE)
    assert due.late_for(NOON + HOUR) == NEVER


def test_a_look_that_begins_well_and_always_fails_is_late() -> None:
    due = swept()
    for minutes in range(2, 20):
        due.get_on(NOON + minutes * MINUTE)
        due.fail(NOON + minutes * MINUTE, None)
    assert due.late_for(NOON + 20 * MINUTE) == 18 * MINUTE
