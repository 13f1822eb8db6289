"""The command line of the connectors: `run` and `replay`."""

import asyncio
import logging
import os
import random
import signal
import sys
from collections.abc import Coroutine, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import click
from prometheus_client import REGISTRY, start_http_server

from connectors.archive import read_lines
from connectors.clock import SystemClock
from connectors.config import read_document
from connectors.configured import Settings, build_settings
from connectors.connector import Assignment
from connectors.cursors import load_cursors, split_memory
from connectors.equipment import Equipment
from connectors.errors import ConnectorError, MisconfiguredError
from connectors.http import Http
from connectors.keyfile import load_author_key
from connectors.metrics import ConnectorMetrics
from connectors.publisher import Publisher
from connectors.receiver.command import receive
from connectors.recording import list_sources, read_recording
from connectors.registry import KINDS
from connectors.replay import Progress, Recording, Replay
from connectors.runner import Delayed, Open, Runner, Stopped
from connectors.settings import Connector, Kafka
from connectors.sweep import Sweep, Sweeper
from connectors.timetable import Timetable
from connectors.topics import ensure_topics

_DATA: Final = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("data"),
    envvar="CRISIS_DATA_DIR",
    show_default=True,
    help="Where the author key is kept when CRISIS_AUTHOR_KEY is not set.",
)


