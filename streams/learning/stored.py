"""Stored weights: names and whole numbers in a row each, as they are read from a file.

A dict of tuples takes ten times the memory, for what is looked up in tables of other kinds.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain
from typing import Final

SCALE: Final = 64
"""Weights are stored as whole numbers: sixty-fourths."""


class StoredWeights(Mapping[str, tuple[float, ...]]):
    """A weight for each class, by feature. To look one up by its name takes an index, made when it is first asked."""

    def __init__(self, rows: Mapping[str, Sequence[int]], width: int) -> None:
        """Take in rows of `width` sixty-fourths.

        Raises:
            ValueError: a row has more or fewer.
            TypeError: or something else than whole numbers.
            OverflowError: or numbers beyond 32 bits.
        """
        if any(len(row) != width for row in rows.values()):
            raise ValueError(f"not a weight for each of {width} classes")
        names = [name.encode("utf-8", "surrogatepass") for name in rows]
        self._width = width
        self._names = b"".join(names)
        self._ends = array("I", accumulate(map(len, names)))
        self._whole = array("i", chain.from_iterable(rows.values()))

    def __getitem__(self, feature: str) -> tuple[float, ...]:
        at = self._places[feature] * self._width
        return tuple([weight / SCALE for weight in self._whole[at : at + self._width]])

    def __iter__(self) -> Iterator[str]:
        start = 0
        for end in self._ends:
            yield self._names[start:end].decode("utf-8", "surrogatepass")
            start = end

    def __len__(self) -> int:
        return len(self._ends)

    def rows(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Each feature with its weights in sixty-fourths."""
        each = iter(self._whole)
        return zip(self, zip(*[each] * self._width, strict=True), strict=True)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {feature: at for at, feature in enumerate(self)}
