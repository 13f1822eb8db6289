"""The imprint: a short text by which one tells how alike two texts are worded, without either of them.

The smallest hashes of what stands in a row in it: four letters, or two signs where words have no spaces. Names,
prices and endings change a few of them, another text nearly all. `streams.sketch`, made of every mention, has eight
hashes of pairs of words: enough to say whether two texts are copies. This one, made only of what brands publish, says
how much they share, in twice the room.
"""

import re
from base64 import b64decode, b64encode
from typing import Final
from zlib import crc32

from streams.language import WIDE

Imprint = str
Hashes = frozenset[int]
"""Of an imprint, at most `SIZE`."""

SIZE: Final = 40
"""Hashes kept of a text: of short ones all. How alike two texts are comes out within about .07."""
LOOKED_AT: Final = 2_000
"""Characters."""

_BYTES: Final = 3
"""Of a hash: forty among sixteen million meet by chance once in ten thousand pairs of texts."""
_LETTERS: Final = 4
_SIGNS: Final = 2
_MOSTLY: Final = 0.3
"""Share of wide signs from which a text is read without spaces: each says as much as a few letters."""

# Who is spoken to, links, tags and figures differ in copies of one text; a block of tags is shared by all posts.
_NOISE: Final = re.compile(r"(?:https?://|www\.)\S+|[@#]\w[\w.]*|[^\w\s]+|[\d_]+")


def take_imprint(text: str) -> Imprint:
    """The imprint of a text; empty when it has no words. Linear in the text."""
    words = " ".join(_NOISE.sub(" ", text[:LOOKED_AT].lower()).split())
    if not words:
        return ""
    is_wide = len(WIDE.findall(words)) >= _MOSTLY * len(words)
    row, length = (words.replace(" ", ""), _SIGNS) if is_wide else (f" {words} ", _LETTERS)
    pieces = {row[at : at + length] for at in range(max(1, len(row) - length + 1))}
    hashes = sorted({crc32(piece.encode("utf-8", "surrogatepass")) >> 8 for piece in pieces})[:SIZE]
    return b64encode(b"".join(value.to_bytes(_BYTES, "big") for value in hashes)).decode("ascii")


def open_imprint(imprint: Imprint) -> Hashes:
    """Its hashes; none where it is damaged."""
    try:
        raw = b64decode(imprint, validate=True)
    except ValueError:
        return frozenset()
    return frozenset(int.from_bytes(raw[at : at + _BYTES], "big") for at in range(0, len(raw), _BYTES))


def measure_likeness(one: Hashes, other: Hashes, *, least: float = 0.0) -> float:
    """How much of two texts is worded the same, from 0 to 1: twice what they share, over what both hold.

    Args:
        one: hashes of an imprint.
        other: of another.
        least: below it any smaller number will do: most pairs are then passed over at once.
    """
    shared = one & other
    # As in Broder's sketches: of the smallest hashes of both together, those that both have.
    most = len(shared) / max(len(one), len(other), 1)
    if not shared or 2 * most / (1 + most) < least:
        return 0.0
    looked_at = sorted(one | other)[:SIZE]
    part = sum(value in shared for value in looked_at) / len(looked_at)
    return 2 * part / (1 + part)
