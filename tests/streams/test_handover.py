"""Readings that come back to the worker that wrote them."""

from streams.handover import RECORDS_WAITED, Handover
from streams.reading import Label, Reading
from tests.streams.rolling import reading, scored


def test_a_reading_is_fetched_once_by_the_bytes_it_was_written_as() -> None:
    handover, left = Handover(), reading(7, scored("1", 0))
    handover.leave(left.to_json(), (left,))
    assert handover.fetch(reading(8, scored("1", 0)).to_json()) is None
    assert handover.fetch(left.to_json()) == (left,)
    assert handover.fetch(left.to_json()) is None


def test_a_reading_is_what_its_bytes_say() -> None:
    left = reading(
        7, scored("1", 0, label=Label.NEGATIVE, valence=-0.123456789), beats=[("x#0", 1)], tick=2.5
    )
    assert Reading.from_json(left.to_json()) == left


def test_there_is_room_for_the_oldest() -> None:
    handover = Handover()
    many = [reading(offset, *(scored(f"{n}", 0) for n in range(500))) for offset in range(18)]
    for left in many:
        handover.leave(left.to_json(), (left,))
        handover.leave(left.to_json(), (left,))  # A page that is repeated.
    kept = [left.offset for left in many if handover.fetch(left.to_json())]
    assert kept == list(range(16)), "sixteen times five hundred stay"
    handover.leave(many[17].to_json(), (many[17],))
    assert handover.fetch(many[17].to_json()) == (many[17],), "there is room again"


def test_what_never_comes_back_is_forgotten() -> None:
    handover = Handover()
    gone, after = reading(0, scored("0", 0)), reading(1, scored("1", 0))
    handover.leave(gone.to_json(), (gone,))
    for _ in range(RECORDS_WAITED - 1):
        handover.leave(after.to_json(), (after,))
    assert len(handover._records) == 2
    handover.leave(after.to_json(), (after,))
    assert handover.fetch(gone.to_json()) is None
    assert handover.fetch(after.to_json()) == (after,)
