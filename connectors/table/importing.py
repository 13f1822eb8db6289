"""An import: a whole file of mentions, looked through first and sent after."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from connectors.errors import UnreadableError
from connectors.mention import Mention
from connectors.table.row import RowReader
from connectors.table.source import open_rows, written_at

COUNTED_FOR: Final = timedelta(hours=24)
"""What is older than this is too late for the live lane; see streams/window.py."""
AT_ONCE: Final = 500
_SHOWN: Final = 10
_REPORT_EVERY: Final = 5_000


@dataclass(slots=True)
class Survey:
    """What a file holds."""

    rows: int = 0
    mentions: int = 0
    passed_over: int = 0
    """Rows that are skipped or about no brand."""
    bad: int = 0
    problems: list[str] = field(default_factory=list)
    """Of the first bad rows; never a part of their words."""
    first: datetime | None = None
    last: datetime | None = None
    old: int = 0
    """Mentions too old to be counted live."""
    by_brand: Counter[str] = field(default_factory=Counter)
    by_platform: Counter[str] = field(default_factory=Counter)

    def add(self, mentions: tuple[Mention, ...], now: datetime) -> None:
        """Count what one row came to."""
        self.rows += 1
        self.passed_over += not mentions
        for mention in mentions:
            self.mentions += 1
            self.by_brand[mention.brand] += 1
            self.by_platform[mention.platform] += 1
            self.first = min(self.first or mention.published_at, mention.published_at)
            self.last = max(self.last or mention.published_at, mention.published_at)
            self.old += now - mention.published_at > COUNTED_FOR

    def add_bad(self, number: int, why: str) -> None:
        """Count a row that could not be read."""
        self.rows += 1
        self.bad += 1
        if len(self.problems) < _SHOWN:
            self.problems.append(f"row {number}: {why}")


@dataclass(frozen=True, slots=True)
class Import:
    """One file, its reader and the time it is read at; reading it twice gives the same."""

    path: Path
    reader: RowReader
    now: datetime
    report: Callable[[int], None] = lambda _: None
    """Called with the number of rows read so far, now and then."""

    def survey(self) -> Survey:
        """Look through all of it, without sending anything. Raises what `open_rows` does."""
        survey = Survey()
        for number, mentions, problem in self._read():
            if problem:
                survey.add_bad(number, problem)
            else:
                survey.add(mentions, self.now)
        return survey

    def read_batches(self) -> Iterator[list[Mention]]:
        """Its mentions, `AT_ONCE` or a few more at a time; bad rows are left out."""
        batch: list[Mention] = []
        for _, mentions, _problem in self._read():
            batch += mentions
            if len(batch) >= AT_ONCE:
                yield batch
                batch = []
        if batch:
            yield batch

    def _read(self) -> Iterator[tuple[int, tuple[Mention, ...], str]]:
        at = written_at(self.path)
        with open_rows(self.path, self.reader.mapping, self.reader.mapping.known_by) as rows:
            for row in rows:
                if row.number % _REPORT_EVERY == 0:
                    self.report(row.number)
                if row.values is None:
                    yield row.number, (), row.problem
                    continue
                try:
                    mentions = self.reader.read_row(row.values, now=self.now, written_at=at)
                except (UnreadableError, ValueError) as exc:
                    yield row.number, (), str(exc)
                    continue
                yield row.number, mentions, ""
