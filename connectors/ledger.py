"""The ledger: what a source has sent in the last weeks, so that a copy is known and a deletion finds its mentions.

It lives beside the cursor in Kafka, as a log cut into chunks: a change is appended, the last word on an id
counts, and only the chunk being written is saved again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from connectors.errors import MisconfiguredError

KEEP_FOR: Final = timedelta(days=30)
"""As long as Kafka keeps the mentions themselves (`topics.TOPICS`)."""
CHUNK_BYTES: Final = 64_000
MAX_CHUNKS: Final = 400
"""About 200,000 mentions; the oldest go first."""
PREFIX: Final = "sent/"

_Row = tuple[str, str, tuple[str, ...], int, bool, str | None, int]


@dataclass(frozen=True, slots=True)
class Sent:
    """One thing said, as it was sent last."""

    native_id: str
    version: str
    """Whatever changes when its author edits it."""
    brands: tuple[str, ...]
    """As whose mention it was sent."""
    published_at: datetime
    sent_at: datetime
    author: str | None = None
    """Hashed, as in the mention."""
    is_deleted: bool = False


@dataclass(slots=True)
class _Chunk:
    rows: list[_Row]
    size: int
    newest: int
    """Seconds since 1970."""


class Ledger:
    """What was sent. Reading it back from `changes` gives the same ledger.

    Args:
        memory: the saved chunks by key; other keys are left alone.
        keep_for: since a thing was sent or changed.

    Raises:
        MisconfiguredError: a chunk cannot be read.
    """

    def __init__(self, memory: Mapping[str, bytes], *, keep_for: timedelta = KEEP_FOR) -> None:
        self._keep_for = keep_for
        self._sent: dict[str, Sent] = {}
        self._by_author: dict[str, set[str]] = {}
        self._chunks: dict[int, _Chunk] = {}
        self._changed: set[int] = set()
        for key in sorted(key for key in memory if key.startswith(PREFIX)):
            rows = _read_chunk(memory[key])
            newest = max((row[-1] for row in rows), default=0)
            self._chunks[int(key.removeprefix(PREFIX))] = _Chunk(rows, len(memory[key]), newest)
            for row in rows:
                self._remember(_read_row(row))

    def find(self, native_id: str) -> Sent | None:
        return self._sent.get(native_id)

    def find_author(self, author: str) -> tuple[Sent, ...]:
        """What somebody said and has not been taken down, oldest first."""
        found = (self._sent[native_id] for native_id in self._by_author.get(author, ()))
        return tuple(sorted(found, key=lambda sent: (sent.published_at, sent.native_id)))

    def since(self, at: datetime) -> Iterator[Sent]:
        """What was published from then on and has not been taken down."""
        return (sent for sent in self._sent.values() if sent.published_at >= at and not sent.is_deleted)

    def note(self, sent: Sent) -> None:
        """Remember a thing as sent, or as it was sent last."""
        row = _write_row(sent)
        size = len(msgspec.json.encode(row)) + 1
        number = max(self._chunks, default=0)
        chunk = self._chunks.get(number)
        if chunk is None or chunk.size + size > CHUNK_BYTES:
            number += 1
            chunk = self._chunks[number] = _Chunk([], 2, row[-1])
        chunk.rows.append(row)
        chunk.size += size
        chunk.newest = max(chunk.newest, row[-1])
        self._changed.add(number)
        self._remember(sent)

    def take_changes(self, now: datetime) -> dict[str, bytes | None]:
        """What to save since the last call: a chunk by its key, or None for one that is forgotten."""
        oldest = int((now - self._keep_for).timestamp())
        numbers = sorted(self._chunks)
        too_many = numbers[: max(0, len(numbers) - MAX_CHUNKS)]
        gone = {number for number in numbers if self._chunks[number].newest < oldest} | set(too_many)
        for number in gone:
            self._forget(self._chunks.pop(number))
        saved: dict[str, bytes | None] = {_key(number): None for number in sorted(gone)}
        for number in sorted(self._changed - gone):
            saved[_key(number)] = msgspec.json.encode(self._chunks[number].rows)
        self._changed.clear()
        return saved

    def _remember(self, sent: Sent) -> None:
        self._drop(sent.native_id)
        self._sent[sent.native_id] = sent
        if sent.author is not None and not sent.is_deleted:
            self._by_author.setdefault(sent.author, set()).add(sent.native_id)

    def _drop(self, native_id: str) -> None:
        before = self._sent.pop(native_id, None)
        if before is None or before.author is None:
            return
        theirs = self._by_author.get(before.author, set())
        theirs.discard(native_id)
        if not theirs:
            self._by_author.pop(before.author, None)

    def _forget(self, chunk: _Chunk) -> None:
        for row in chunk.rows:
            sent = self._sent.get(row[0])
            if sent is not None and _write_row(sent) == row:  # Not said again in a later chunk.
                self._drop(sent.native_id)


def _key(number: int) -> str:
    return f"{PREFIX}{number:010d}"


def _write_row(sent: Sent) -> _Row:
    return (
        sent.native_id,
        sent.version,
        sent.brands,
        int(sent.published_at.timestamp() * 1_000_000),
        sent.is_deleted,
        sent.author,
        int(sent.sent_at.timestamp()),
    )


def _read_row(row: _Row) -> Sent:
    native_id, version, brands, published, is_deleted, author, sent = row
    published_at = datetime.fromtimestamp(published // 1_000_000, UTC) + timedelta(
        microseconds=published % 1_000_000
    )
    return Sent(
        native_id, version, brands, published_at, datetime.fromtimestamp(sent, UTC), author, is_deleted
    )


def _read_chunk(raw: bytes) -> list[_Row]:
    try:
        return msgspec.json.decode(raw, type=list[_Row])
    except (msgspec.MsgspecError, UnicodeError) as exc:
        raise MisconfiguredError(
            "what was saved beside the cursor cannot be read; delete it to start anew"
        ) from exc
