"""The launch of a worker process: refuses to start on a wrong file, serves `/metrics`, hands over to Faust."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import click
import faust
from prometheus_client import CollectorRegistry, disable_created_metrics, start_http_server

from streams.collector import spare_collector
from streams.fetches import quieten_kafka
from streams.workplace import Workplace

EXIT_MISCONFIGURED: Final = 78
"""EX_CONFIG."""

LOGLEVEL: Final = click.option(
    "--loglevel", default="WARNING", show_default=True, help="DEBUG, INFO, WARNING or ERROR."
)


@contextmanager
def refused_on(*errors: type[Exception]) -> Iterator[None]:
    """End the process with the error's own text: what it says is for the person who starts it."""
    try:
        yield
    except errors as exc:
        click.echo(str(exc), err=True)
        sys.exit(EXIT_MISCONFIGURED)


def open_registry() -> CollectorRegistry:
    """An empty registry of metrics, without a second series for each counter, which no panel reads."""
    disable_created_metrics()  # type: ignore[no-untyped-call]
    return CollectorRegistry()


def launch(app: faust.App, workplace: Workplace, registry: CollectorRegistry, *, loglevel: str) -> None:
    """Serve the metrics and run the worker until it is told to stop; does not return."""
    if workplace.web_port:
        start_http_server(workplace.web_port, workplace.web_host, registry)
    workplace.data_dir.mkdir(parents=True, exist_ok=True)
    quieten_kafka()
    spare_collector()
    faust.Worker(app, loglevel=loglevel).execute_from_commandline()
