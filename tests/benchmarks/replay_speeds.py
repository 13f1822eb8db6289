"""Replay one recording at several speeds and say whether everything that came out is the same.

Example:
    python -m tests.benchmarks.replay_speeds ../shared/data/streams/duolingo_reddit.jsonl.gz \
        --brand duolingo --kafka --speed max --speed 36000 --speed 3600
"""

import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path

import click

from connectors.archive import read_lines
from connectors.author import AuthorKey
from connectors.clock import SystemClock
from connectors.mention import Mention
from connectors.publisher import Publisher
from connectors.recording import list_sources, read_recording
from connectors.replay import Progress, Recording, Replay
from connectors.timetable import Timetable
from deploy.embedded import embedded_broker
from deploy.kafka.server import kafka_server
from streams.minute import Minute
from streams.spike import FeedAlarm, Spike
from tests.integration.lane import Lane

KEY = AuthorKey(b"a key for benchmarks, of no use elsewhere")


@click.command(help=__doc__)
@click.argument("recording", type=click.Path(path_type=Path, exists=True))
@click.option("--brand", required=True)
@click.option("--speed", "speeds", multiple=True, default=("max",), help="A number, or max; repeat it.")
@click.option(
    "--kafka", is_flag=True, help="On an Apache Kafka started for this; else on the embedded broker."
)
@click.option("--bootstrap", help="On a broker that runs already.")
@click.option("--tag", default="run", show_default=True, help="Opens the names of the lanes.")
@click.option("--within", default=7200, show_default=True, help="Seconds to wait for the workers.")
def main(
    recording: Path,
    brand: str,
    speeds: tuple[str, ...],
    *,
    kafka: bool,
    bootstrap: str | None,
    tag: str,
    within: int,
) -> None:
    with _broker(kafka=kafka, bootstrap=bootstrap) as address, ThreadPoolExecutor(len(speeds)) as pool:
        runs = [
            pool.submit(_run, address, f"{tag}-{speed}", recording, brand=brand, speed=speed, within=within)
            for speed in speeds
        ]
        digests = {run.result() for run in runs}
    click.echo("the same at every speed" if len(digests) == 1 else "THEY DIFFER")
    sys.exit(len(digests) != 1)


@contextlib.contextmanager
def _broker(*, kafka: bool, bootstrap: str | None) -> Iterator[str]:
    if bootstrap:
        yield bootstrap
        return
    with kafka_server() if kafka else embedded_broker() as server:
        yield server.address


def _run(address: str, name: str, recording: Path, *, brand: str, speed: str, within: int) -> tuple[str, str]:
    mentions = read_recording(read_lines(recording), lane=name, authors=lambda: KEY, brand=brand)
    with tempfile.TemporaryDirectory() as home:
        lane = Lane(address, name, [brand], Path(home))
        try:
            lane.start()
            began = time.monotonic()
            _replay(lane, mentions, speed)
            sent = time.monotonic()
            last = mentions[-1].published_at.replace(second=0, microsecond=0).isoformat()
            lane.wait_for(lambda: max(lane.closed_until().values(), default="") > last, within)
            lane.wait_for(lane.is_judged, within)
            done = time.monotonic()
            minutes, spikes = lane.minutes(), lane.spikes()
        finally:
            lane.close()
    counted = sum(minute.counts.mentions for minute in minutes.values())
    duplicates = sum(minute.duplicates for minute in minutes.values())
    digests = (_digest(minutes.values(), name), _digest(spikes, name))
    click.echo(
        f"{name}: {len(mentions)} mentions sent in {sent - began:.0f} s, all closed after {done - began:.0f} s; "
        f"{counted} counted, {duplicates} copies, {len(minutes)} minutes {digests[0]}, "
        f"{len(spikes)} changes on spikes {digests[1]}"
    )
    for change in spikes if speed == "max" else ():
        click.echo("  " + _describe(change))
    return digests


def _replay(lane: Lane, mentions: Sequence[Mention], speed: str) -> None:
    publisher = Publisher(lane.bootstrap)
    shown = 0

    def report(progress: Progress) -> None:
        nonlocal shown
        if progress.mentions - shown >= len(mentions) // 10:
            shown = progress.mentions
            click.echo(f"{lane.name}: {progress.at:%Y-%m-%d %H:%M}, {progress.mentions} mentions", err=True)

    try:
        recorded = Recording("replay", mentions, Timetable(list_sources(mentions), lane.name))
        pace = None if speed == "max" else float(speed)
        asyncio.run(Replay(recorded, publisher, SystemClock(), pace, report).run(asyncio.Event()))
    finally:
        publisher.close()


def _digest(records: Iterable[Spike | FeedAlarm | Minute], lane: str) -> str:
    digest = blake2b(digest_size=8)
    for record in records:
        digest.update(record.to_json().replace(f'"lane":"{lane}"'.encode(), b'"lane":""'))
    return digest.hexdigest()


def _describe(change: Spike | FeedAlarm) -> str:
    if isinstance(change, FeedAlarm):
        return f"{change.at:%Y-%m-%d %H:%M} feed {change.source} {change.state}"
    return (
        f"{change.at:%Y-%m-%d %H:%M} {change.phase:8} {change.severity} {change.kind} {change.id} onset "
        f"{change.onset:%m-%d %H:%M} observed {change.observed:g} expected {change.expected:.2f} "
        f"evidence {change.evidence:.2f} of {change.threshold:g}"
    )


if __name__ == "__main__":
    main()
