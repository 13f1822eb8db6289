"""Texts that touch every rule of VADER, for comparison with the published code."""

import random
from typing import Final

from vaderSentiment import vaderSentiment as VADER  # noqa: N814  # a module of constants

TABLES: Final = VADER.SentimentIntensityAnalyzer()

_PHRASES: Final = [phrase.split() for phrase in (*VADER.SPECIAL_CASES, *VADER.BOOSTER_DICT) if " " in phrase]

VOCABULARY: Final[tuple[tuple[float, list[str]], ...]] = (
    (0.32, sorted(TABLES.lexicon)),
    (0.12, sorted(VADER.BOOSTER_DICT)),
    (0.10, sorted(VADER.NEGATE)),
    (
        0.13,
        [
            "no",
            "nor",
            "or",
            "at",
            "least",
            "very",
            "but",
            "But",
            "BUT",
            "never",
            "so",
            "this",
            "without",
            "doubt",
            "kind",
            "of",
            "isn't",
            "DON'T",
            "ain't",
        ],
    ),
    (0.09, sorted({word for phrase in _PHRASES for word in phrase})),
    (0.07, sorted(TABLES.emojis)),
    (
        0.17,
        [
            "the",
            "a",
            "brand",
            "ad",
            "it",
            "was",
            "we",
            "they",
            "xyz",
            "İstanbul",
            "straße",
            "ﬁn",
            "don’t",
            "廣告",
        ],
    ),
)
ENDS: Final = ["!", "?", "...", ",", "!!!", "??", '"', ")", ";", "?!?!?!"]
STARTS: Final = ['"', "'", "(", "#", "*", "@"]
GAPS: Final = [" "] * 12 + ["", "\n", "\t", "  ", "\u00a0", "\u3000", "\x1c"]
LENGTHS: Final = (0, 1, 2, 3, 4, 5, 6, 8, 10, 14, 20, 30)


def write_text(chance: random.Random) -> str:
    """A text of lexicon words, boosters, negations, phrases, emoji, capitals, "but" and odd spaces."""
    shares, lists = zip(*VOCABULARY, strict=True)
    text = ""
    for words in chance.choices(lists, shares, k=chance.choice(LENGTHS)):
        word = chance.choice(words)
        shape = chance.random()
        if shape < 0.12:
            word = word.upper()
        elif shape < 0.2:
            word = word.title()
        if chance.random() < 0.15:
            word += chance.choice(ENDS)
        if chance.random() < 0.05:
            word = chance.choice(STARTS) + word
        text += word + chance.choice(GAPS)
    return text
