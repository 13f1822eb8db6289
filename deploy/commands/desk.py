"""`crisis desk`: listen to what people press in Slack."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for Faust.

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from connectors.options import METRICS_HOST, METRICS_PORT
from deploy.commands.words import CONFIG, DATA

if TYPE_CHECKING:
    from alerts.desk.keys import Keys
    from alerts.sections import Desk
    from alerts.settings import Settings

CONFIGURATION: Final = 78
"""EX_CONFIG, as the workers say it."""


@click.command()
@CONFIG
@DATA
@METRICS_PORT
@METRICS_HOST
def desk(config: Path, data_dir: Path, metrics_port: int, metrics_host: str) -> None:
    """Listen to what people press in Slack until Ctrl-C; what they do becomes actions in Kafka.

    Needs [slack.desk] in the configuration, or [slack.drill_desk] when CRISIS_LANE is a drill's. Any number of
    desks may run side by side. Nobody but the people in [[oncall]] can do anything here.

    \b
    Example:
        crisis desk --metrics-port 9105
    """
    import asyncio

    from alerts.desk.keys import read_keys
    from alerts.errors import AlertError
    from alerts.settings import Settings
    from connectors.errors import ConnectorError, MisconfiguredError
    from deploy.signals import interruptible

    try:
        with interruptible():
            settings = Settings.from_env({**os.environ, "CRISIS_CONFIG": str(config)})
            slack = settings.response.slack
            section, keys = slack.find_desk(settings.lane), None
            if section is not None:
                keys = read_keys(slack, os.environ, lane=settings.lane, file=settings.file)
            if section is None or keys is None:
                which = "[slack.desk]" if settings.lane == "live" else "[slack.drill_desk]"
                raise MisconfiguredError(
                    f"{config}: the lane {settings.lane} has no {which}: nobody would listen"
                )
            asyncio.run(_serve(settings, section, keys, data_dir, (metrics_host, metrics_port)))
    except (ConnectorError, AlertError) as exc:
        click.echo(str(exc), err=True)
        sys.exit(CONFIGURATION)
    except KeyboardInterrupt:
        click.echo("stopped; nothing is left running", err=True)
        sys.exit(130)


async def _serve(
    settings: "Settings", section: "Desk", keys: "Keys", data_dir: Path, metrics: tuple[str, int]
) -> None:
    import asyncio

    from prometheus_client import CollectorRegistry, disable_created_metrics

    from alerts.desk.run import Setup, open_desk
    from connectors.exposition import serve_metrics
    from deploy.drill_starter import DrillStarter

    disable_created_metrics()  # type: ignore[no-untyped-call]  # A second series for each counter, which no panel reads.
    registry = CollectorRegistry()
    starter = DrillStarter(_find_drills(settings), data_dir / "drills", config=Path(settings.file))
    setup = Setup(
        settings=settings,
        section=section,
        keys=keys,
        registry=registry,
        drills=starter.names,
        begin_drill=starter.begin,
    )
    host, port = metrics
    server = serve_metrics(port, host, registry) if port else None
    try:
        async with open_desk(setup) as where:
            click.echo(f"The desk of lane {settings.lane} listens {where}. Ctrl-C stops it.")
            await asyncio.Event().wait()
    finally:
        starter.close()
        if server:
            server[0].shutdown()
            server[0].server_close()


def _find_drills(settings: "Settings") -> Sequence[str]:
    """Stories that can be played: none where no channel is for drills, or in a drill's own lane."""
    from deploy.scenarios.shelf import list_scenarios

    has_room = any(channel.drill for channel in settings.response.channels)
    return list_scenarios() if has_room and settings.lane == "live" else ()
