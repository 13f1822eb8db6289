"""The path without Kafka gives what the path through Kafka gives."""

import random
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from connectors.mention import ChannelKind, Mention, Platform
from connectors.recording import list_sources
from connectors.timetable import Timetable
from deploy.backtest.path import BrandPath
from deploy.backtest.readings import read_scores, score_recording
from deploy.backtest.rule import build_rule
from deploy.recordings.taped import Taped
from streams.detector import Assessment, Mood
from streams.detectors.registry import DETECTORS
from streams.durable import Outgoing
from streams.minute import Minute, read_minutes
from streams.reading import Label, Reading, Scored
from streams.spike import FeedAlarm, Spike
from tests.deploy.backtest.steps import Steps
from tests.streams.scored import score_as

LANE = "drill-test"
START = datetime(2026, 3, 2, tzinfo=UTC)
BRANDS = ("acme", "globex")


def score(mention: Mention, line: int) -> Scored:
    """What its text says: as quick as it is plain."""
    label = Label(mention.text.split()[0])
    return score_as(
        mention,
        label,
        line=line,
        valence=-0.6 if label is Label.NEGATIVE else 0.1,
        confidence=0.8,
        language="en",
        backlash="ai" in mention.text.split(),
        author=mention.author,
        excerpt=mention.text if label is Label.NEGATIVE else "",
    )


def make_mentions(hours: int = 14, seed: int = 7) -> list[Mention]:
    """Two brands, three sources; hours of a burst, a pause, copies, an edit, a takedown."""
    rng = random.Random(seed)
    mentions: list[Mention] = []
    for minute in range(hours * 60):
        if hours * 30 < minute < hours * 30 + 40:
            continue  # Nobody talks: only the clock beats.
        is_storm = hours * 48 < minute < hours * 48 + 90
        for number in range(rng.choice((0, 0, 1, 1, 2)) + (8 if is_storm else 0)):
            angry = rng.random() < (0.85 if is_storm else 0.12)
            platform = rng.choice((Platform.X, Platform.REDDIT, Platform.NEWS))
            mention = Mention(
                source=f"{platform}#{number % 2}",
                native_id=f"{minute}-{number}",
                brand=BRANDS[0] if rng.random() < 0.8 else BRANDS[1],
                platform=platform,
                kind=ChannelKind.POST,
                published_at=START + timedelta(minutes=minute, seconds=rng.randrange(60)),
                text=f"{'negative' if angry else 'neutral'} {'ai slop' if is_storm and angry else 'words'} {number}",
                author=f"{rng.randrange(10**12):012x}",
                lane=LANE,
            )
            mentions.append(mention)
            if rng.random() < 0.03:
                mentions.append(replace(mention, published_at=mention.published_at + timedelta(seconds=20)))
            if rng.random() < 0.02:
                later = mention.published_at + timedelta(minutes=rng.randrange(1, 90))
                mentions.append(replace(mention, published_at=later, deleted=rng.random() < 0.5, edited=True))
    return sorted(mentions, key=lambda mention: mention.published_at)


MENTIONS = make_mentions()


def walk(readings: Sequence[Reading], detector: str) -> tuple[list[Spike | FeedAlarm], list[Minute]]:
    minutes: list[Minute] = []
    rule = build_rule(detector)
    paths = {brand: BrandPath(brand, rule, lane=LANE, watch=minutes.append) for brand in BRANDS}
    changes = [change for reading in readings for change in paths[reading.brand].take(reading)]
    return changes, minutes


def about(brand: str, told: Sequence[Minute | Spike | FeedAlarm]) -> list[Minute | Spike | FeedAlarm]:
    return [one for one in told if one.brand == brand]


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    return Steps(monkeypatch, BRANDS, score, LANE)


@pytest.fixture
async def records(steps: Steps) -> list[Outgoing]:
    return await steps.roll(MENTIONS)


