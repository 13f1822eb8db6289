"""Arithmetic: the numbers behind a decision, in the reader's language."""

import pytest

from alerts.arithmetic import write_term
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from streams.spike import Term


def test_a_number_is_named_in_the_readers_language() -> None:
    term = Term(name="observed", value=63, unit="mentions", note="last 15 minutes")
    assert write_term(term, Language.EN) == "observed: 63 mentions (last 15 minutes)"
    assert write_term(term, Language.ZH_HANT) == "觀察值: 63 則"


@pytest.mark.parametrize("language", Language)
def test_a_number_that_is_none_of_ours_keeps_its_name(language: Language) -> None:
    assert write_term(Term(name="45 min hunch", value=0.5), language) == "45 min hunch: 0.5"


def test_one_of_several_windows_keeps_its_length() -> None:
    assert (
        write_term(Term(name="45 min share weight", value=0.5), Language.ZH_HANT) == "45 分鐘 比例權重: 0.5"
    )


def test_no_number_is_named_in_english_for_a_chinese_reader() -> None:
    assert not any(said.isascii() for said in VOCABULARIES[Language.ZH_HANT].numbers.values())
