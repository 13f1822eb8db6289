"""Replay one story at several speeds, with what people do in it, and say whether everything that comes out is the same.

WHAT is a scenario's name or a recording. A speed is a number or `max`; `60@22h..26h` runs that stretch at 60 and
the rest as fast as it goes, so that 1 can be tried too. With `--deeds` somebody acknowledges, notes, ticks a step,
answers in public, calls it a crisis and contains it, each at its moment after the story's onset.

Example:
    python -m tests.benchmarks.replay_speeds ai-holiday-film --deeds --kafka \
        --speed max --speed 3600 --speed 60@22h..26h --speed 1@23h46m..23h52m
"""

import contextlib
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

import click

from alerts.action import ActionKind
from connectors.author import AuthorKey
from deploy.commands.words import Span
from deploy.embedded import embedded_broker
from deploy.kafka.server import kafka_server
from deploy.recordings.material import Material, open_material
from streams.spike import FeedAlarm, Spike
from tests.integration.gates import Deed, Stretch, digest, read_records, replay_with_deeds
from tests.integration.lane import Lane

KEY: Final = AuthorKey(b"a key for benchmarks, of no use elsewhere")
DEEDS: Final = (
    (20, ActionKind.ACKNOWLEDGE, "", ""),
    (23, ActionKind.NOTE, "", "the agency confirms it"),
    (30, ActionKind.TICK, "", ""),
    (50, ActionKind.REPLIED, "https://social.example/1", ""),
    (90, ActionKind.CRISIS, "", ""),
    (140, ActionKind.CONTAIN, "", ""),
)
"""Minutes after the onset; what; value; text."""


@click.command(help=__doc__)
@click.argument("what")
@click.option("--brand", help="For a recording that names none.")
@click.option("--speed", "speeds", multiple=True, default=("max",), help="A number, or max; repeat it.")
@click.option("--deeds", is_flag=True, help="With what people do; needs a story whose truth is known.")
@click.option("--kafka", is_flag=True, help="On an Apache Kafka started for this; else on the embedded one.")
@click.option("--bootstrap", help="On a broker that runs already.")
@click.option("--tag", default="drill-speed", show_default=True, help="Opens the names of the lanes.")
@click.option("--within", default=7200, show_default=True, help="Seconds to wait for the workers.")
def main(
    what: str,
    brand: str | None,
    speeds: tuple[str, ...],
    *,
    deeds: bool,
    kafka: bool,
    bootstrap: str | None,
    tag: str,
    within: int,
) -> None:
    material = open_material(what, authors=lambda: KEY, brand=brand)
    done = _plan_deeds(material) if deeds else ()
    found = []
    with _broker(kafka=kafka, bootstrap=bootstrap) as address:
        for number, speed in enumerate(speeds):
            lane = f"{tag}-{number}"
            click.echo(f"{lane}: {material.name} at {speed}", err=True)
            stretch = _read_stretch(speed, material)
            found.append(_run(address, lane, material, done, stretch=stretch, within=within))
    differing = {kind for one in found for kind in one if one[kind] != found[0][kind]}
    click.echo(f"THEY DIFFER: {', '.join(sorted(differing))}" if differing else "the same at every speed")
    sys.exit(bool(differing))


def _plan_deeds(material: Material) -> tuple[Deed, ...]:
    if not material.storms:
        raise click.UsageError("nobody knows when it began, so nobody can act in it")
    onset = material.storms[0].onset
    return tuple(
        Deed(onset + timedelta(minutes=after), kind, value=value, text=text)
        for after, kind, value, text in DEEDS
    )


def _read_stretch(said: str, material: Material) -> Stretch | None:
    speed, _, span = said.partition("@")
    if speed == "max":
        return None
    begins, ends = material.begins, material.ends
    if span:
        first, last = (Span.parse(part) for part in span.split(".."))
        if first is None or last is None:
            raise click.UsageError(f"`{said}`: a stretch is written 22h..26h30m")
        begins, ends = material.begins + first, material.begins + last
    return Stretch(begins, ends, float(speed))


@contextlib.contextmanager
def _broker(*, kafka: bool, bootstrap: str | None) -> Iterator[str]:
    if bootstrap:
        yield bootstrap
        return
    with kafka_server() if kafka else embedded_broker() as server:
        yield server.address


def _run(
    address: str,
    name: str,
    material: Material,
    deeds: Sequence[Deed],
    *,
    stretch: Stretch | None,
    within: int,
) -> Mapping[str, str]:
    mentions = tuple(material.read(name))
    with tempfile.TemporaryDirectory() as home:
        lane = Lane(address, name, material.brands, Path(home))
        try:
            lane.start()
            lane.start("response-1", "alerts")
            began = time.monotonic()
            replay_with_deeds(lane, mentions, deeds, stretch, within=within)
            took = time.monotonic() - began
            records = read_records(lane)
            spikes = lane.spikes()
            duplicates = sum(minute.duplicates for minute in lane.minutes().values())
            counted = sum(minute.counts.mentions for minute in lane.minutes().values())
        finally:
            lane.close()
    found = {kind: digest(kept) for kind, kept in records.items()}
    click.echo(
        f"{name}: {len(mentions)} mentions in {took:.0f} s, {counted} counted, {duplicates} copies; {found}"
    )
    if stretch is None:
        for change in spikes:
            click.echo("  " + _describe(change))
    return found


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
