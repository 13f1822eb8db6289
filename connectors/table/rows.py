"""Rows: a file read row by row, CSV or JSON lines, whatever stands above the header."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from connectors.errors import UnreadableError
from connectors.table.mapping import MAX_COLUMNS, Form, Layout

LONGEST_CELL: Final = 1_000_000
_ABOVE: Final = 50
"""Lines in which the header is looked for."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row."""

    number: int
    """From 1, without the header and what stands above it."""
    values: dict[str, Any] | None
    """None: it could not be read, see `problem`."""
    problem: str = ""
    line: int = 0
    """Of the file, from 1: where it begins."""


def read_rows(lines: Iterable[str], layout: Layout, known_by: str) -> Iterator[Row]:
    """Read the rows of a file.

    Args:
        lines: with their line ends: a quoted cell may hold some.
        layout: says which form.
        known_by: a column that the header line has, where the layout names none.

    Raises:
        UnreadableError: it has no header, or not the one that the mapping names.
    """
    return _read_csv(lines, layout, known_by) if layout.form is Form.CSV else _read_jsonl(lines)


def _read_jsonl(lines: Iterable[str]) -> Iterator[Row]:
    number = 0
    for at, line in enumerate(lines, 1):
        if not line.strip():
            continue
        number += 1
        try:
            yield Row(number, msgspec.json.decode(line, type=dict[str, Any]), line=at)
        except (msgspec.MsgspecError, RecursionError, UnicodeError):
            yield Row(number, None, "not a JSON object", line=at)


def _read_csv(lines: Iterable[str], layout: Layout, known_by: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    cells = csv.reader((line.replace("\0", "") for line in lines), delimiter=layout.delimiter)
    header = _find_header(cells, layout, known_by)
    number = 0
    while True:
        number += 1
        at = cells.line_num + 1
        try:
            row = next(cells)
        except StopIteration:
            return
        except csv.Error as exc:
            yield Row(number, None, f"not a CSV row: {exc}", line=at)
            continue
        if not any(row):
            number -= 1
            continue
        if len(row) > len(header):
            yield Row(number, None, f"{len(row)} cells under {len(header)} columns", line=at)
            continue
        yield Row(number, dict(zip(header, row, strict=False)), line=at)


def _find_header(cells: Iterator[list[str]], layout: Layout, known_by: str) -> list[str]:
    wanted = layout.header or known_by
    try:
        for _ in range(_ABOVE):
            row = [cell.strip() for cell in next(cells)]
            if wanted in row and len(row) <= MAX_COLUMNS:
                return row
            if layout.header is None and any(row):
                break
    except (StopIteration, csv.Error):
        pass
    raise UnreadableError(f"no header line with a column `{wanted}`: another export, encoding or delimiter?")
