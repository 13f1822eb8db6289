"""One piece that its author put on several platforms is counted once."""

from dataclasses import replace

import pytest

from streams.reading import Label, Scored
from streams.window import FAMILIES_KEPT
from tests.streams.rolling import Roller, reading, scored

DAY = 1_440.0
END = [("x", 3 * DAY), ("reddit", 3 * DAY)]


def piece(identity: str, minute: float, *, source: str = "x", family: str | None = "f" * 32) -> Scored:
    return replace(scored(identity, minute, source=source, label=Label.NEGATIVE), family=family)


def count(roller: Roller) -> tuple[int, int, int]:
    """Mentions, duplicates and quotes."""
    return (
        sum(minute.counts.mentions for minute in roller.minutes),
        sum(minute.duplicates for minute in roller.minutes),
        sum(len(minute.quotes) for minute in roller.minutes),
    )


@pytest.mark.need("001-18")
@pytest.mark.parametrize("later", [0.0, 0.5, 90.0, DAY])
def test_a_cross_post_is_a_duplicate_wherever_and_whenever_that_day(later: float) -> None:
    roller = Roller()
    roller.take(reading(0, piece("a", 0)))
    roller.take(reading(0, piece("b", later, source="reddit"), partition=1))
    roller.take(reading(1, piece("c", later, family="g" * 32), piece("d", later, family=None), beats=END))
    assert count(roller) == (3, 1, 3)


@pytest.mark.need("001-18")
def test_on_one_page_it_is_counted_once_too() -> None:
    roller = Roller()
    roller.take(reading(0, piece("a", 0), piece("b", 0, source="reddit"), beats=END))
    assert count(roller) == (1, 1, 1)


def test_a_piece_put_up_again_another_day_is_said_again() -> None:
    roller = Roller()
    roller.take(reading(0, piece("a", 0), piece("b", DAY + 1), piece("c", DAY + 2), beats=END))
    assert count(roller) == (2, 1, 2)


def test_a_page_repeated_after_a_crash_counts_its_pieces() -> None:
    for stored in (1, 2):
        roller = Roller()
        page = reading(0, piece("a", 0), piece("b", 1, source="reddit"), beats=END)
        roller.take_and_crash(page, stored=stored)
        roller.take(page)
        assert count(roller) == (1, 1, 1)


def test_what_was_fetched_twice_does_not_hide_itself() -> None:
    roller = Roller()
    roller.take(reading(0, piece("a", 0)))
    roller.take(reading(1, piece("a", 0), piece("b", 0), beats=END))
    assert count(roller) == (1, 2, 1)


def test_what_is_remembered_is_bounded_and_the_latest_stay() -> None:
    roller = Roller()
    many = [piece(f"n{number}", 0, family=f"{number:032d}"[::-1]) for number in range(FAMILIES_KEPT + 1)]
    roller.take(reading(0, *many))
    roller.take(
        reading(1, piece("last", 0, family=many[-1].family), piece("first", 0, family=many[0].family))
    )
    roller.take(reading(2, beats=END))
    mentions, duplicates, _ = count(roller)
    assert (mentions, duplicates) == (FAMILIES_KEPT + 2, 1)
    assert len(roller.state) < 30_000
