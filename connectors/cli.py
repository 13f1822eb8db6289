"""The command line of the connectors: `run`, and the commands that have a module of their own."""

import asyncio
import logging
import os
import random
import signal
from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from prometheus_client import REGISTRY

from connectors.clock import SystemClock
from connectors.config import read_document
from connectors.configured import Settings, build_settings
from connectors.connector import Assignment
from connectors.cursors import load_cursors, split_memory
from connectors.equipment import Equipment
from connectors.errors import ConnectorError, MisconfiguredError
from connectors.exposition import serve_metrics
from connectors.http import Http
from connectors.keyfile import load_author_key
from connectors.metrics import ConnectorMetrics
from connectors.options import CONFIG, KEY_DIR, METRICS_HOST, METRICS_PORT
from connectors.publisher import Publisher
from connectors.receiver.command import receive
from connectors.registry import KINDS
from connectors.replay_command import replay
from connectors.runner import Delayed, Open, Runner, Stopped
from connectors.settings import Connector
from connectors.sweep import Sweep, Sweeper
from connectors.topics import ensure_topics


@click.group()
def main() -> None:
    """Bring what people say into Kafka."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    # It logs each attempt; what comes of them we say once, in `_show_sweep`.
    logging.getLogger("kafka").setLevel(logging.CRITICAL)


main.add_command(receive)
main.add_command(replay)


@main.command()
@CONFIG
@METRICS_PORT
@METRICS_HOST
@KEY_DIR
@click.argument("names", nargs=-1)
def run(config: Path, metrics_port: int, metrics_host: str, data_dir: Path, names: tuple[str, ...]) -> None:
    """Run the configured connectors, or only those with the given NAMES, until Ctrl-C.

    \b
    Example:
        python -m connectors run --config crisis.toml --metrics-port 9464 newsroom
    """  # noqa: D301 - click wants the sign itself: it keeps the example's lines.
    server = None
    try:
        settings = build_settings(read_document(config), file=str(config), environ=os.environ)
        chosen = _choose(settings, names)
        metrics = ConnectorMetrics(REGISTRY)
        if metrics_port:
            server, _ = serve_metrics(metrics_port, metrics_host)
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
    cursors = await asyncio.to_thread(load_cursors, kafka, kafka.lane)
    publisher = Publisher(kafka)
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
