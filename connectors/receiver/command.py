"""The command `python -m connectors receive`: runs the receiver until Ctrl-C."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from prometheus_client import REGISTRY

from connectors.clock import SystemClock
from connectors.config import read_document
from connectors.configured import Settings, build_settings
from connectors.connector import Assignment
from connectors.equipment import Equipment
from connectors.errors import ConnectorError, MisconfiguredError
from connectors.exposition import serve_metrics
from connectors.http import Http
from connectors.keyfile import load_author_key
from connectors.options import CONFIG, KEY_DIR, METRICS_HOST, METRICS_PORT
from connectors.publisher import Publisher
from connectors.receiver.beat import Beat
from connectors.receiver.intake import Intake
from connectors.receiver.metrics import ReceiverMetrics
from connectors.receiver.registry import HOOKS
from connectors.receiver.server import PATH, Server
from connectors.topics import ensure_topics


@click.command()
@CONFIG
@METRICS_PORT
@METRICS_HOST
@KEY_DIR
def receive(config: Path, metrics_port: int, metrics_host: str, data_dir: Path) -> None:
    """Take what is pushed to the configured webhooks, until Ctrl-C.

    \b
    Example:
        python -m connectors receive --config crisis.toml --metrics-port 9104
    """  # noqa: D301 - click wants the sign itself: it keeps the example's lines.
    try:
        settings = build_settings(read_document(config), file=str(config), environ=os.environ)
        if not settings.pushed:
            raise MisconfiguredError(
                f"{config}: no [[connectors]] with a webhook; kinds that can have one: {', '.join(HOOKS)}"
            )
        with _metrics_served(metrics_port, metrics_host):
            asyncio.run(_receive(settings, data_dir))
    except (ConnectorError, OSError) as exc:
        raise click.ClickException(str(exc)) from exc
    click.echo("stopped", err=True)


@contextmanager
def _metrics_served(port: int, host: str) -> Iterator[None]:
    if not port:
        yield
        return
    server, thread = serve_metrics(port, host)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


async def _receive(settings: Settings, data_dir: Path) -> None:
    kafka, clock, metrics = settings.kafka, SystemClock(), ReceiverMetrics(REGISTRY)
    authors = load_author_key(os.environ, data_dir)
    await asyncio.to_thread(ensure_topics, kafka)
    publisher = Publisher(kafka)
    try:
        async with Http(clock) as http:
            intakes = open_intakes(
                settings, Equipment(http, clock, authors, environ=os.environ), publisher, metrics
            )
            beat = Beat(intakes, publisher, settings.receiver, metrics, clock=clock, lane=kafka.lane)
            async with Server(intakes, beat, settings.receiver, metrics, clock=clock) as server:
                for intake in intakes:
                    click.echo(f"{intake.name}: {server.address}{PATH}{intake.path}")
                await _until_stopped(beat)
    finally:
        publisher.close()


def open_intakes(
    settings: Settings, equipment: Equipment, publisher: Publisher, metrics: ReceiverMetrics
) -> tuple[Intake, ...]:
    """One intake for each connector with a webhook.

    Raises:
        MisconfiguredError: a secret is not set; the text names connector and variable.
    """
    intakes = []
    for options in settings.pushed:
        assignment = Assignment(options.name, settings.brands_of(options), options.every, settings.kafka.lane)
        try:
            hook = HOOKS[options.kind].open(assignment, options, equipment)
        except MisconfiguredError as exc:
            raise MisconfiguredError(f"{options.name}: {exc}") from exc
        intakes.append(Intake(assignment, options.hook_path, hook, publisher, metrics))
    metrics.create_labels(intake.name for intake in intakes)
    return tuple(intakes)


async def _until_stopped(beat: Beat) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    beating, stopping = asyncio.create_task(beat.run()), asyncio.create_task(stop.wait())
    await asyncio.wait((beating, stopping), return_when=asyncio.FIRST_COMPLETED)
    for task in (beating, stopping):
        if not task.done():
            task.cancel()
    await asyncio.wait((beating, stopping))
    if not beating.cancelled():
        beating.result()
