"""The command `python -m connectors replay`: sends a recording into a drill's lane."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import click

from connectors.access import unlock
from connectors.archive import read_lines
from connectors.clock import SystemClock
from connectors.config import ConfigurationError, build_section, read_document
from connectors.cursors import load_cursors
from connectors.errors import ConnectorError
from connectors.keyfile import load_author_key
from connectors.options import BRAND, DRILL_LANE, KEY_DIR, Speed
from connectors.publisher import Publisher
from connectors.recording import list_sources, read_recording
from connectors.replay import Progress, Recording, Replay
from connectors.settings import Kafka
from connectors.timetable import Timetable
from connectors.topics import ensure_topics


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@DRILL_LANE
@BRAND
@click.option("--speed", type=Speed(), default="max", show_default=True, help="1, 60, 3600 … or `max`.")
@click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), help="The file whose [kafka] to use."
)
@click.option("--bootstrap", envvar="CRISIS_BOOTSTRAP", help="The broker, whatever the file says.")
@click.option("--partitions", type=click.IntRange(1, 256), help="Of new topics, whatever the file says.")
@click.option("--name", default="replay", show_default=True, help="Of the replay: key of its pages.")
@click.option("--beat-every", type=click.IntRange(1, 60), default=5, show_default=True, help="Minutes.")
@click.option("--run-out", type=click.IntRange(1, 1440), default=30, show_default=True, help="Minutes.")
@KEY_DIR
def replay(  # noqa: PLR0917 - click calls it by name.
    file: Path,
    lane: str,
    brand: str | None,
    speed: float | None,
    config: Path | None,
    bootstrap: str | None,
    partitions: int | None,
    name: str,
    beat_every: int,
    run_out: int,
    data_dir: Path,
) -> None:
    """Send the recording FILE (JSON lines; .gz and .zst too) into a drill's lane.

    Stopped with Ctrl-C, it goes on from where it was when it is started again.

    \b
    Example:
        python -m connectors replay storm.jsonl.gz --brand acme --lane drill-acme --speed 3600
    """  # noqa: D301 - as above.
    try:
        kafka = _choose_broker(config, {"bootstrap": bootstrap, "lane": lane, "partitions": partitions})
        mentions = read_recording(
            read_lines(file),
            lane=lane,
            brand=brand,
            authors=lambda: load_author_key(os.environ, data_dir),
        )
        timetable = Timetable(
            list_sources(mentions), lane, timedelta(minutes=beat_every), timedelta(minutes=run_out)
        )
        progress = asyncio.run(_replay(Recording(name, mentions, timetable), kafka, speed))
    except ConfigurationError as exc:
        raise click.ClickException(str(exc)) from exc
    except (ConnectorError, ValueError) as exc:
        raise click.ClickException(f"{file}: {exc}") from exc
    click.echo(
        f"{'done' if progress.done else 'stopped'}: {progress.mentions} of {progress.of_mentions} mentions"
    )


def _choose_broker(config: Path | None, given: Mapping[str, object]) -> Kafka:
    """The `[kafka]` of a file, or none, with what was given on the command line."""
    table = read_document(config).get("kafka", {}) if config else {}
    wanted = {**table, **{key: value for key, value in given.items() if value is not None}}
    file = str(config or "command line")
    return unlock(build_section(Kafka, wanted, file=file, at="kafka"), os.environ, file=file)


async def _replay(recording: Recording, kafka: Kafka, speed: float | None) -> Progress:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await asyncio.to_thread(ensure_topics, kafka)
    cursors = await asyncio.to_thread(load_cursors, kafka, kafka.lane)
    publisher = Publisher(kafka)
    try:
        sent = Replay(recording, publisher, SystemClock(), speed, report=_show_progress)
        return await sent.run(stop, cursors.get(recording.name))
    finally:
        publisher.close()
        if sys.stderr.isatty():
            click.echo(err=True)


def _show_progress(progress: Progress) -> None:
    at = f"{progress.at:%Y-%m-%d %H:%M}Z" if progress.at else "start"
    line = f"{at}  {progress.mentions} of {progress.of_mentions} mentions, {progress.pages} pages"
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{line}", nl=False, err=True)
    else:
        click.echo(line, err=True)
