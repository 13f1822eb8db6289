"""Quoting: what moved a score, in the words of the text, as far as a person can be shown them.

Scorer and classifier name what they know: "replac + people", the stem "lelke-", "not_asked". A person at 3 a.m. reads
"replaced … people", "lelketlen", "nobody asked".
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from streams.denials import deny, find_denied
from streams.language import UNSPACED, Language
from streams.learning.features import DENIED, STEM
from streams.sentiment.vader_words import name_emoji

_GAP: Final = " + "
"""Between the words of a phrase that others may stand between, in any order."""
_STEMMED: Final = STEM + 1
"""Letters of a stem's name, which ends in a hyphen."""
_MARKS: Final = "!?…"
_REST: Final = re.compile(r"[^\W_]*(?:['\-][^\W_]+)*")
"""What is left of a word."""


def quote(names: Iterable[str], text: str, language: str) -> tuple[str, ...]:
    """The words and phrases that moved a score as they stand in a text; those it does not hold as named.

    None that stands within another, and no single letter or mark where there is anything else.

    Args:
        names: as scorer and classifier name them.
        text: they were found in, or the beginning of it.
        language: of the text.
    """
    low = text.lower().replace("’", "'")
    if len(low) != len(text):  # "İ" becomes two signs
        text = low
    quotes = list(dict.fromkeys([_quote(name, text, low, language) for name in names]))
    telling = [each for each in quotes if len(each) > 1 or not (each.isalnum() or each in _MARKS)] or quotes
    return tuple([each for each in telling if not any(each != other and each in other for other in telling)])


def _quote(name: str, text: str, low: str, language: str) -> str:
    if name.startswith(DENIED):
        word = name.removeprefix(DENIED)
        start, stop = find_denied(word, low, language)
        return text[start:stop] or (word if word in low else deny(word, language))
    if len(name) == _STEMMED and name[STEM] == "-":
        name = name[:STEM]
    parts = [part for part in name.split(_GAP) if part] or [name]
    places = [_find(part, low, is_spaced=language not in UNSPACED) for part in parts]
    if None in places:
        return (language == Language.EN and _find_emoji(name, text)) or " … ".join(parts)
    return " … ".join(text[start:stop] for start, stop in _join(sorted(filter(None, places))))


def _find_emoji(name: str, text: str) -> str:
    """The first emoji that is read as this word: VADER says 😭 in words and means these."""
    if not text.isascii():
        for sign in text:
            if name in name_emoji(sign):
                return sign
    return ""


def _find(part: str, low: str, *, is_spaced: bool) -> tuple[int, int] | None:
    """Where it stands as words of its own, else as the beginning of a word, to its end; without spaces, anywhere."""
    start = low.find(part)
    if start < 0 or not is_spaced:
        return None if start < 0 else (start, start + len(part))
    begins = None
    while start >= 0:
        stop = start + len(part)
        if not (start and low[start - 1].isalnum() and part[0].isalnum()):
            rest = _REST.match(low, stop) if part[-1].isalnum() else None
            if rest is None or rest.end() == stop:
                return start, stop
            begins = begins or (start, rest.end())
        start = low.find(part, start + 1)
    return begins


def _join(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places in order, those that overlap or have but one sign between them as one."""
    begin, end = 0, -2
    for start, stop in places:
        if start <= end + 1:
            end = max(end, stop)
            continue
        if end > 0:
            yield begin, end
        begin, end = start, stop
    yield begin, end
