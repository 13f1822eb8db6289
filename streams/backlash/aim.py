"""Aim: which brand a text about AI is against, when it names several of those we know.

"Orvanne's AI slop made me cancel, Tamsel has my order now" is backlash, and reaches us as talk about both. It
counts for the brand whose name stands nearest to what is said about AI, in the same sentence if one does. Where that is
not plain it counts for all: a crisis must not be missed because a rival is named, too.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from connectors.matching import NameFinder

LOOKED_AT: Final = 600
"""Characters."""

_AI: Final = re.compile(
    r"(?<![a-z])(?:gen)?a\.?i\.?(?![a-z])|ａｉ|(?<!\w)ia(?!\w)|inteligencia artificial"
    r"|slop|chatgpt|midjourney|人工智|人工知|生成式",
    re.IGNORECASE,
)

_END: Final = re.compile(r"[.!?…](?= )|[。！？]")
"""Of a sentence."""


class Aim:
    """Knows the names of brands. Pure; built once."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """Take in names.

        Args:
            names: by brand, all that people call it. A name that several brands share tells nothing.
        """
        finder = NameFinder(names)
        self._finder = finder if len(finder.brands) > 1 else None

    def is_elsewhere(self, text: str, brand: str) -> bool:
        """Whether what a text says about AI is said of another brand than this one.

        Linear in the text, of which `LOOKED_AT` characters are read.
        """
        if self._finder is None:
            return False
        said = self._finder.prepare(text[:LOOKED_AT])
        named = self._finder.find(said)
        if all(owner == brand for _, _, owner in named):
            return False
        marks = [found.span() for found in _AI.finditer(said)]
        return bool(marks) and all(brand not in _nearest(said, named, mark) for mark in marks)


def _nearest(said: str, named: list[tuple[int, int, str]], mark: tuple[int, int]) -> set[str]:
    """Whose name stands nearest; one in the same sentence is nearer than any in another."""
    begins, ends = mark
    gaps = []
    for start, end, owner in named:
        between = said[end:begins] if end <= begins else said[ends:start]
        gaps.append(((_END.search(between) is not None, len(between)), owner))
    least = min(gap for gap, _ in gaps)
    return {owner for gap, owner in gaps if gap == least}
