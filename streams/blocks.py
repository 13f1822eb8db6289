"""Blocks: sums over a stretch of event time, kept by blocks of minutes so that the oldest can be left out."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

N = TypeVar("N", int, float)

Blocks = list[tuple[int, list[N]]]
"""By the number of a block, the oldest first, what was added up in it."""


def add_to_block(blocks: Blocks[N], number: int, amounts: Sequence[N], *, kept: int) -> None:
    """Add to the newest block, or begin one; forget what is older than `kept` blocks. In place.

    Args:
        blocks: of one stretch of time.
        number: of the block; never lower than those that are there.
        amounts: as many as in the other blocks.
        kept: blocks in the stretch, this one included.
    """
    if blocks and blocks[-1][0] == number:
        sums = blocks[-1][1]
        for at, amount in enumerate(amounts):
            sums[at] += amount
        return
    blocks[:] = [block for block in blocks if block[0] > number - kept]
    blocks.append((number, list(amounts)))


def read_sums(blocks: Blocks[N]) -> Iterator[N]:
    """Sums over all blocks; nothing where there are none."""
    return (sum(column) for column in zip(*(sums for _, sums in blocks), strict=True))
