"""Lines: a record on a topic between our own agents, one reading or minute a line, all of one brand.

One line that cannot be read spoils no other.
"""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from connectors.errors import UnreadableError
from connectors.page import MAX_LINES, DeadLine
from connectors.wire import decode


class _Branded(Protocol):
    @property
    def brand(self) -> str: ...


T = TypeVar("T", bound=_Branded)


@dataclass(frozen=True, slots=True)
class Lines(Generic[T]):
    """What a record holds, in its order."""

    good: tuple[T, ...]
    dead: tuple[DeadLine, ...] = ()


def read_lines(raw: bytes, contract: type[T], brand: str | None) -> Lines[T]:
    """Read a record; never raises, whatever the bytes.

    Args:
        raw: the record's value.
        contract: what each line is.
        brand: whose record it is, by its key: a line about another would be counted in a partition that is not
            its brand's. None takes all.
    """
    try:
        good = tuple(decode(line, contract) for line in raw.split(b"\n") if line.strip())
    except UnreadableError:
        return _salvage(raw, contract, brand)
    if good and (brand is None or all(one.brand == brand for one in good)):
        return Lines(good)
    return _salvage(raw, contract, brand)


def _salvage(raw: bytes, contract: type[T], brand: str | None) -> Lines[T]:
    """Read line by line: the usual record is read in one go."""
    good: list[T] = []
    dead: list[DeadLine] = []
    for number, line in enumerate(raw.split(b"\n", MAX_LINES)):
        if not line.strip():
            continue
        try:
            good.append(_read_line(number, line, contract, brand))
        except UnreadableError as exc:
            dead.append(DeadLine(number, line, f"line {number}, counted from 0: {exc}"))
    if not good and not dead:
        dead.append(DeadLine(0, raw, f"a record without a {contract.__name__.lower()}"))
    return Lines(tuple(good), tuple(dead))


def _read_line(number: int, raw: bytes, contract: type[T], brand: str | None) -> T:
    if number == MAX_LINES:
        raise UnreadableError(f"more than {MAX_LINES} lines in a record")
    line = decode(raw, contract)
    if brand is not None and line.brand != brand:
        raise UnreadableError("of another brand than the record's key")
    return line
