"""Drawls: words drawn out for emphasis ("baaaad", "rooossz", "ひどーーい"), read as the word and an exclamation mark.

Only words that a lexicon knows: what else is drawn out (a name, a laugh, a roll of drums) stays as it is.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import product
from typing import Final

from vaderSentiment import vaderSentiment as VADER  # noqa: N814  # a module of constants

from streams.needles import Needles
from streams.sentiment.lexicon import SpacedLexicon, UnspacedLexicon

_LATIN: Final = "A-Za-z\u00c0-\u024f"
_DRAWN: Final = re.compile(rf"(?<![{_LATIN}])[{_LATIN}]*?([{_LATIN}])\1\1[{_LATIN}]*", re.IGNORECASE)
_TRIPLE: Final = re.compile(r"(\S)\1\1")
_RUN: Final = re.compile(r"(.)\1{2,}", re.IGNORECASE)
_MOST_RUNS: Final = 3

LENGTHENING: Final = "ー〜～ぁぃぅぇぉ"
"""Signs that draw out the kana before them."""
_LENGTHENED: Final = re.compile(rf"(?<=[\u3041-\u3096])[{LENGTHENING}]+(?=[\u3041-\u3096])")
_SHORTEST: Final = 2


def read_drawls(text: str) -> str:
    """The text with known words as they are spelled, and a mark for all that were drawn out; never a longer one."""
    spelled = _DRAWN.sub(_spell, text) if has_run(text) else text
    if not spelled.isascii() and _LENGTHENED.search(spelled):
        spelled = _shorten_kana(spelled)
    return spelled if len(spelled) == len(text) else spelled + "!"


def has_run(text: str) -> bool:
    """Whether any sign but a space stands three times in a row, as it does in every Latin word drawn out."""
    return _TRIPLE.search(text) is not None


def _spell(found: re.Match[str]) -> str:
    word = found[0]
    runs = _RUN.findall(word)
    if len(runs) > _MOST_RUNS:
        return word
    # Whole words first, and double letters: "goood" is not "god". Of endings there is no list, and few are double.
    doubled = [_shorten(word, times) for times in product((2, 1), repeat=len(runs))]
    for spelled in doubled:
        if spelled.lower() in _whole():
            return spelled
    for spelled in reversed(doubled):
        if any(lexicon.knows(spelled.lower()) for lexicon in _inflected()):
            return spelled
    return word


def _shorten(word: str, times: Iterable[int]) -> str:
    counts = iter(times)
    return _RUN.sub(lambda run: run[1] * next(counts), word)


@cache
def _inflected() -> tuple[SpacedLexicon, ...]:
    return SpacedLexicon("hu"), SpacedLexicon("es")


@cache
def _whole() -> frozenset[str]:
    english = VADER.SentimentIntensityAnalyzer().lexicon
    others = (word for lexicon in _inflected() for words in (lexicon.whole, lexicon.bare) for word in words)
    every = {*english, *VADER.BOOSTER_DICT, *VADER.NEGATE, *others}
    return frozenset(word for word in every if len(word) >= _SHORTEST)


def _shorten_kana(text: str) -> str:
    """Without what lengthens a kana inside a known word."""
    bare, joints, after = "", [], 0
    for drawn in _LENGTHENED.finditer(text):
        bare += text[after : drawn.start()]
        joints.append((len(bare), drawn[0]))
        after = drawn.end()
    bare += text[after:]
    inside = {place for _, at, end in _japanese().find(bare) for place in range(at + 1, end)}
    spelled, after = "", 0
    for joint, lengthening in joints:
        spelled += bare[after:joint]
        if joint not in inside:
            spelled += lengthening
        after = joint
    return spelled + bare[after:]


@cache
def _japanese() -> Needles:
    return Needles([word for word in UnspacedLexicon("ja").entries if len(word) >= _SHORTEST], longest=True)
