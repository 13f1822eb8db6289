"""What VADER knows of one word, worked out once and remembered.

Tables come from the installed vaderSentiment package; nothing of it is copied here.
"""

import string
from functools import cache
from typing import Final, NamedTuple

from vaderSentiment import vaderSentiment as VADER  # noqa: N814  # a module of constants

MOST_REMEMBERED: Final = 131_072
"""Words kept before starting afresh: the memory stays bounded whatever people write."""

LONGEST_REMEMBERED: Final = 40

NEGATIONS: Final = frozenset(VADER.NEGATE)

PHRASES: Final = [phrase.split() for phrase in (*VADER.SPECIAL_CASES, *VADER.BOOSTER_DICT) if " " in phrase]

_ANCHORS: Final = frozenset(max(phrase, key=len) for phrase in PHRASES)
"""One word of every phrase; a text without any of them holds no phrase."""

_NAMED: Final = frozenset(
    {"at", "but", "doubt", "kind", "least", "never", "no", "nor", "of", "or", "so", "this", "very", "without"}
) | {word for phrase in PHRASES for word in phrase}
"""Words the rules compare by name."""

# Traits of a word: one number, because the loop over every word of every mention reads it.
FEELS: Final = 1
"""Has a value of its own: in the lexicon, and not a booster."""
KNOWN: Final = 2
"""In the lexicon, be it a booster or not."""
UPPER: Final = 4
NEGATES: Final = 8
ANCHORS: Final = 16
BUT: Final = 32
NAMED: Final = 64


def name_emoji(sign: str) -> frozenset[str]:
    """The words by which an emoji of one sign is read; none of anything else."""
    return _list_emoji().get(sign, frozenset())


@cache
def _list_emoji() -> dict[str, frozenset[str]]:
    emoji = VADER.SentimentIntensityAnalyzer().emojis
    return {sign: frozenset(spelled.lower().split()) for sign, spelled in emoji.items() if len(sign) == 1}


class Word(NamedTuple):
    """One token, as the rules see it."""

    lower: str
    traits: int
    valence: float
    """What it adds by itself; 0 for a word that does not feel."""
    boost: float


PLAIN: Final = Word("", 0, 0.0, 0.0)
"""Every word no rule cares about; compare with `is`."""


_SHOUT: Final = Word("", UPPER, 0.0, 0.0)
"""A word no rule cares about, in capitals."""


class WordMemory(dict[str, Word]):
    """Tokens seen before, by how they are written; a new one is worked out when first asked for."""

    def __init__(self, lexicon: dict[str, float]) -> None:
        super().__init__()
        named = {*lexicon, *VADER.BOOSTER_DICT, *NEGATIONS, *_NAMED}
        self.known = {lower: _describe(lower, lexicon.get(lower)) for lower in named}
        self._shouted = {
            lower: word._replace(traits=word.traits | UPPER)
            for lower, word in self.known.items()
            if word.lower
        }

    def __missing__(self, token: str) -> Word:
        stripped = token.strip(string.punctuation)
        shown = stripped if len(stripped) > 2 else token  # noqa: PLR2004  # as published: shorter is an emoticon
        lower = shown.lower()
        word = self._shouted.get(lower, _SHOUT) if shown.isupper() else self.known.get(lower, PLAIN)
        if "n't" in lower and not word.traits & NEGATES:
            word = word._replace(lower=lower, traits=word.traits | NEGATES)
        if len(token) <= LONGEST_REMEMBERED:
            if len(self) >= MOST_REMEMBERED:
                self.clear()
            self[token] = word
        return word


def _describe(lower: str, value: float | None) -> Word:
    boost = VADER.BOOSTER_DICT.get(lower)
    traits = (
        FEELS * (value is not None and boost is None)
        | KNOWN * (value is not None)
        | NEGATES * (lower in NEGATIONS)
        | ANCHORS * (lower in _ANCHORS)
        | BUT * (lower == "but")
        | NAMED * (lower in _NAMED)
    )
    return Word(lower, traits, value or 0.0, boost or 0.0)
