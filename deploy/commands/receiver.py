"""`crisis receiver`: take what platforms and partners push."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for aiohttp.

from pathlib import Path

import click

from connectors.options import METRICS_PORT
from deploy.commands.words import CONFIG, DATA


@click.command()
@CONFIG
@DATA
@METRICS_PORT
def receiver(config: Path, data_dir: Path, metrics_port: int) -> None:
    """Take webhooks of the configured connectors (facebook, instagram, line, inbound) until Ctrl-C.

    It listens where [receiver] says and answers 200 only when Kafka has what came. docs/receiver.md says how to
    put it behind a proxy and what to enter at each platform.

    \b
    Example:
        crisis receiver --metrics-port 9104
    """
    from deploy.cli import _become  # the one way to go on as a package's own command.

    options = ["--config", str(config), "--data-dir", str(data_dir), "--metrics-port", str(metrics_port)]
    _become("connectors", ["receive", *options])
