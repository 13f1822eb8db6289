"""Denials: the words that turn a feeling round, and where a text says something under one."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from streams.language import UNSPACED, Language
from streams.learning.features import DENIALS, SPACED
from streams.learning.features import REACH as READ_ON
from streams.sentiment.lexicon import REACH as SIGNS
from streams.sentiment.lexicon import list_negations
from streams.sentiment.vader_words import NEGATIONS

WORDS: Final = READ_ON + 1
"""Before a word; our lexicons reach one further than the models do."""

_LEXICONS: Final = frozenset(Language) - {Language.EN, Language.OTHER}

_PLAINEST: Final[Mapping[str, str]] = {
    Language.EN: "not ",
    Language.ES: "no ",
    Language.HU: "nem ",
    Language.ZH_HANT: "不",
    Language.ZH_HANS: "不",
}


def deny(word: str, language: str) -> str:
    """A denied word, in our words: where a quote ends before the people's own."""
    return _PLAINEST.get(language, "") + word


def find_denied(word: str, low: str, language: str) -> tuple[int, int]:
    """Where a word stands under a denial, from the denial to its end; nowhere: an empty place.

    Args:
        word: or its beginning, in lower case.
        low: the text, in lower case and with straight apostrophes.
        language: of the text.
    """
    denials = list_denials(language)
    return _find_signs(word, low, denials) if language in UNSPACED else _find_words(word, low, denials)


@lru_cache(maxsize=len(Language))
def list_denials(language: str) -> frozenset[str]:
    """All that count as a denial for one of those that read a language."""
    learned = DENIALS.get(language, frozenset())
    if language == Language.EN:
        return learned | NEGATIONS
    return learned | list_negations(language) if language in _LEXICONS else learned


def _find_words(word: str, low: str, denials: frozenset[str]) -> tuple[int, int]:
    pieces = [found.span() for found in SPACED.finditer(low)]
    for at, (start, stop) in enumerate(pieces):
        if not low.startswith(word, start):
            continue
        for first, last in reversed(pieces[max(0, at - WORDS) : at]):
            if low[first:last] in denials or low.startswith("n't", last - 3):
                return first, stop
    return 0, 0


def _find_signs(word: str, low: str, denials: frozenset[str]) -> tuple[int, int]:
    at = low.find(word)
    while at >= 0:
        begins = [
            end - len(denial)
            for end in range(max(0, at - SIGNS + 1), at + 1)
            for denial in denials
            if low.endswith(denial, 0, end)
        ]
        if begins:
            return min(begins), at + len(word)
        at = low.find(word, at + 1)
    return 0, 0
