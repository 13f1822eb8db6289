"""A recording's file: plain, .gz or .zst, read line by line."""

import gzip
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import IO

from connectors.errors import MisconfiguredError


def read_lines(path: Path) -> Iterator[bytes]:
    """Read the lines of a file, without their ends.

    Raises:
        MisconfiguredError: it is missing, broken, or its compression is not known here.
    """
    try:
        with _open(path) as file:
            for line in file:
                yield line.rstrip(b"\r\n")
    except (OSError, EOFError) as exc:
        raise MisconfiguredError(f"{path}: {exc}") from exc


def _open(path: Path) -> IO[bytes] | gzip.GzipFile:
    if path.suffix == ".gz":
        return gzip.open(path, "rb")
    if path.suffix == ".zst":
        return _open_zst(path)
    return path.open("rb")


def _open_zst(path: Path) -> IO[bytes]:
    try:
        import zstandard  # noqa: PLC0415 - an extra; only those who have such files need it.
    except ModuleNotFoundError as exc:
        what = "pip install 'crisis-monitor[zstd]', or unpack it first"
        raise MisconfiguredError(f"{path}: {what}") from exc
    try:
        return BufferedReader(zstandard.open(path, "rb"))
    except zstandard.ZstdError as exc:
        raise MisconfiguredError(f"{path}: {exc}") from exc
