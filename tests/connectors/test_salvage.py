"""One thing that cannot be read costs only itself."""

from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import UnreadableError
from connectors.salvage import read_each


def read_number(raw: str) -> int:
    if not raw.isdecimal():
        raise UnreadableError("not a number")
    return int(raw)


@given(st.lists(st.sampled_from(["1", "22", "", "x", "-3"])))
def test_what_can_be_read_comes_in_order_and_the_rest_is_counted(raws: list[str]) -> None:
    found, unreadable = read_each(raws, read_number)
    assert found == [int(raw) for raw in raws if raw in {"1", "22"}]
    assert unreadable == len(raws) - len(found)
