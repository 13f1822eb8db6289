"""Pieces: how mentions under each piece of registered AI-made content feel, by its title."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from connectors.ai_content import AiContent
from connectors.mention import Platform
from streams.reading import Label

Pieces = dict[str, dict[Label, int]]
"""By title and label, both in order; a label that nobody felt is missing."""

PIECES_KEPT: Final = 12
"""Of a spike: those that most mentions stand under."""


def add_pieces(many: Iterable[Mapping[str, Mapping[Label, int]]]) -> Pieces:
    """Add up by title and label; what comes out is the same in whatever order they come."""
    total: Pieces = {}
    for pieces in many:
        for title, felt in pieces.items():
            known = total.setdefault(title, {})
            for label, count in felt.items():
                known[label] = known.get(label, 0) + count
    return {title: dict(sorted(total[title].items())) for title in sorted(total)}


def rank_pieces(pieces: Mapping[str, Mapping[Label, int]], most: int = PIECES_KEPT) -> Pieces:
    """The ones that most mentions stand under, first."""
    ranked = sorted(pieces.items(), key=lambda each: (-sum(each[1].values()), each[0]))
    return {title: dict(felt) for title, felt in ranked[:most]}


class Disclosed(StrEnum):
    """Whether people are told, where a mention stands, that AI made what it stands under."""

    YES = "yes"
    NO = "no"
    """Also where the register has no disclosure of it."""


def split_pieces(
    platforms: Mapping[Platform, Mapping[str, Mapping[Label, int]]], contents: Iterable[AiContent]
) -> dict[tuple[Disclosed, Label], int]:
    """How mentions under disclosed pieces feel, and those under undisclosed ones.

    Args:
        platforms: pieces by platform.
        contents: what the brand has registered; of two pieces with one title the first counts.
    """
    known: dict[str, AiContent] = {}
    for content in contents:
        known.setdefault(content.title, content)
    split: dict[tuple[Disclosed, Label], int] = {}
    for platform, pieces in platforms.items():
        for title, felt in pieces.items():
            is_told = title in known and known[title].is_disclosed(platform)
            disclosed = Disclosed.YES if is_told else Disclosed.NO
            for label, count in felt.items():
                split[disclosed, label] = split.get((disclosed, label), 0) + count
    return split
