"""NAB's tweet counts through a detector: `python -m tests.benchmarks.detection.nab_table [name ...]`.

NAB has no sentiment: every tweet is taken as negative. Its bins of five minutes are dealt out over their
minutes as evenly as whole tweets allow. Nothing is tuned here, and nothing may be.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from streams.detectors.registry import DETECTORS
from streams.minute import Counts, Minute
from tests.benchmarks.detection.nab import PROFILES, Series, read_corpus, score_corpus
from tests.benchmarks.detection.runner import run

BIN = 5
SHARED = Path(os.environ.get("CRISIS_SHARED", "../shared"))
CORPUS = SHARED / "data" / "streams" / "nab_realTweets"


def make_minutes(series: Series) -> tuple[list[Minute], dict[datetime, int]]:
    """Return a series' minutes, and for each minute the row it came from."""
    minutes, rows = [], {}
    for row, (at, value) in enumerate(zip(series.times, series.values, strict=True)):
        whole, rest = divmod(int(value), BIN)
        for part in range(BIN):
            start = (at + timedelta(minutes=part)).astimezone(UTC).replace(second=0)
            if start in rows:
                continue
            rows[start] = row
            count = whole + (part < rest)
            counts = Counts(mentions=count, negative=count)
            minutes.append(Minute(brand="nab", start=start, counts=counts, sources=1))
    return sorted(minutes, key=lambda minute: minute.start), rows


def detect_rows(name: str, series: Series) -> list[int]:
    """Return the rows in which a detector pages."""
    minutes, rows = make_minutes(series)
    detector = DETECTORS[name]("nab", lane="live", snapshot=None)
    return [rows[page.at - timedelta(minutes=1)] for page in run(detector, minutes)]


def print_nab(name: str) -> None:
    if not CORPUS.is_dir():
        print(f"\nNAB: skipped, {CORPUS} is missing (set CRISIS_SHARED)")
        return
    results = [(series, detect_rows(name, series)) for series in read_corpus(CORPUS)]
    scores = ", ".join(f"{profile.name} {score_corpus(results, profile):.1f}" for profile in PROFILES)
    print(f"\nNAB realTweets, {len(results)} series: {scores}")
    for series, rows in results:
        hit = sum(any(first <= row <= last for row in rows) for first, last in series.windows)
        alone = score_corpus([(series, rows)], PROFILES[0])
        print(f"  {series.name}: {hit} of {len(series.windows)} windows, {len(rows)} pages, {alone:.1f}")


if __name__ == "__main__":
    for chosen in sys.argv[1:] or ["glr"]:
        print(f"## {chosen}")
        print_nab(chosen)
