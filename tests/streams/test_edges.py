"""No sign is cut in two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.excerpt import cut
from streams.edges import EXCERPT, LONGEST_SIGN, cut_excerpt, find_edge


@pytest.mark.parametrize("sign", ["👨‍👩‍👧", "👍🏽", "❤️", "🇭🇺", "e\u0301", "🧑🏽‍🎨"])
def test_a_quote_ends_before_a_sign_that_does_not_fit(sign: str) -> None:
    for room in range(1, len(sign)):
        text = "x" * (EXCERPT - 1 - room) + sign + " and much more of it"
        assert cut_excerpt(text) == "x" * (EXCERPT - 1 - room) + "…"
        assert cut(text, EXCERPT) == cut_excerpt(text)
    fitting = "x" * (EXCERPT - 1 - len(sign)) + sign
    assert cut_excerpt(f"{fitting} and much more of it") == fitting + "…"


def test_of_flags_in_a_row_whole_ones_stay() -> None:
    assert cut("🇭🇺🇪🇸🇯🇵🇭🇺", 6) == "🇭🇺🇪🇸…"


@given(st.text(alphabet="a👍🏽🇭\u200d\u0301", min_size=1, max_size=60), st.data())
def test_little_is_lost_whatever_clings(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    assert at - LONGEST_SIGN <= find_edge(text, at) <= at