async def test_every_minute_and_every_spike_of_every_detector_is_the_same(
    steps: Steps, records: list[Outgoing]
) -> None:
    table = Timetable(list_sources(MENTIONS), LANE)
    readings = list(score_recording(MENTIONS, table, brands=BRANDS, score=score))
    found = 0
    for detector in DETECTORS:
        changes, minutes = walk(readings, detector)
        written = [minute for record in records for minute in read_minutes(record.value).good]
        expected = await steps.detect(records, detector)
        assert len(minutes) == len(written)
        for brand in BRANDS:  # Each has an order of its own in Kafka.
            assert about(brand, minutes) == about(brand, written)
            assert about(brand, changes) == about(brand, expected), detector
        found += len(changes)
    assert found > 4


def test_scored_lines_are_laid_out_as_pages_are() -> None:
    table = Timetable(list_sources(MENTIONS), LANE)
    tapes = [Taped(brand=mention.brand, scored=score(mention, 0)) for mention in MENTIONS]
    plain = list(score_recording(MENTIONS, table, brands=BRANDS, score=score))
    taped = list(read_scores(tapes, table, brands=BRANDS))
    assert [bare(reading) for reading in taped] == [bare(reading) for reading in plain]
    assert walk(taped, "robust") == walk(plain, "robust")


def bare(reading: Reading) -> Reading:
    """Without the lines of what can be no quote."""
    return replace(
        reading,
        mentions=tuple(one if one.excerpt else replace(one, line=0) for one in reading.mentions),
        clocks=tuple(sorted(reading.clocks, key=lambda clock: clock.source)),
    )


def test_a_page_of_too_many_mentions_is_cut_as_a_replay_cuts_it() -> None:
    crowd = [
        replace(MENTIONS[0], native_id=str(number), published_at=START + timedelta(seconds=number % 60))
        for number in range(1_203)
    ]
    crowd.sort(key=lambda mention: mention.published_at)
    table = Timetable(list_sources(crowd), LANE)
    tapes = [Taped(brand=mention.brand, scored=score(mention, 0)) for mention in crowd]
    plain = [bare(reading) for reading in score_recording(crowd, table, brands=BRANDS, score=score)]
    assert [bare(reading) for reading in read_scores(tapes, table, brands=BRANDS)] == plain
    assert max(len(reading.mentions) for reading in plain) == 500


def test_a_page_that_comes_twice_counts_once() -> None:
    table = Timetable(list_sources(MENTIONS), LANE)
    readings = list(score_recording(MENTIONS, table, brands=BRANDS, score=score))
    twice = [reading for reading in readings for _ in range(2)]
    assert walk(twice, "robust") == walk(readings, "robust")


def endless(days: int) -> Iterator[Reading]:
    """A quiet brand, minute by minute, of which nothing is held here."""
    table = Timetable({"x": ("acme",)}, LANE)
    tapes = (
        Taped(brand="acme", scored=score(mention, 0))
        for minute in range(days * 1_440)
        for mention in (
            replace(
                MENTIONS[0],
                native_id=str(minute),
                brand="acme",
                published_at=START + timedelta(minutes=minute),
            ),
        )
    )
    return read_scores(tapes, table, brands=("acme",))


class Blank:
    """A detector that keeps nothing: what is left is the window's and the path's own memory."""

    def __init__(self, *_: object, **__: object) -> None: ...

    def observe(self, minute: Minute) -> Assessment:
        return Assessment(
            mood=Mood.CALM, observed=minute.counts.negative, expected=0, evidence=0, threshold=1
        )

    def judge(self, spike_id: str, *, is_crisis: bool, is_over: bool = False) -> None: ...

    def snapshot(self) -> dict[str, object]:
        return {}


def measure_peak(days: int) -> int:
    """Bytes held at most while so many days go through."""
    path = BrandPath("acme", replace(build_rule("robust"), factory=Blank), lane=LANE)
    tracemalloc.start()
    try:
        for reading in endless(days):
            path.take(reading)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_length() -> None:
    """A day is kept, to know copies by; without a bound five days would hold more than twice what two do."""
    measure_peak(1)  # What is made once, such as regular expressions, is not the path's.
    assert measure_peak(5) < 1.8 * measure_peak(2)
