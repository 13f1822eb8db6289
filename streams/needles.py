"""Needles: many short texts looked for in one pass over a longer one, by an Aho-Corasick automaton."""

import re
from collections.abc import Iterable
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

_LONE: Final = re.compile("[\ud800-\udfff]")
"""Half a character, as cut JSON has it; not to be encoded."""

Found = tuple[int, int, int]
"""Number of the needle, where it starts and where it ends."""


class Needles:
    """Looks for needles; built once, keeps nothing between texts.

    Args:
        needles: none empty.
        longest: of needles that overlap only the one that starts first, and of those the longest.
    """

    def __init__(self, needles: Iterable[str], *, longest: bool = False) -> None:
        kind = MatchKind.LeftmostLongest if longest else MatchKind.Standard
        self._automaton = AhoCorasick([_mend(needle) for needle in needles], matchkind=kind)
        self._overlapping = not longest

    def find(self, text: str) -> list[Found]:
        """Every place of every needle, by where it ends."""
        try:
            return self._automaton.find_matches_as_indexes(text, overlapping=self._overlapping)
        except UnicodeEncodeError:
            return self._automaton.find_matches_as_indexes(_mend(text), overlapping=self._overlapping)


def _mend(text: str) -> str:
    return _LONE.sub("\ufffd", text)
