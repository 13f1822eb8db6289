"""Edges: where a text can be cut without breaking an emoji in two or taking a letter's accent away."""

import unicodedata
from typing import Final

LONGEST_SIGN: Final = 16
"""Characters of one emoji; a longer row of joiners and marks is nobody's, and may be cut."""

EXCERPT: Final = 280
"""Characters of a quote."""

_JOINER: Final = "\u200d"


def find_edge(text: str, at: int) -> int:
    """The last place up to `at` that is no place inside a sign; looks back over few characters.

    Args:
        text: longer than `at`.
        at: where the cut would be.
    """
    edge, least = at, max(0, at - LONGEST_SIGN)
    while edge > least and (_clings(text[edge]) or text[edge - 1] == _JOINER):
        edge -= 1
    halves = 0
    while halves < min(edge, LONGEST_SIGN) and _is_half_flag(text[edge - 1 - halves]):
        halves += 1
    if halves % 2 and _is_half_flag(text[edge]):
        edge -= 1
    return edge if edge > least else at


def _clings(char: str) -> bool:
    """Whether it is part of the sign before it."""
    return (
        char == _JOINER or "\U0001f3fb" <= char <= "\U0001f3ff" or unicodedata.category(char) in ("Mn", "Me")
    )


def _is_half_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def cut_excerpt(text: str) -> str:
    """The beginning of a text on one line, at most `EXCERPT` characters."""
    flat = " ".join(text[: EXCERPT * 8].split())
    return flat if len(flat) <= EXCERPT else flat[: find_edge(flat, EXCERPT - 1)] + "…"
