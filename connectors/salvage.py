"""Salvage: what can be read of many things, though some of them cannot."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from connectors.errors import UnreadableError

T = TypeVar("T")


def read_each(raws: Iterable[Any], read: Callable[[Any], T]) -> tuple[list[T], int]:
    """Read each; return what was read, in order, and how many raised UnreadableError."""
    found: list[T] = []
    unreadable = 0
    for raw in raws:
        try:
            found.append(read(raw))
        except UnreadableError:
            unreadable += 1
    return found, unreadable
