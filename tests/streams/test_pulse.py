"""A wall clock that jumps ahead is not told to anybody until it has stayed there."""

from datetime import timedelta

from streams.pulse import BELIEVED_AFTER, Pulse
from tests.streams.rolling import at

TICK = timedelta(seconds=15)
AHEAD = timedelta(hours=6)


def look(pulse: Pulse, passed: timedelta, wrong: timedelta = timedelta()) -> bool:
    return pulse.is_believed(at(0) + passed + wrong, timedelta(days=3) + passed)


def test_a_clock_that_goes_its_way_is_believed() -> None:
    pulse = Pulse()
    assert all(look(pulse, TICK * number) for number in range(200))


def test_a_clock_that_drifts_or_is_set_right_by_seconds_is_believed() -> None:
    pulse = Pulse()
    assert all(look(pulse, TICK * number, timedelta(seconds=20 * number)) for number in range(200))


def test_a_jump_ahead_is_held_back_and_its_return_is_believed_at_once() -> None:
    pulse = Pulse()
    assert look(pulse, TICK)
    assert not any(look(pulse, TICK * number, AHEAD) for number in range(2, 30))
    assert look(pulse, TICK * 30)


def test_a_clock_that_stays_where_it_jumped_to_is_believed() -> None:
    pulse = Pulse()
    assert look(pulse, TICK)
    assert not look(pulse, TICK * 2, AHEAD)
    assert look(pulse, TICK * 2 + BELIEVED_AFTER, AHEAD)
    assert look(pulse, TICK * 3 + BELIEVED_AFTER, AHEAD)


def test_a_clock_that_goes_on_jumping_is_never_believed() -> None:
    pulse = Pulse()
    assert look(pulse, TICK)
    assert not any(look(pulse, TICK * number, AHEAD * number) for number in range(2, 200))


def test_a_jump_back_is_believed() -> None:
    pulse = Pulse()
    assert look(pulse, TICK)
    assert look(pulse, TICK * 2, -AHEAD)
