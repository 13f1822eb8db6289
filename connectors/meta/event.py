"""An event of Meta's webhooks: what a delivery holds, for both platforms.

The documentation prints Instagram's fields once within `changes` and once beside the entry's id; both are read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeVar

import msgspec

from connectors.errors import UnreadableError
from connectors.meta.comment import Comment
from connectors.nulls import decode_told

MAX_CHANGES: Final = 5_000
"""Meta sends up to 1,000 in one delivery."""
_NOTHING: Final = msgspec.Raw(b"null")
T = TypeVar("T")


class _Change(msgspec.Struct):
    field: str
    value: msgspec.Raw = _NOTHING


class _Entry(msgspec.Struct):
    id: str
    time: int
    changes: list[_Change] = msgspec.field(default_factory=list)
    field: str | None = None
    value: msgspec.Raw = _NOTHING


class _Delivery(msgspec.Struct):
    object: str
    entry: list[_Entry]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to one account."""

    platform: str
    """`page` or `instagram`."""
    account: str
    at: datetime
    field: str
    value: bytes

    def decode(self, contract: type[T]) -> T:
        """Read its value; raises UnreadableError."""
        return decode_told(self.value, contract)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a change tells: a comment, or that one was removed."""

    at: datetime
    comment: Comment | None = None
    is_edited: bool = False
    removed: str | None = None
    is_post: bool = False
    """What was removed is a post."""


def read_changes(body: bytes) -> Iterator[Change]:
    """Read a delivery.

    Raises:
        UnreadableError: it is none of Meta's, or larger than any of theirs.
    """
    delivery = decode_told(body, _Delivery)
    if sum(len(entry.changes) or 1 for entry in delivery.entry) > MAX_CHANGES:
        raise UnreadableError(f"more than {MAX_CHANGES} changes")
    for entry in delivery.entry:
        try:
            at = datetime.fromtimestamp(entry.time if entry.time < 10**11 else entry.time / 1000, UTC)
        except (ValueError, OverflowError, OSError) as exc:
            raise UnreadableError("`time` is no time") from exc
        beside = [_Change(entry.field, entry.value)] if entry.field is not None else []
        for change in [*entry.changes, *beside]:
            yield Change(delivery.object, entry.id, at, change.field, bytes(change.value))
