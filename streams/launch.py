"""The launch of a worker process: refuses to start on a wrong file, serves `/metrics`, hands over to Faust."""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
import faust
from prometheus_client import CollectorRegistry, disable_created_metrics

from connectors.errors import MisconfiguredError
from connectors.exposition import serve_metrics
from streams.collector import spare_collector
from streams.fetches import quieten_kafka
from streams.workplace import Workplace

EXIT_MISCONFIGURED: Final = 78
"""EX_CONFIG."""

_LOCK: Final = "worker.lock"

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
    with refused_on(MisconfiguredError):
        occupy(workplace.data_dir)
        if workplace.web_port:
            serve_metrics(workplace.web_port, workplace.web_host, registry)
    quieten_kafka()
    spare_collector()
    faust.Worker(app, loglevel=loglevel).execute_from_commandline()


def occupy(data_dir: Path) -> int:
    """Take a data directory for this process alone, until it ends; make it if it is missing.

    A second worker that found out from RocksDB would first have joined the group, and taken partitions from the one
    that runs.

    Returns:
        what holds it; the system closes it when the process ends, however it ends.

    Raises:
        MisconfiguredError: a worker that runs has it, or it cannot be written.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        held = os.open(data_dir / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as exc:
        raise MisconfiguredError(f"{data_dir}, where state is kept: {exc.strerror}") from exc
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as exc:
        os.close(held)
        what = f"another worker that runs keeps its state in {data_dir}"
        raise MisconfiguredError(
            f"{what}: stop that one, or give this one a data directory of its own"
        ) from exc
    return held
