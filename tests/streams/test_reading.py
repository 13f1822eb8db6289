"""Records of readings: several pages' readings of one brand in one record."""

from hypothesis import given
from hypothesis import strategies as st

from streams.lines import Lines
from streams.reading import read_readings, write_readings
from tests.streams.rolling import reading, scored


@given(st.lists(st.integers(0, 20), min_size=1, max_size=6))
def test_what_is_written_is_read(sizes: list[int]) -> None:
    readings = tuple(
        reading(offset, *(scored(f"{offset}-{number}", number) for number in range(size)))
        for offset, size in enumerate(sizes)
    )
    assert read_readings(write_readings([one.to_json() for one in readings]), "acme") == Lines(readings)


def test_a_record_of_an_earlier_version_is_read() -> None:
    one = reading(7, scored("1", 0))
    assert read_readings(one.to_json()).good == (one,)
