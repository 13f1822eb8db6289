"""`crisis record`: read a lane back from Kafka into a recording."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for Faust.

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deploy.commands.words import CONFIG, Truth, UtcMoment, told_to_people, watching

if TYPE_CHECKING:
    from deploy.recordings.manifest import Storm

_KEY_BYTES = 32


@click.command()
@CONFIG
@click.option("--brand", required=True, help="Whose mentions.")
@click.option("--from", "begins", type=UtcMoment(), required=True, help="First moment; UTC if not said.")
@click.option("--to", "ends", type=UtcMoment(), help="Up to, not including; now if not given.")
@click.option("--out", "-o", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--lane", help="Instead of the configured one.")
@click.option("--redact", is_flag=True, help="Take scores only: no text, no quotes, no reasons.")
@click.option("--truth", "storms", type=Truth(), multiple=True, help="A storm that is true; repeat it.")
@click.option("--calm", is_flag=True, help="Note that nothing in it may page.")
def record(  # noqa: PLR0917 - click calls it by name.
    config: Path,
    brand: str,
    begins: datetime,
    ends: datetime | None,
    out: Path,
    lane: str | None,
    storms: "tuple[Storm, ...]",
    *,
    redact: bool,
    calm: bool,
) -> None:
    """Read the mentions of a brand back from Kafka into a file for drills and back-tests.

    Authors and posts get new names that nobody can lead back, addresses are dropped, and what was taken down
    since is left out. A manifest beside the file says what it is. Compressed by its ending: .zst, .gz or not.

    \b
    Example:
        crisis record --brand acme --from 2026-04-01 --to 2026-05-01 -o acme-april.jsonl.zst
    """
    with told_to_people():
        from secrets import token_bytes

        from connectors.config import read_document
        from connectors.configured import build_settings
        from deploy.recordings.lane import LaneReader
        from deploy.recordings.taping import Order, tape_mentions, tape_scores
        from deploy.recordings.writing import manifest_path

        kafka = build_settings(read_document(config), file=str(config), environ=os.environ).kafka
        now = datetime.now(UTC)
        name = lane or kafka.lane
        what = "readings" if redact else "mentions"
        with watching(f"reading {name}.{what}") as report:
            reader = LaneReader(kafka, name, report)
            order = Order(
                brand=brand,
                begins=begins,
                ends=ends or now,
                origin=f"{name}.{what} at {kafka.bootstrap}",
                storms=storms or (() if calm else None),
            )
            key = token_bytes(_KEY_BYTES)  # Thrown away with this process.
            if redact:
                manifest = tape_scores(out, order, reader.read_scores(begins), key=key, now=now)
            else:
                manifest = tape_mentions(out, order, reader.read_mentions(begins), key=key, now=now)
    span = f"{manifest.begins:%Y-%m-%d %H:%M} to {manifest.ends:%Y-%m-%d %H:%M}"
    click.echo(f"{out}: {manifest.mentions:,} mentions, {span}; {manifest_path(out).name} says what it is")
    if reader.unreadable:
        click.echo(f"{reader.unreadable:,} lines could not be read and were left out", err=True)
