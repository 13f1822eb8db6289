"""Mentions a second, in one run: vaderSentiment and the scorer alone, the sentiment worker, a plain Kafka loop.

The texts are the shipped scenario's. The worker is fed from the embedded broker, or from Apache Kafka with
--kafka; its time runs from the first record on `readings`, which does not count, to the last on `minutes`, by the
records' own timestamps, so that starting up does not count. It is fed a storm (2,000 mentions a minute of event time),
and a busy day (100 a minute), where twenty times as many minutes close and are judged. What else runs on the machine
changes with the minute, so scoring alone is measured before and after each run of the worker. After the worker's speed
stands that of its second half, both as a part of the mean of the two: a broker that has just started spends its first
seconds, and a core, on compiling itself. Its memory is that of all its processes, what they share counted once. The
plain loop reads the same records with confluent-kafka (`pip install confluent-kafka`) and scores them, nothing else.

Example:
    python -m tests.benchmarks.throughput --kafka --mentions 200000
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from itertools import accumulate, chain, islice
from itertools import count as counter
from pathlib import Path

import click
import psutil
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from connectors.mention import Heartbeat, Mention
from connectors.page import join_lines, read_page
from connectors.settings import topic
from deploy.embedded import embedded_broker
from deploy.kafka.server import kafka_server
from deploy.scenarios.generator import generate
from deploy.scenarios.shelf import list_scenarios
from streams.minute import read_minutes
from streams.reading import read_readings
from streams.scorer import MentionScorer
from tests.integration.lane import Lane

START = datetime(2026, 1, 1, tzinfo=UTC)
STORM, DAY = 2_000, 100
"""Mentions a minute of event time."""


@click.command(help=__doc__)
@click.option("--mentions", default=100_000, show_default=True, help="Of a run; with pages of one a fifth.")
@click.option(
    "--kafka", is_flag=True, help="On an Apache Kafka started for this; else on the embedded broker."
)
@click.option("--pure", is_flag=True, help="Score without the compiled part.")
@click.option("--beside", default=1, show_default=True, help="Processes that score beside the worker.")
def main(*, mentions: int, kafka: bool, pure: bool, beside: int) -> None:
    is_compiled = MentionScorer(compiled=not pure).is_compiled
    click.echo(
        f"scored by {'the compiled part' if is_compiled else 'pure Python'}, {beside} beside the worker"
    )
    brand, said = _tell(mentions, DAY)
    with kafka_server() if kafka else embedded_broker() as server, tempfile.TemporaryDirectory() as home:
        alone = _score(said, pure=pure)
        click.echo(f"{'vaderSentiment alone, in a loop':52}{_score_by_vader(said):9,.0f} mentions/s")
        click.echo(f"{'scoring alone, in a loop':52}{alone:9,.0f} mentions/s")
        for size, density in ((100, STORM), (100, DAY), (1, DAY)):
            _, said = _tell(mentions if size > 1 else mentions // 5, density)
            lane = Lane(server.address, f"bench-{size}-{density}", [brand], Path(home) / f"{size}-{density}")
            try:
                lane.send(list(_pages(said, size, lane.name)))
                run = _run_worker(lane, said, pure=pure, beside=beside)
            finally:
                lane.close()
            before, alone = alone, _score(said, pure=pure)
            name = f"worker, pages of {size}, {density:,} a minute, peak {run.peak:.0f} MB"
            mean = (before + alone) / 2
            later = f"second half {run.later:9,.0f} mentions/s {run.later / mean:7.2f}"
            click.echo(f"{name:52}{run.rate:9,.0f} mentions/s {run.rate / mean:7.2f}, {later}")
            click.echo(f"{'scoring alone, again':52}{alone:9,.0f} mentions/s")
            if density == STORM:
                continue
            plain = _run_plain(server.address, lane.name, len(said), pure=pure)
            name = f"confluent-kafka loop that scores, pages of {size}"
            rate_text = "not installed" if plain is None else f"{plain:9,.0f} mentions/s {plain / alone:7.2f}"
            click.echo(f"{name:52}{rate_text}")


def _tell(count: int, density: int) -> tuple[str, list[Mention]]:
    # A new telling of the story whenever one ends: else each text would come a dozen times.
    stories = chain.from_iterable(generate(list_scenarios()[0], seed=seed) for seed in counter())
    told = list(islice(stories, count))
    brand = told[0].brand
    said = [
        replace(
            mention,
            source="x",
            native_id=str(number),
            brand=brand,
            published_at=START + number * timedelta(minutes=1) / density,
            edited=False,
            deleted=False,
            text=mention.text or "ok",
        )
        for number, mention in enumerate(told)
    ]
    return brand, said


def _pages(said: Sequence[Mention], size: int, lane: str) -> Iterator[tuple[str, bytes]]:
    for start in range(0, len(said), size):
        lines: list[Mention | Heartbeat] = [replace(one, lane=lane) for one in said[start : start + size]]
        if (start + size) % 100 == 0 or start + size >= len(said):
            ahead = timedelta(minutes=1) if start + size >= len(said) else timedelta()
            upto = said[min(start + size, len(said)) - 1].published_at + ahead
            lines.append(Heartbeat(source="x", upto=upto, lane=lane))
        yield "replay", join_lines([line.to_json() for line in lines])


def _score(said: Sequence[Mention], *, pure: bool) -> float:
    score = MentionScorer(compiled=not pure).score_mention
    began = time.perf_counter()
    for mention in said:
        score(mention, 0)
    return len(said) / (time.perf_counter() - began)


def _score_by_vader(said: Sequence[Mention]) -> float:
    score = SentimentIntensityAnalyzer().polarity_scores
    began = time.perf_counter()
    for mention in said:
        score(mention.text)
    return len(said) / (time.perf_counter() - began)


@dataclass(frozen=True, slots=True)
class _Run:
    """How a worker did."""

    rate: float
    """Mentions a second."""
    later: float
    """Those of the second half."""
    peak: float
    """Memory in MB."""


def _run_worker(lane: Lane, said: Sequence[Mention], *, pure: bool, beside: int) -> _Run:
    worker = lane.start(CRISIS_COMPILED="false" if pure else "true", CRISIS_SCORING_PROCESSES=str(beside))
    last = said[-1].published_at.replace(second=0, microsecond=0).isoformat()
    peak = 0.0

    def is_done() -> bool:
        nonlocal peak
        peak = max(peak, _weigh(worker.child.pid))
        return max(lane.closed_until().values(), default="") >= last

    lane.wait_for(is_done, within=900)
    worker.stop()
    first = min(lane.records("readings"), key=lambda record: record.offset)
    closed = [
        (
            record.timestamp,
            sum(one.counts.mentions + one.duplicates for one in read_minutes(record.value).good),
        )
        for record in sorted(lane.records("minutes"), key=lambda record: record.offset)
    ]
    taken, (end, _) = sum(mentions for _, mentions in closed), closed[-1]
    assert taken == len(said), f"{taken} of {len(said)} are in minutes"
    # What stands in the first record was scored before the time runs.
    before = sum(len(reading.mentions) for reading in read_readings(first.value).good)
    counted = accumulate(mentions for _, mentions in closed)
    half, at = next((one, at) for one, (at, _) in zip(counted, closed, strict=True) if one >= taken / 2)
    later = (taken - half) * 1000 / (end - at) if end > at else 0.0
    return _Run((taken - before) * 1000 / (end - first.timestamp), later, peak)


def _weigh(pid: int) -> float:
    """Memory of a process and its children in MB; of what they share with others their part."""
    worker = psutil.Process(pid)
    return sum(one.memory_full_info().pss for one in (worker, *worker.children())) / 2**20


def _run_plain(bootstrap: str, lane: str, wanted: int, *, pure: bool) -> float | None:
    if find_spec("confluent_kafka") is None:
        return None
    from confluent_kafka import Consumer  # noqa: PLC0415 - only for this comparison.

    score = MentionScorer(compiled=not pure).score_mention
    consumer = Consumer(
        {"bootstrap.servers": bootstrap, "group.id": f"plain-{lane}", "auto.offset.reset": "earliest"}
    )
    consumer.subscribe([topic(lane, "mentions")])
    taken, began = 0, 0.0
    try:
        while taken < wanted:
            record = consumer.poll(10)
            if record is None or record.error():
                continue
            began = began or time.perf_counter()
            sent_at = datetime.fromtimestamp(record.timestamp()[1] / 1000, UTC)
            for line, mention in read_page(record.value() or b"", lane=lane, sent_at=sent_at).mentions:
                score(mention, line)
                taken += 1
        return taken / (time.perf_counter() - began)
    finally:
        consumer.close()


if __name__ == "__main__":
    main()
