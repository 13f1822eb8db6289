"""A recording's file: plain, .gz or .zst, read line by line."""

import gzip
import zlib
from codecs import BOM_UTF8
from collections.abc import Iterator
from io import BufferedReader
from itertools import islice
from pathlib import Path

from connectors.errors import MisconfiguredError


def read_lines(path: Path) -> Iterator[bytes]:
    """Read the lines of a file, without their ends and the byte-order mark that Notepad puts first.

    Raises:
        MisconfiguredError: it is missing, broken, or its compression is not known here.
    """
    readers = {".gz": _read_gz, ".zst": _read_zst}
    try:
        lines = readers.get(path.suffix, _read_plain)(path)
        yield from (line.removeprefix(BOM_UTF8).rstrip(b"\r\n") for line in islice(lines, 1))
        for line in lines:
            yield line.rstrip(b"\r\n")
    except (OSError, EOFError, zlib.error) as exc:
        raise MisconfiguredError(f"{path}: {exc}") from exc


def _read_plain(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def _read_gz(path: Path) -> Iterator[bytes]:
    with gzip.open(path, "rb") as file:
        yield from file


def _read_zst(path: Path) -> Iterator[bytes]:
    try:
        import zstandard  # noqa: PLC0415 - an extra; only those who have such files need it.
    except ModuleNotFoundError as exc:
        what = "pip install 'crisis-monitor[zstd]', or unpack it first"
        raise MisconfiguredError(f"{path}: {what}") from exc
    try:
        with BufferedReader(zstandard.open(path, "rb")) as file:
            yield from file
    except zstandard.ZstdError as exc:
        raise MisconfiguredError(f"{path}: {exc}") from exc