@click.group()
def main() -> None:
    """Bring what people say into Kafka."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    # It logs each attempt; what comes of them we say once, in `_show_sweep`.
    logging.getLogger("kafka").setLevel(logging.CRITICAL)


main.add_command(receive)


@main.command()
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("crisis.toml"),
    show_default=True,
    help="The configuration file.",
)
@click.option("--metrics-port", type=click.IntRange(0, 65_535), default=0, help="Serve /metrics; 0 does not.")
@click.option("--metrics-host", default="127.0.0.1", show_default=True)
@_DATA
@click.argument("names", nargs=-1)
def run(config: Path, metrics_port: int, metrics_host: str, data_dir: Path, names: tuple[str, ...]) -> None:
    """Run the configured connectors, or only those with the given NAMES, until Ctrl-C.

    \b
    Example:
        python -m connectors run --config crisis.toml --metrics-port 9464 newsroom
    """  # noqa: D301 - click wants the sign itself: it keeps the example's lines.
    server = None
    try:
        settings = build_settings(read_document(config), file=str(config))
        chosen = _choose(settings, names)
        metrics = ConnectorMetrics(REGISTRY)
        if metrics_port:
            server, _ = start_http_server(metrics_port, metrics_host)
        stopped = asyncio.run(_run_connectors(settings, chosen, metrics, data_dir))
    except (ConnectorError, OSError) as exc:
        raise click.ClickException(str(exc)) from exc
    finally:
        if server is not None:
            server.shutdown()
            server.server_close()
    if stopped:
        raise click.ClickException(f"every source has stopped: {', '.join(each.source for each in stopped)}")


def _choose(settings: Settings, names: Sequence[str]) -> tuple[Connector, ...]:
    known = {connector.name: connector for connector in settings.swept}
    unknown = [name for name in names if name not in known]
    if unknown or not known:
        said = (
            f"no such connector: {', '.join(unknown)}"
            if unknown
            else "no [[connectors]] that are looked at are configured"
        )
        raise MisconfiguredError(f"{said}; configured: {', '.join(sorted(known)) or 'none'}")
    return tuple(known[name] for name in names) or settings.swept


async def _run_connectors(
    settings: Settings, chosen: Sequence[Connector], metrics: ConnectorMetrics, data_dir: Path
) -> tuple[Stopped, ...]:
    kafka, clock = settings.kafka, SystemClock()
    authors = load_author_key(os.environ, data_dir)
    await asyncio.to_thread(ensure_topics, kafka)
    cursors = await asyncio.to_thread(load_cursors, kafka.bootstrap, kafka.lane)
    publisher = Publisher(kafka.bootstrap)
    runner = Runner(
        Sweeper(publisher, metrics, now=clock.now),
        metrics,
        clock=clock,
        randomness=random.random,
        report=_show_sweep,
    )
    try:
        async with Http(clock) as http:
            equipment = Equipment(http, clock, authors, environ=os.environ)
            sources = [_assign(settings, each, cursors, equipment) for each in chosen]
            return await _until_stopped(runner.run(sources)) or ()
    finally:
        publisher.close()


def _assign(
    settings: Settings, options: Connector, saved: Mapping[str, bytes], equipment: Equipment
) -> tuple[Assignment, Open]:
    assignment = Assignment(
        options.name,
        settings.brands_of(options),
        options.every,
        settings.kafka.lane,
        saved.get(options.name),
        split_memory(saved, options.name),
    )
    kind = KINDS[options.kind]
    return assignment, lambda current: kind.open(current, options, equipment)


def _listen(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)


async def _until_stopped(running: Coroutine[Any, Any, tuple[Stopped, ...]]) -> tuple[Stopped, ...] | None:
    """Let it run to its end, or cancel it on Ctrl-C and SIGTERM and return None."""
    stop = asyncio.Event()
    _listen(stop)
    task, stopping = asyncio.create_task(running), asyncio.create_task(stop.wait())
    await asyncio.wait((task, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if task.done():
        return task.result()
    task.cancel()
    await asyncio.wait((task,))
    click.echo("stopped", err=True)
    return None


def _show_sweep(event: Sweep | Delayed | Stopped) -> None:
    match event:
        case Sweep(source=source, mentions=mentions, upto=upto):
            upto_text = f", complete up to {upto:%H:%M:%S}Z" if upto else ""
            click.echo(f"{source}: {mentions} mentions{upto_text}")
        case Delayed(source=source, why=why, next_in=next_in):
            click.echo(f"{source}: {why}; next try in {next_in.total_seconds():.0f} s", err=True)
        case Stopped(source=source, why=why):
            click.echo(f"{source}: stopped: {why}", err=True)


class _Speed(click.ParamType):
    name = "speed"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float | None:
        if value == "max":
            return None
        try:
            speed = float(str(value))
        except ValueError:
            speed = 0.0
        if not 0 < speed < float("inf"):
            self.fail("a number above 0 (60 is an hour in a minute) or `max`", param, ctx)
        return speed


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--lane", required=True, help="The drill's lane, for example drill-acme; never `live`.")
@click.option("--brand", help="Count every mention for this brand, whatever the recording says.")
@click.option("--speed", type=_Speed(), default="max", show_default=True, help="1, 60, 3600 … or `max`.")
@click.option("--bootstrap", default="127.0.0.1:9092", show_default=True, help="The broker.")
@click.option(
    "--partitions", type=click.IntRange(1, 256), default=8, show_default=True, help="Of new topics."
)
@click.option("--name", default="replay", show_default=True, help="Of the replay: key of its pages.")
@click.option("--beat-every", type=click.IntRange(1, 60), default=5, show_default=True, help="Minutes.")
@click.option("--run-out", type=click.IntRange(1, 1440), default=30, show_default=True, help="Minutes.")
@_DATA
def replay(  # noqa: PLR0917 - click calls it by name.
    file: Path,
    lane: str,
    brand: str | None,
    speed: float | None,
    bootstrap: str,
    partitions: int,
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
        kafka = Kafka.model_validate({"bootstrap": bootstrap, "lane": lane, "partitions": partitions})
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
    except (ConnectorError, ValueError) as exc:
        raise click.ClickException(f"{file}: {exc}") from exc
    click.echo(
        f"{'done' if progress.done else 'stopped'}: {progress.mentions} of {progress.of_mentions} mentions"
    )


async def _replay(recording: Recording, kafka: Kafka, speed: float | None) -> Progress:
    stop = asyncio.Event()
    _listen(stop)
    await asyncio.to_thread(ensure_topics, kafka)
    cursors = await asyncio.to_thread(load_cursors, kafka.bootstrap, kafka.lane)
    publisher = Publisher(kafka.bootstrap)
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
