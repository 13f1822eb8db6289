"""`crisis connectors` lists what can be listened to; `crisis connectors test` makes one real call and explains it."""

# ruff: noqa: PLC0415 - `crisis --help` must not wait for httpx and rich.

import asyncio
import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deploy.commands.words import CONFIG

if TYPE_CHECKING:
    from connectors.configured import Settings


def list_kinds(config: Path) -> None:
    """Print every kind with what it sees, needs and costs, and then what the file configures."""
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.padding import Padding

    from connectors.configured import ABOUT

    console = Console()
    for name, about in sorted(ABOUT.items()):
        console.print(name, style="bold")
        told = (
            ("sees", about.sees),
            ("needs", about.needs),
            ("costs", about.costs),
            ("tested", about.tested),
        )
        for what, text in told:
            console.print(Padding(Markdown(f"*{what}:* {text}"), (0, 0, 0, 2)))
    if not config.exists():
        console.print(f"\n{config} is not there: `crisis init` writes one to start from.")
        return
    console.print(f"\nConfigured in {config}:")
    for each in _read(config).connectors:
        console.print(f"  {each.name} ({each.kind}); try it with: crisis connectors test {each.name}")


@click.command("test")
@click.argument("name")
@CONFIG
def try_source(name: str, config: Path) -> None:
    """Make one real call with the configured connector NAME and explain the answer.

    Nothing is sent to Kafka and nothing is saved. Exits with 1 when it did not work.

    \b
    Example:
        crisis connectors test news
    """
    from deploy.cli import told_to_people  # It imports this module.

    with told_to_people():
        lines, worked = asyncio.run(_try(name, config))
    for line in lines:
        click.echo(line)
    if not worked:
        sys.exit(1)


async def _try(name: str, config: Path) -> tuple[list[str], bool]:
    from connectors.author import AuthorKey
    from connectors.clock import SystemClock
    from connectors.configured import ABOUT
    from connectors.connector import Assignment
    from connectors.equipment import Equipment
    from connectors.errors import ConnectorError, MisconfiguredError
    from connectors.http import Http
    from connectors.registry import KINDS
    from connectors.trial import Trial, Wants, explain, try_connector

    settings = _read(config)
    options = next((each for each in settings.connectors if each.name == name), None)
    if options is None:
        known = ", ".join(each.name for each in settings.connectors) or "none"
        raise MisconfiguredError(f"no such connector: {name}; configured in {config}: {known}")
    if not options.is_swept:
        return [
            f"{name} is pushed to us, so there is nothing to ask: docs/receiver.md says how to try it"
        ], True
    clock = SystemClock()
    click.echo(f"{name} ({options.kind}): asking …", err=True)
    assignment = Assignment(name, settings.brands_of(options), options.every, settings.kafka.lane)
    # Nothing leaves this process, so the installation's own key is not needed.
    authors = AuthorKey(secrets.token_bytes(32))
    async with Http(clock) as http:
        try:
            connector = KINDS[options.kind].open(
                assignment, options, Equipment(http, clock, authors, environ=os.environ)
            )
        except ConnectorError as exc:
            trial = Trial(error=exc)
        else:
            trial = await try_connector(connector, clock)
    named = {str(value) for key, value in options.model_dump().items() if key.endswith("_env") and value}
    variables = {name: bool(os.environ.get(name)) for name in sorted(named)}
    wants = Wants(needs=ABOUT[options.kind].needs, variables=variables)
    return list(explain(trial, clock.now(), wants)), trial.error is None


def _read(config: Path) -> "Settings":
    from connectors.config import read_document
    from connectors.configured import build_settings

    return build_settings(read_document(config), file=str(config))
