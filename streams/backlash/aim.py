"""Aim: which brand a text about AI is against, when it names several of those we know.

"Orvanne's AI slop made me cancel, Tamsel has my order now" is backlash, and reaches us as talk about both. It
counts for the brand whose name stands nearest to what is said about AI. Where that is not plain it counts for
all: a crisis must not be missed because a rival is named, too.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

LOOKED_AT: Final = 600
"""Characters."""

_AI: Final = re.compile(
    r"(?<![a-z])(?:gen)?a\.?i\.?(?![a-z])|ａｉ|(?<!\w)ia(?!\w)|inteligencia artificial"
    r"|slop|chatgpt|midjourney|人工智|人工知|生成式",
    re.IGNORECASE,
)
_SPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


class Aim:
    """Knows the names of brands. Pure; built once."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """Take in names.

        Args:
            names: by brand, all that people call it. A name that several brands share tells nothing.
        """
        owners: dict[str, set[str]] = {}
        for brand, called in names.items():
            for name in called:
                if bare := name.casefold().lstrip("@#").strip():
                    owners.setdefault(bare, set()).add(brand)
        self._owners = {name: next(iter(brands)) for name, brands in owners.items() if len(brands) == 1}
        longest_first = sorted(self._owners, key=lambda name: (-len(name), name))
        known = "|".join(_bound(name) for name in longest_first)
        self._names = re.compile(known) if len(set(self._owners.values())) > 1 else None

    def is_elsewhere(self, text: str, brand: str) -> bool:
        """Whether what a text says about AI is said of another brand than this one.

        Linear in the text, of which `LOOKED_AT` characters are read.
        """
        if self._names is None:
            return False
        said = text[:LOOKED_AT].casefold()
        named = [(found.start(), found.end(), self._owners[found[0]]) for found in self._names.finditer(said)]
        if all(owner == brand for _, _, owner in named):
            return False
        marks = [found.span() for found in _AI.finditer(said)]
        return bool(marks) and all(brand not in _nearest(named, mark) for mark in marks)


def _nearest(named: list[tuple[int, int, str]], mark: tuple[int, int]) -> set[str]:
    begins, ends = mark
    gaps = [(max(start - ends, begins - end, 0), owner) for start, end, owner in named]
    least = min(gap for gap, _ in gaps)
    return {owner for gap, owner in gaps if gap == least}


def _bound(name: str) -> str:
    """A name as it stands in a text: whole words where there are words, with an ending ("Orvanne's")."""
    if _SPACED.search(name):
        return re.escape(name)
    return rf"(?<!\w){re.escape(name)}(?=s?\b|'|\u2019)"
