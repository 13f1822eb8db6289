"""Restart a sentiment worker whose brand has megabytes of state, from its own disk and from the changelog alone.

A source that is asked rarely keeps a storm's minutes open. When all is rolled the worker is killed with -9 and starts
again, then once more with an empty disk; at last the rare source vouches, and every mention has to be in a minute.

Example:
    python -m tests.benchmarks.large_state --minutes 50
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import click

from connectors.mention import Heartbeat, Mention
from connectors.page import join_lines
from deploy.embedded import embedded_broker
from deploy.kafka.server import kafka_server
from tests.benchmarks.throughput import START, _tell
from tests.integration.lane import Lane, Reader

WORKER: Final = "sentiment-1"
"""The same one each time: the embedded broker never drops a member that was killed."""
EACH: Final = 1_000
"""Mentions a minute, each by another author."""


@click.command(help=__doc__)
@click.option("--minutes", default=50, show_default=True, help="That stay open: 40 kB each.")
@click.option(
    "--kafka", is_flag=True, help="On an Apache Kafka started for this; else on the embedded broker."
)
def main(*, minutes: int, kafka: bool) -> None:
    brand, told = _tell(minutes * EACH, EACH)
    said = [replace(mention, author=f"{number:032x}") for number, mention in enumerate(told)]
    with kafka_server() if kafka else embedded_broker() as server, tempfile.TemporaryDirectory() as home:
        lane = Lane(server.address, "large", [brand], Path(home))
        try:
            is_whole = _restart(lane, brand, said, minutes)
        finally:
            lane.close()
    sys.exit(not is_whole)


def _restart(lane: Lane, brand: str, said: list[Mention], minutes: int) -> bool:
    rare, end = ("replay", _beat(lane, "rare", 0)), len(said)
    lane.send([rare, *_pages(lane, said[: end // 2])])
    first = lane.start(WORKER)
    lane.wait_for(lambda: _is_taken(lane), within=600)
    states = Reader(lane.bootstrap, f"crisis-sentiment-{lane.name}-windows-changelog")
    click.echo(f"state of {_find_largest(states, brand):,} bytes, half of the mentions rolled")
    first.kill()
    lane.send(list(_pages(lane, said[end // 2 :])))
    for disk in ("its own disk", "an empty disk"):
        began = time.monotonic()
        worker = lane.start(WORKER)
        lane.wait_for(lambda: _is_taken(lane), within=600)
        click.echo(f"with {disk} it is up to date after {time.monotonic() - began:.1f} s")
        if disk == "its own disk":
            click.echo(f"state of {_find_largest(states, brand):,} bytes, all of them rolled")
            worker.kill()
            shutil.rmtree(lane.home / WORKER)
            lane.send([("replay", _beat(lane, "x", minutes))])
    states.close()
    lane.send([("replay", _beat(lane, "rare", minutes))])
    lane.wait_for(lambda: len(lane.minutes()) >= minutes, within=600)
    counted = sum(minute.counts.mentions + minute.duplicates for minute in lane.minutes().values())
    click.echo(f"{counted:,} of {end:,} mentions are in {len(lane.minutes())} minutes")
    return counted == end


def _find_largest(states: Reader, brand: str) -> int:
    found = states.read()
    return max(len(one.value or b"") for one in found if (one.key or b"").strip(b'"') == brand.encode())


def _pages(lane: Lane, said: list[Mention]) -> Iterator[tuple[str, bytes]]:
    for start in range(0, len(said), 100):
        lines = [replace(mention, lane=lane.name).to_json() for mention in said[start : start + 100]]
        yield "replay", join_lines(lines)


def _beat(lane: Lane, source: str, minute: int) -> bytes:
    return Heartbeat(source=source, upto=START + timedelta(minutes=minute), lane=lane.name).to_json() + b"\n"


def _is_taken(lane: Lane) -> bool:
    group = f"crisis-sentiment-{lane.name}"
    return all(lane._is_committed(name, group) for name in ("mentions", "readings"))


if __name__ == "__main__":
    main()
