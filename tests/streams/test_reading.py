"""Records of readings: several pages' readings of one brand in one record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import UnreadableError
from streams.reading import Reading, read_readings, write_readings
from tests.streams.rolling import reading, scored


@given(st.lists(st.integers(0, 20), min_size=1, max_size=6))
def test_what_is_written_is_read(sizes: list[int]) -> None:
    readings = tuple(
        reading(offset, *(scored(f"{offset}-{number}", number) for number in range(size)))
        for offset, size in enumerate(sizes)
    )
    assert read_readings(write_readings([one.to_json() for one in readings])) == readings


def test_a_record_of_an_earlier_version_is_read() -> None:
    one = reading(7, scored("1", 0))
    assert read_readings(one.to_json()) == (one,)


@pytest.mark.parametrize("raw", [b"", b"\n \n", b"{}", b"\xff\xfe", b"[" * 2_000])
def test_what_is_no_reading_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_readings(raw)


def test_a_record_is_of_one_brand() -> None:
    one, other = Reading(brand="acme", partition=0, offset=1), Reading(brand="bolt", partition=0, offset=1)
    with pytest.raises(UnreadableError, match="more than one brand"):
        read_readings(write_readings([one.to_json(), other.to_json()]))
