"""Voices: about how many authors there are, from a few numbers that can be put together across minutes.

The smallest hashes of the authors' (already keyed) hashes are kept: all of them while they are few, and the more
authors there are, the smaller these become (Bar-Yossef and others, 2002).
"""

from collections.abc import Iterable
from typing import Final
from zlib import crc32

Voices = tuple[int, ...]

KEPT: Final = 32
"""Counted exactly below this many; beyond, within about 18 %."""

_RANGE: Final = 2**32


def note_voice(kept: set[int], author: str) -> None:
    """Take in an author, in place; the order in which they come leaves no trace."""
    kept.add(crc32(author.encode("utf-8", "surrogatepass")))
    if len(kept) > KEPT:
        kept.remove(max(kept))


def join_voices(several: Iterable[Voices]) -> Voices:
    """The voices of several minutes."""
    return tuple(sorted({voice for voices in several for voice in voices})[:KEPT])


def count_voices(voices: Voices) -> int:
    """About how many authors these stand for."""
    if len(voices) < KEPT:
        return len(voices)
    return round((KEPT - 1) * _RANGE / max(1, *voices))
