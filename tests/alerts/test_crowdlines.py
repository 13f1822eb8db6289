"""Who seems to be behind a rise, in plain words."""

import pytest

from alerts.crowdlines import tell_crowd
from alerts.words.language import Language
from alerts.words.registry import VOCABULARIES
from streams.crowd import read_signs
from streams.minute import Crowd, Engagement

EVERYTHING = Crowd(
    sampled=40,
    hollow=30,
    copies=20,
    largest=9,
    signed=25,
    voices=(1, 2, 3),
    told=20,
    once=11,
    probing=7,
    angry=Engagement(mentions=20, interactions=90),
    others=Engagement(mentions=20, interactions=10),
)


def test_each_sign_is_told_with_its_numbers() -> None:
    assert tell_crowd(EVERYTHING, Language.EN) == (
        "looks copied: 50% of 40 sampled are near-copies of others; "
        "few authors: about 3 wrote 25 negative mentions; "
        "new accounts: 11 of 20 have a single post; "
        "says little: 75% are only a word or two, or emoji; "
        "people try out a bot: 7 mentions test, trick or insult one; "
        "anger spreads: 4.5 reactions to a negative mention, 0.5 to others"
    )


@pytest.mark.parametrize("language", Language)
def test_every_language_tells_every_sign(language: Language) -> None:
    line = tell_crowd(EVERYTHING, language)
    assert line.count("；" if language is Language.ZH_HANT else ";") == len(read_signs(EVERYTHING)) - 1
    for number in ("50%", "40", "3", "25", "11", "20", "75%", "7", "4.5", "0.5"):
        assert number in line
    assert VOCABULARIES[language].crowd.title


@pytest.mark.parametrize("language", Language)
def test_an_ordinary_crowd_is_not_mentioned(language: Language) -> None:
    ordinary = Crowd(sampled=100, hollow=10, copies=5, signed=40, voices=tuple(range(30)), told=90, once=3)
    assert tell_crowd(ordinary, language) == ""
    assert tell_crowd(Crowd(), language) == ""
