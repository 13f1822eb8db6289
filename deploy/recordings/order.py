"""Putting lines into the order of time on disk, so that memory does not grow with their number."""

import heapq
import tempfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import IO, Final

RUN: Final = 50_000
"""Lines sorted at once, in memory."""
FILES: Final = 64
"""Sorted runs that are merged at once."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_KEY: Final = 34
"""Bytes before the line: time, then place in the input, so that equal times keep their order."""


def sort_lines(lines: Iterable[tuple[datetime, bytes]], *, run: int = RUN) -> Generator[bytes, None, None]:
    """Yield lines by time; those of the same instant as they came.

    What does not fit into one run waits in a temporary folder, which is gone when the iterator ends or is
    closed. A line must not hold a line break.
    """
    keyed = (
        b"%016d%017d " % ((at - _EPOCH) // _MICROSECOND, number) + line
        for number, (at, line) in enumerate(lines)
    )
    first = sorted(islice(keyed, run))
    if len(first) < run:
        yield from (line[_KEY:] for line in first)
        return
    with tempfile.TemporaryDirectory(prefix="crisis-sort-") as folder:
        runs = [_spill(first, Path(folder) / "0")]
        while batch := sorted(islice(keyed, run)):
            runs.append(_spill(batch, Path(folder) / str(len(runs))))
        del first
        made = len(runs)
        while len(runs) > FILES:
            merged = Path(folder) / str(made)
            with ExitStack() as stack, merged.open("wb") as file:
                file.writelines(_merge(runs[:FILES], stack))
            made += 1
            runs = [*runs[FILES:], merged]
        with ExitStack() as stack:
            yield from (line[_KEY:-1] for line in _merge(runs, stack))


def _spill(lines: list[bytes], path: Path) -> Path:
    with path.open("wb") as file:
        file.writelines(line + b"\n" for line in lines)
    return path


def _merge(runs: Iterable[Path], stack: ExitStack) -> Iterator[bytes]:
    files: list[IO[bytes]] = [stack.enter_context(path.open("rb")) for path in runs]
    return heapq.merge(*files)
