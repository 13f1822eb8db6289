"""Packing: several whole numbers in one, so that the sums of all of them are one sum."""

from collections.abc import Sequence


class Packing:
    """Rows of `columns` numbers, each within `bits` bits, its sign one of them."""

    def __init__(self, columns: int, bits: int) -> None:
        self._columns = columns
        self._bits = bits
        self._half = 1 << (bits - 1)

    @property
    def most(self) -> int:
        """The largest number, or sum of numbers, that one column holds."""
        return self._half - 1

    def pack(self, row: Sequence[int]) -> int:
        """One number for a row. Sums of rows are unpacked as long as no column leaves its bounds."""
        return sum([number << (at * self._bits) for at, number in enumerate(row)])

    def unpack(self, packed: int) -> list[int]:
        """The row again, or the sums of the rows that were added."""
        bits, half = self._bits, self._half
        whole, row = 2 * half - 1, []
        for _ in range(self._columns):
            low = ((packed + half) & whole) - half
            row.append(low)
            packed = (packed - low) >> bits
        return row
