"""A sample: a few of a minute's mentions, drawn by chance; the same ones in whatever order they come."""

from collections.abc import Iterable
from typing import TypeVar
from zlib import crc32

T = TypeVar("T")


def stays_out(identity: str, next_out: str) -> bool:
    """Whether a mention comes too late in the order of chance for a sample that was cut before.

    Args:
        identity: of the mention.
        next_out: what `cut_sample` returned last; empty at first.
    """
    return bool(next_out) and chance(identity) > chance(next_out)


def cut_sample(sample: dict[str, T], next_out: str, *, size: int, slack: int) -> str:
    """Cut a sample to its size, in place.

    Args:
        sample: what was taken of each mention, by identity.
        next_out: what this returned for the sample before; empty at first.
        size: how many stay.
        slack: how many more it may have before it is cut: to find who leaves is work for all of it.

    Returns:
        The last one that stays; empty until the sample is full. Whoever comes after it stays out, so that of a
        storm's many mentions few get in.
    """
    if len(sample) <= size + slack:
        return next_out
    *_, next_out = staying = draw(sample, size)
    for left in sample.keys() - set(staying):
        del sample[left]
    return next_out


def draw(sample: Iterable[str], size: int) -> list[str]:
    """Whom of a minute's mentions its sample holds."""
    return sorted(sample, key=chance)[:size]


def chance(identity: str) -> tuple[int, str]:
    """By which a mention gets into a full sample: the smaller, the sooner."""
    return crc32(identity.encode("utf-8", "surrogatepass")), identity
