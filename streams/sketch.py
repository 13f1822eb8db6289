"""The sketch: a few numbers by which near-copies of a text are found without the text itself.

The smallest hashes of its shingles (pairs of words, or three signs in a row where words have no spaces). Two
texts share about as much of their sketches as of their shingles. Says nothing of the words: it may be kept.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, combinations
from typing import Final
from zlib import crc32

from streams.language import WIDE
from streams.memory import WordMemory

Sketch = tuple[int, ...]

SIZE: Final = 8
"""Hashes kept of a text."""

LOOKED_AT: Final = 600
"""Characters: copies are alike from the start."""

ALIKE: Final = SIZE // 2
"""Hashes shared; copies with a word or two changed share more, talk about one thing shares less. Of a short text, too:
"this is AI slop" and "this is so sad" are two people's words, though they begin alike."""

# A copy is passed on with another link, another handle and other numbers.
_NOISE: Final = re.compile(r"(?:https?://|www\.)\S+|@[\w.]+|[^\w\s]+|\d+")
_KEPT: Final = re.compile(r"[^\W\d]+")
_SIGN: Final = 4
"""Bytes of a sign in UTF-32."""
_THREES: Final = tuple(slice(at, at + 3 * _SIGN) for at in range(0, LOOKED_AT * 2 * _SIGN, _SIGN))
"""Three signs in a row each; lower case is at most twice as long as the text."""


def _keep_words(token: str) -> tuple[tuple[int, bytes], ...]:
    """The words of a token, each with its hash."""
    words = _NOISE.sub(" ", token).encode("utf-8", "surrogatepass").split()
    return tuple((crc32(word), word) for word in words)


_words: Final = WordMemory(_keep_words)


def sketch_text(text: str) -> Sketch:
    """The sketch of a text, ascending; empty when it has neither words nor signs. Linear in the text."""
    text = text[:LOOKED_AT].lower()
    if not text.isascii() and WIDE.search(text):
        if "://" in text or "www." in text or "@" in text:
            text = _NOISE.sub(" ", text)
        raw = "".join(_KEPT.findall(text)).encode("utf-32-le", "surrogatepass")
        threes = _THREES[: max(1, len(raw) // _SIGN - 2)]
        return tuple(sorted(set(map(crc32, map(raw.__getitem__, threes))))[:SIZE])
    words = list(chain.from_iterable(map(_words.__getitem__, text.split())))
    if len(words) < 2:  # noqa: PLR2004  # no pair
        return tuple(first for first, _ in words)
    hashes, raws = zip(*words, strict=True)
    return tuple(sorted(set(map(crc32, raws[1:], hashes)))[:SIZE])


def is_alike(one: Sketch, other: Sketch) -> bool:
    """Whether two texts are near-copies."""
    if one == other:
        return one != ()
    return len({*one} & {*other}) >= ALIKE


def cluster(sketches: Sequence[Sketch]) -> list[int]:
    """For each text the number of its cluster of near-copies; the same for the same texts in any order."""
    first: dict[Sketch, int] = {}
    heads = [first.setdefault(sketch, at) if sketch else at for at, sketch in enumerate(sketches)]
    # Few hashes have a second holder: none but those get a list.
    held_twice = {value for value, holders in Counter(chain.from_iterable(first)).items() if holders > 1}
    shared_by: dict[int, list[int]] = {}
    for sketch, at in first.items():
        for value in held_twice.intersection(sketch):
            shared_by.setdefault(value, []).append(at)

    def head(at: int) -> int:
        while heads[at] != at:
            heads[at] = heads[heads[at]]
            at = heads[at]
        return at

    pairs = chain.from_iterable(combinations(held, 2) for held in shared_by.values())
    for (other, at), shared in Counter(pairs).items():
        if shared >= ALIKE:
            one, two = sorted((head(at), head(other)))
            heads[two] = one
    return [head(at) for at in range(len(sketches))]
