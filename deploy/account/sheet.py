"""A sheet: everything that was read from one file, and everything that could not be."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from connectors.errors import UnreadableError
from connectors.table.source import open_rows
from deploy.account.mapping import AccountMapping, Counts, find_form
from deploy.account.row import RowReader, list_columns
from streams.account.figures import Bucket, Post

T = TypeVar("T", Bucket, Post)
MOST: Final = 200_000
"""Rows of a file: what is judged together has to fit into memory."""
_SELDOM: Final = frozenset({"interactions", "hostile"})
"""Figures that hardly any export has, and nobody misses."""


@dataclass(slots=True)
class Sheet(Generic[T]):
    """One file."""

    file: Path
    found: list[T] = field(default_factory=list)
    rows: int = 0
    bad: dict[str, list[int]] = field(default_factory=dict)
    """Why rows could not be read, with the lines on which they begin."""
    replaced: list[int] = field(default_factory=list)
    """Lines of rows that came again for the same time or post and count in place of the earlier."""
    absent: list[str] = field(default_factory=list)
    """Figures of which the file has no column, as `reach (Reach, Accounts reached)`."""
    unused: list[str] = field(default_factory=list)
    """Columns of the file that no figure is read from."""

    @property
    def bad_rows(self) -> int:
        return sum(len(lines) for lines in self.bad.values())


def read_account(file: Path, mapping: AccountMapping, reader: RowReader) -> Sheet[Bucket]:
    """Read an account's figures. Raises what `open_rows` does, and UnreadableError for a file that is too long."""
    return _read(
        file,
        mapping,
        mapping.fields,
        known_by=mapping.fields.date[0],
        read=reader.read_bucket,
        key=_key_bucket,
    )


def read_posts(file: Path, mapping: AccountMapping, reader: RowReader) -> Sheet[Post]:
    """Read posts. Raises as `read_account`."""
    return _read(
        file,
        mapping,
        mapping.posts,
        known_by=mapping.posts.published[0],
        read=reader.read_post,
        key=_key_post,
    )


def _read(
    file: Path,
    mapping: AccountMapping,
    fields: Counts,
    *,
    known_by: str,
    read: Callable[[dict[str, Any]], T],
    key: Callable[[T], Hashable],
) -> Sheet[T]:
    sheet: Sheet[T] = Sheet(file)
    seen: set[Hashable] = set()
    columns: dict[str, None] = {}
    layout = find_form(file, mapping)
    if layout.header is not None:
        # The mapping says that other lines stand above the header; by which column it is known depends on the file.
        layout = layout.model_copy(update={"header": known_by})
    with _named(file), open_rows(file, layout, known_by) as rows:
        for row in rows:
            sheet.rows += 1
            if sheet.rows > MOST:
                raise UnreadableError(f"more than {MOST:,} rows; give a shorter stretch of time")
            if row.values is None:
                sheet.bad.setdefault(row.problem, []).append(row.line)
                continue
            columns |= dict.fromkeys(row.values)
            try:
                one = read(row.values)
            except (UnreadableError, ValueError) as exc:
                sheet.bad.setdefault(str(exc), []).append(row.line)
                continue
            if key(one) in seen:
                sheet.replaced.append(row.line)
            seen.add(key(one))
            sheet.found.append(one)
    if columns:
        _note_columns(sheet, tuple(columns), fields)
    return sheet


@contextmanager
def _named(file: Path) -> Iterator[None]:
    """Two files are read; an error says which."""
    try:
        yield
    except UnreadableError as exc:
        raise UnreadableError(f"{file}: {exc}") from exc


def _note_columns(sheet: Sheet[T], columns: Sequence[str], fields: Counts) -> None:
    tops = {name.partition(".")[0] for name in columns}
    used: set[str] = set()
    for figure, wanted in list_columns(fields):
        there = {name for name in wanted if name in columns or name.partition(".")[0] in tops}
        used |= {part for name in there for part in (name, name.partition(".")[0])}
        if not there and figure not in _SELDOM:
            names = ", ".join(wanted)
            sheet.absent.append(figure if names == figure else f"{figure} ({names})")
    sheet.unused.extend(name for name in columns if name and name not in used)


def _key_bucket(bucket: Bucket) -> Hashable:
    return bucket.brand, bucket.platform, bucket.at


def _key_post(post: Post) -> Hashable:
    return post.brand, post.platform, post.id
