"""English: VADER's scores and thresholds, with the words that moved them."""

import pytest

from streams.reading import Label
from streams.sentiment.english import EnglishScorer

SCORER = EnglishScorer()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("I love it, great work", Label.POSITIVE),
        ("This is horrible and I hate it", Label.NEGATIVE),
        ("The shop opens at nine", Label.NEUTRAL),
    ],
)
def test_plain_feelings_are_read(text: str, label: Label) -> None:
    assert SCORER.score(text).label is label


def test_the_strongest_word_is_named_first() -> None:
    assert SCORER.score("Nice try, but this is a horrible, horrible ad.").because[0] == "horrible"


def test_a_stronger_feeling_is_surer() -> None:
    assert SCORER.score("horrible, disgusting, I hate it").confidence > SCORER.score("a bit sad").confidence
