"""Crowd signs: how a minute's mentions look together: copies of each other, hollow, from few people."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final
from zlib import crc32

from streams.minute import Crowd
from streams.sketch import Sketch, cluster

SAMPLED: Final = 100
"""Mentions of a minute that are compared with each other: as much state as its authors take."""

HOLLOW: Final = 1
"""A sketch this short: one or two words, three signs, or only emoji."""


def note_sketch(sample: dict[str, Sketch], identity: str, sketch: Sketch) -> None:
    """Keep a mention in a minute's sample, in place; which ones stay does not depend on their order."""
    sample[identity] = sketch
    if len(sample) > SAMPLED:
        del sample[max(sample, key=_chance)]


def _chance(identity: str) -> tuple[int, str]:
    return crc32(identity.encode("utf-8", "surrogatepass")), identity


def read_crowd(sample: Mapping[str, Sketch]) -> Crowd:
    """What a minute's sample shows."""
    full = [sketch for sketch in sample.values() if len(sketch) > HOLLOW]
    sizes = Counter(cluster(full)).values()
    return Crowd(
        sampled=len(sample),
        hollow=len(sample) - len(full),
        copies=sum(size - 1 for size in sizes),
        largest=max(sizes, default=0),
    )


def add_crowds(crowds: Iterable[Crowd]) -> Crowd:
    """Several minutes together; copies across minutes are not seen."""
    all_of_them = tuple(crowds)
    return Crowd(
        sampled=sum(crowd.sampled for crowd in all_of_them),
        hollow=sum(crowd.hollow for crowd in all_of_them),
        copies=sum(crowd.copies for crowd in all_of_them),
        largest=max((crowd.largest for crowd in all_of_them), default=0),
    )


def quality(crowd: Crowd, negative: float = 0.0) -> float | None:
    """How much the comments say, from 0 (all hollow, copied, negative) to 1; None where there are none.

    Args:
        crowd: of one or more minutes.
        negative: share of negative mentions, from 0 to 1.
    """
    if not crowd.sampled:
        return None
    empty = (crowd.hollow + crowd.copies) / crowd.sampled
    return (1 - empty) * (1 - negative / 2)
