"""The needs report counts a need as met only by a test that passed."""

from tests.needs import read_needs


def test_a_row_is_an_id_and_words() -> None:
    text = "| id | need | ring |\n|---|---|---|\n| 000-01 | reach may hold | core |\nprose 000-02\n"
    assert read_needs(text) == {"000-01": "reach may hold"}
