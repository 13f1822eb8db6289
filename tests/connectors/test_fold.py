"""Folding: what looks the same is the same, and the list of invisible signs is Unicode's."""

import sys
import unicodedata

import pytest
from hypothesis import given

from connectors.fold import fold
from tests.connectors.samples import TEXTS


def test_every_sign_that_unicode_calls_invisible_vanishes() -> None:
    invisible = [chr(sign) for sign in range(sys.maxunicode + 1) if unicodedata.category(chr(sign)) == "Cf"]
    assert fold("".join(invisible)) == ""


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Straße", "strasse"),
        ("ＡＩ", "ai"),
        ("cafe\u0301", "café"),
        ("Du\u00ado\u200b", "duo"),
        ("ﾊﾝ", "ハン"),
        ("İ", "i̇"),
    ],
)
def test_forms_are_one(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
