"""Half an emoji costs itself, not the page it stands on."""

import json

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.halves import mend_halves
from connectors.http import Answer


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (rb'"cut \ud83d"', "cut \N{REPLACEMENT CHARACTER}"),
        (rb'"\uDE00 cut"', "\N{REPLACEMENT CHARACTER} cut"),
        (rb'"\ud83d\ud83d\ude00"', "\N{REPLACEMENT CHARACTER}\N{GRINNING FACE}"),
        (rb'"\\ud83d"', r"\ud83d"),  # Somebody wrote that.
        (rb'"\\\ud83d"', "\\\N{REPLACEMENT CHARACTER}"),
        (rb'"\ud83d\ude00 \u4e2d"', "\N{GRINNING FACE} 中"),
    ],
)
def test_halves_are_replaced_and_nothing_else(raw: bytes, text: str) -> None:
    assert msgspec.json.decode(mend_halves(raw)) == text


@given(st.text(st.characters(exclude_categories=[])))
def test_whatever_python_writes_can_be_read(text: str) -> None:
    found = msgspec.json.decode(mend_halves(json.dumps(text).encode()))
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert len(found) <= len(text)
    if whole == text:
        assert found == text


def test_one_cut_text_does_not_cost_the_page() -> None:
    page = Answer(200, httpx.Headers(), rb'["acme is \ud83d", "acme is soulless"]')
    assert page.read_json(list[str]) == ["acme is \N{REPLACEMENT CHARACTER}", "acme is soulless"]
