"""`python -m deploy.kafka`: fetch Apache Kafka, run it."""

import signal
import threading
from pathlib import Path
from types import FrameType

import click

from deploy.broker import BrokerError
from deploy.kafka.jars import fetch_jars
from deploy.kafka.server import kafka_server


@click.group(
    epilog="Example: python -m deploy.kafka fetch && python -m deploy.kafka run --data-dir data/kafka --port 9092"
)
def kafka() -> None:
    """A real Apache Kafka on this machine, without Docker. It needs Java 17 and, once, Maven."""


@kafka.command()
def fetch() -> None:
    """Bring the jars from Maven Central into the cache (or into CRISIS_KAFKA_HOME)."""
    try:
        click.echo(f"Apache Kafka is in {fetch_jars()}")
    except BrokerError as exc:
        raise click.ClickException(str(exc)) from exc


@kafka.command()
@click.option(
    "--data-dir", type=click.Path(path_type=Path), help="Keep the data here. Without it nothing is kept."
)
@click.option("--port", default=9092, show_default=True, help="0 takes a free one.")
def run(data_dir: Path | None, port: int) -> None:
    """Run one node on loopback until Ctrl-C."""
    over = threading.Event()

    def finish(_number: int, _frame: FrameType | None) -> None:
        over.set()

    try:
        server = kafka_server(data_dir, port)
        server.start()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, finish)
        click.echo(f"Apache Kafka answers at {server.address} (process {server.pid}). Ctrl-C stops it.")
        while not over.wait(0.5):
            _ = server.pid  # raises when it stopped by itself
        server.stop()
    except BrokerError as exc:
        raise click.ClickException(str(exc)) from exc


if __name__ == "__main__":
    kafka()
