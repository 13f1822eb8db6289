"""Echoes: how much of what is said was said before, from a few numbers that can be put together across minutes.

A copied text comes once every few minutes about most brands, where no minute has two of it. So a few mentions are
kept of each, chosen by chance (the smallest hashes of their identity, as in `streams.voices`), each with a
fingerprint of what it says: together they are a sample of all minutes, in which copies meet.
"""

from collections.abc import Iterable, Mapping
from struct import pack
from typing import Final
from zlib import crc32

from streams.sketch import Sketch

Echoes = tuple[int, ...]

KEPT: Final = 48
"""A third of copies is told within about 7 %."""

_BITS: Final = 24
"""Of the chance, and of the fingerprint: together they fit a whole number that JSON keeps."""
_FINGERPRINT: Final = 2**_BITS - 1


def take_echoes(sketches: Mapping[str, Sketch]) -> Echoes:
    """The echoes of mentions, by identity."""
    drawn = sorted((_chance(identity), identity) for identity in sketches)
    last = drawn[:KEPT][-1][0] if drawn else 0
    # Fingerprints are work: only those get one that may stay.
    echoes = (chance << _BITS | _fingerprint(sketches[one]) for chance, one in drawn if chance <= last)
    return tuple(sorted(echoes)[:KEPT])


def _chance(identity: str) -> int:
    return crc32(identity.encode("utf-8", "surrogatepass")) >> (32 - _BITS)


def _fingerprint(sketch: Sketch) -> int:
    return crc32(pack(f"<{len(sketch)}I", *sketch)) & _FINGERPRINT


def join_echoes(several: Iterable[Echoes]) -> Echoes:
    """The echoes of several minutes."""
    return tuple(sorted({echo for echoes in several for echo in echoes})[:KEPT])


def count_copies(echoes: Echoes) -> int:
    """How many of them say word for word what another does, links, names and numbers apart; the first not counted."""
    return len(echoes) - len({echo & _FINGERPRINT for echo in echoes})
