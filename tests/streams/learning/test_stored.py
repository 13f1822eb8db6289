"""Stored weights are a mapping like any other, in less memory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.learning.errors import UnreadableWeightsError
from streams.learning.linear import LinearModel
from streams.learning.stored import StoredWeights

ROW = st.tuples(st.integers(-(2**31), 2**31 - 1), st.integers(-(2**31), 2**31 - 1))


@given(st.dictionaries(st.text(st.characters(), max_size=8), ROW, max_size=12))
def test_what_was_stored_is_there_under_its_name_and_in_its_order(rows: dict[str, tuple[int, int]]) -> None:
    stored = StoredWeights(rows, 2)
    assert dict(stored.rows()) == rows
    assert list(stored) == list(rows)
    assert len(stored) == len(rows)
    assert dict(stored) == {name: (one / 64, other / 64) for name, (one, other) in rows.items()}
    assert "no such" not in stored


@pytest.mark.parametrize(
    "rows", [{"a": [1]}, {"a": [1], "b": [1, 2, 3]}, {"a": [1, 0.5]}, {"a": [1, 2**31]}, {"a": [1, "2"]}]
)
def test_rows_that_are_no_weights_are_refused(rows: dict[str, list[int]]) -> None:
    with pytest.raises((ValueError, TypeError, OverflowError)):
        StoredWeights(rows, 2)


def test_a_file_with_weights_beyond_what_is_stored_is_refused_by_name() -> None:
    model = LinearModel(("a", "b"), (0.0, 0.0), {"good": (2.0**26, 0.0)})
    with pytest.raises(UnreadableWeightsError):
        LinearModel.from_bytes(model.to_bytes())
