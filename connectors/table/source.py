"""A table's file: its lines as text, plain or .gz, in whatever encoding."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Final

from connectors.errors import MisconfiguredError
from connectors.table.mapping import Layout
from connectors.table.rows import Row, read_rows

LONGEST_LINE: Final = 2_000_000
"""Characters; a longer line is cut there, and then is no row."""


@contextmanager
def open_rows(path: Path, layout: Layout, known_by: str) -> Iterator[Iterator[Row]]:
    """Open a file and read its rows; `known_by` as for `read_rows`.

    Raises:
        MisconfiguredError: it is missing, not readable, or not in the encoding that the mapping names.
        UnreadableError: see `read_rows`; with the file's name.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding=layout.encoding, errors="strict", newline="") as file:
            first = file.readline(LONGEST_LINE)
            rest = iter(lambda: file.readline(LONGEST_LINE), "")
            # Whatever the mapping calls the encoding, a byte-order mark is no part of the first column's name.
            yield read_rows(chain([first.removeprefix("\ufeff")], rest), layout, known_by)
    except UnicodeError as exc:
        what = f"not in the encoding `{layout.encoding}`; name another in the mapping"
        raise MisconfiguredError(f"{path}: {what}") from exc
    except (OSError, EOFError) as exc:
        raise MisconfiguredError(f"{path}: {getattr(exc, 'strerror', None) or 'it breaks off'}") from exc


def written_at(path: Path) -> datetime:
    """When the file was last written."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as exc:
        raise MisconfiguredError(f"{path}: {exc.strerror}") from exc
