"""The registry: every kind says what it is, and the README says the same."""

from pathlib import Path

import pytest

from connectors.about import write_row
from connectors.configured import ABOUT

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.parametrize("kind", sorted(ABOUT))
def test_the_readmes_table_says_what_the_registry_says(kind: str) -> None:
    assert write_row(kind, ABOUT[kind]) in README.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("kind", sorted(ABOUT))
def test_it_says_so_in_one_line_a_column(kind: str) -> None:
    row = write_row(kind, ABOUT[kind])
    assert "\n" not in row
    assert row.count("|") == 6
