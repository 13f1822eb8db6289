"""Real recordings through a detector: `python -m tests.benchmarks.detection.recordings [name ...]`.

Japanese and Duolingo are scored by the scorers that ship; Duolingo also with vaderSentiment (compound of -0.05 and
below is negative), the airline tweets also by their human labels.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from connectors.mention import ChannelKind, Mention, Platform
from streams.detectors.registry import DETECTORS
from streams.minute import Counts, Minute
from streams.reading import Label
from streams.scorer import MentionScorer
from tests.benchmarks.detection.nab_table import SHARED
from tests.benchmarks.detection.runner import MINUTE, Page, run

STREAMS = SHARED / "data" / "streams"
Score = Callable[[dict[str, Any]], bool]


def read(name: str) -> list[dict[str, Any]]:
    """Read a recording, in time order."""
    with gzip.open(STREAMS / name, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return sorted(rows, key=instant)


def instant(row: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(row["published_at"]).astimezone(UTC)


def make_vader() -> Score:
    analyzer = SentimentIntensityAnalyzer()
    return lambda row: bool(analyzer.polarity_scores(row["text"][:1000])["compound"] <= -0.05)


def is_labelled_negative(row: dict[str, Any]) -> bool:
    return bool(row["label"] == "negative")


def make_ours() -> Score:
    scorer = MentionScorer()

    def is_negative(row: dict[str, Any]) -> bool:
        mention = Mention(
            brand="recorded",
            source="recording",
            platform=Platform.X,
            native_id=str(row["id"]),
            kind=ChannelKind.POST,
            text=row["text"],
            published_at=instant(row),
        )
        return scorer.score_mention(mention, 0).label is Label.NEGATIVE

    return is_negative


def make_minutes(rows: Iterable[dict[str, Any]], is_negative: Score, platform: Platform) -> list[Minute]:
    """Count a recording into minutes; every minute between its ends is taken as watched."""
    every: Counter[datetime] = Counter()
    negative: Counter[datetime] = Counter()
    for row in rows:
        start = instant(row).replace(second=0, microsecond=0)
        every[start] += 1
        negative[start] += is_negative(row)
    first, last = min(every), max(every)
    minutes = []
    for index in range((last - first) // MINUTE + 1):
        start = first + index * MINUTE
        bad, count = negative[start], every[start]
        counts = Counts(mentions=count, negative=bad, neutral=count - bad)
        platforms = {platform: counts} if count else {}
        minutes.append(Minute(brand="recorded", start=start, counts=counts, platforms=platforms, sources=1))
    return minutes


def busy_hours(minutes: list[Minute]) -> datetime:
    """Return the end of the first busy hour: the first clock hour with a quarter of the peak hour's talk."""
    hours: Counter[datetime] = Counter()
    for minute in minutes:
        hours[minute.start.replace(minute=0)] += minute.counts.mentions
    peak = max(hours.values())
    return min(hour for hour, count in hours.items() if count >= peak / 4)


def print_pages(title: str, minutes: list[Minute], pages: list[Page]) -> None:
    total = sum(minute.counts.mentions for minute in minutes)
    bad = sum(minute.counts.negative for minute in minutes)
    days = len(minutes) / 1440
    print(f"  {title}: {total} mentions, {bad} negative, {days:.1f} days, {len(pages)} pages")
    for page in pages:
        spike = page.spike
        print(
            f"    {page.at:%Y-%m-%d %H:%M} {spike.severity} {spike.kind}, onset {spike.onset:%m-%d %H:%M}, "
            f"{spike.observed:.1f} for {spike.expected:.1f}, evidence {spike.evidence:.1f}"
        )


def print_recordings(name: str) -> None:
    """Print what a detector makes of every recording."""
    if not STREAMS.is_dir():
        print(f"\nrecordings: skipped, {STREAMS} is missing (set CRISIS_SHARED)")
        return
    print(f"\nRecordings, {name} (times in UTC)")

    def show(title: str, minutes: list[Minute]) -> None:
        detector = DETECTORS[name]("recorded", lane="live", snapshot=None)
        print_pages(title, minutes, run(detector, minutes))

    ours = make_ours()
    for storm in ("ja_sushi_storm", "ja_shushu_storm", "ja_wbc_calm", "ja_game_calm"):
        minutes = make_minutes(read(f"{storm}.jsonl.gz"), ours, Platform.X)
        show(storm, minutes)
        print(
            f"    first minute {minutes[0].start:%m-%d %H:%M}, first busy hour {busy_hours(minutes):%m-%d %H:%M}"
        )
    vader = make_vader()
    show("duolingo", make_minutes(read("duolingo_reddit.jsonl.gz"), ours, Platform.REDDIT))
    show("duolingo (VADER)", make_minutes(read("duolingo_reddit.jsonl.gz"), vader, Platform.REDDIT))
    airline = read("us_airline.jsonl.gz")
    for brand in sorted({row["brand"] for row in airline}):
        rows = [row for row in airline if row["brand"] == brand]
        show(f"{brand} (human labels)", make_minutes(rows, is_labelled_negative, Platform.X))
        show(f"{brand} (VADER)", make_minutes(rows, vader, Platform.X))


if __name__ == "__main__":
    for chosen in sys.argv[1:] or ["glr"]:
        print_recordings(chosen)
