"""The connector `file`: exports dropped into a folder, or a file of JSON lines that grows.

It makes no promise of completeness: nobody knows when the next export comes. Its silence is therefore no alarm,
and what it brings late is counted as late.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from glob import glob
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Annotated, Final

import msgspec
from pydantic import Field

from connectors.connector import Assignment, Batch
from connectors.equipment import Equipment
from connectors.errors import MisconfiguredError, UnreadableError
from connectors.matching import Matcher
from connectors.mention import Mention
from connectors.resume import read_cursor
from connectors.settings import Connector
from connectors.table.library import load_mapping
from connectors.table.row import RowReader
from connectors.table.rows import Row
from connectors.table.source import open_rows
from connectors.wire import Wire

log = logging.getLogger(__name__)

MAX_FILES: Final = 500
_UNSETTLED: Final = -1
"""In place of a size: look at the file again."""
_ROWS: Final = 500
"""Read for one batch."""
_SETTLED: Final = timedelta(seconds=60)
"""A file not written to for so long is complete to its last row."""


class FileOptions(Connector):
    """`[[connectors]]` with `kind = "file"`."""

    path: Annotated[str, Field(min_length=1)]
    """A file, or several as `exports/*.csv`."""
    mapping: str = "plain"
    """A mapping file, or the name of one that comes with us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read(Wire):
    """How far a file was read."""

    rows: int
    size: int
    written: int
    """In nanoseconds, as the file system says."""
    head: str
    """Digest of the first row: another one means another file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cursor(Wire):
    path: str
    files: dict[str, _Read] = field(default_factory=dict)


class FileReader:
    """Reads files; a sweep is every file that changed, a batch some rows of one."""

    def __init__(self, assignment: Assignment, options: FileOptions, use: Equipment) -> None:
        self._assignment = assignment
        self._options = options
        self._clock = use.clock
        self._authors = use.authors
        saved = read_cursor(assignment.cursor, _Cursor)
        self._files = saved.files if saved is not None and saved.path == options.path else {}

    @property
    def sources(self) -> tuple[str, ...]:
        return (self._assignment.name,)

    async def sweep(self) -> AsyncGenerator[Batch, None]:
        reader = RowReader(
            mapping=await asyncio.to_thread(load_mapping, self._options.mapping),
            source=self._assignment.name,
            lane=self._assignment.lane,
            matcher=Matcher(self._assignment.brands),
            authors=self._authors,
        )
        paths = await asyncio.to_thread(_find_files, self._options.path)
        for path in paths:
            try:
                async for batch in self._read_file(path, reader):
                    yield batch
            except (MisconfiguredError, UnreadableError) as exc:
                # One spoilt export must not keep the others out; it is read again when it is written again.
                log.error("file cannot be read", extra={"source": self._assignment.name, "why": str(exc)})  # noqa: TRY400 - a person must act, no traceback helps.
                await self._pass_over(path)
        self._files = {name: read for name, read in self._files.items() if Path(name) in paths}
        cursor = _Cursor(path=self._options.path, files=self._files)
        yield Batch((), self._assignment.every, cursor=msgspec.json.encode(cursor))

    async def _read_file(self, path: Path, reader: RowReader) -> AsyncIterator[Batch]:
        """Read what is new in one file."""
        try:
            stat = await asyncio.to_thread(path.stat)
        except OSError:
            return  # Gone since it was listed.
        before = self._files.get(str(path))
        if before is not None and (before.size, before.written) == (stat.st_size, stat.st_mtime_ns):
            return
        now, at = self._clock.now(), datetime.fromtimestamp(stat.st_mtime, UTC)
        is_settled = abs(now - at) > _SETTLED
        done, head, bad = 0, "", 0
        with open_rows(path, reader.mapping, reader.mapping.known_by) as rows:
            chunks = _chunk(rows)
            while (found := await asyncio.to_thread(next, chunks, None)) is not None:
                if not head:
                    head = _digest(found.rows[0])
                    before = before if before is not None and before.head == head else None
                # The last row of a file that is being written may be half a row.
                due = found.rows[:-1] if found.is_last and not is_settled else found.rows
                fresh = [row for row in due if before is None or row.number > before.rows]
                mentions, wrong = _read_fresh(reader, fresh, now, at)
                done, bad = done + len(due), bad + wrong
                yield Batch(mentions, timedelta(), read=len(fresh) - wrong, unreadable=wrong)
        if bad:
            log.warning("rows could not be read", extra={"source": self._assignment.name, "rows": bad})
        size = stat.st_size if is_settled else _UNSETTLED
        self._files[str(path)] = _Read(rows=done, size=size, written=stat.st_mtime_ns, head=head)

    async def _pass_over(self, path: Path) -> None:
        with suppress(OSError):
            stat = await asyncio.to_thread(path.stat)
            self._files[str(path)] = _Read(rows=0, size=stat.st_size, written=stat.st_mtime_ns, head="")


@dataclass(frozen=True, slots=True)
class _Chunk:
    rows: list[Row]
    is_last: bool


def _chunk(rows: Iterator[Row]) -> Iterator[_Chunk]:
    held = list(islice(rows, _ROWS))
    while held:
        following = list(islice(rows, _ROWS))
        yield _Chunk(held, not following)
        held = following


def _read_fresh(
    reader: RowReader, rows: Sequence[Row], now: datetime, written_at: datetime
) -> tuple[tuple[Mention, ...], int]:
    mentions: list[Mention] = []
    bad = 0
    for row in rows:
        if row.values is None:
            bad += 1
            continue
        try:
            mentions += reader.read_row(row.values, now=now, written_at=written_at)
        except (UnreadableError, ValueError):
            bad += 1
    return tuple(mentions), bad


def _find_files(pattern: str) -> tuple[Path, ...]:
    """Files of a pattern, in the order of their names."""
    found = sorted(path for name in glob(pattern) if (path := Path(name)).is_file())  # noqa: PTH207 - the pattern may be absolute.
    if len(found) > MAX_FILES:
        raise MisconfiguredError(
            f"{pattern}: {len(found)} files; at most {MAX_FILES}; move those that are done"
        )
    if not found and not any(sign in pattern for sign in "*?["):
        raise MisconfiguredError(f"{pattern}: there is no such file")
    return tuple(found)


def _digest(row: Row) -> str:
    return blake2b(repr((row.values, row.problem)).encode("utf-8", "replace"), digest_size=8).hexdigest()
