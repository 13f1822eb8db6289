"""Play a whole crisis on a broker, from the page to the review, with the response worker killed as it goes.

Everything is as it is for a team: mentions go through Kafka and both workers, people press in Slack's stand-in,
`crisis desk` writes what they do to Kafka. First undisturbed, then killed: people must have been told the same.

Example:
    python -m tests.benchmarks.killed_crisis --kafka --way socket --way http --kills 20
"""

import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import click

from deploy.embedded import embedded_broker
from deploy.kafka.server import kafka_server
from tests.alerts.desk.script import play_crisis
from tests.integration.crisis import BrokerStage, Setting, find_faults, list_repeats, open_stage
from tests.integration.lane import ROOT


@click.command(help=__doc__)
@click.option(
    "--kafka", is_flag=True, help="On an Apache Kafka started for this; else on the embedded broker."
)
@click.option(
    "--way", "ways", multiple=True, type=click.Choice(["socket", "http"]), default=("socket", "http")
)
@click.option("--kills", default=20, show_default=True, help="Of the response worker, with -9.")
@click.option("--seed", default=1, show_default=True, help="Of the moments.")
@click.option("--keep", type=click.Path(path_type=Path), help="Keep logs and reports there.")
def main(*, kafka: bool, ways: tuple[str, ...], kills: int, seed: int, keep: Path | None) -> None:
    with contextlib.ExitStack() as stack:
        home = keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        broker = stack.enter_context(kafka_server() if kafka else embedded_broker())
        faults = [
            fault
            for way in ways
            for fault in _compare(
                Setting(
                    bootstrap=broker.address,
                    lane=f"drill-{way}",
                    home=home,
                    way=way,
                    kills=kills,
                    seed=seed,
                    must_evict=not kafka,
                )
            )
        ]
    for fault in faults:
        click.echo(fault)
    click.echo("everybody was told, nobody twice without the mark" if not faults else "FAULTS")
    sys.exit(bool(faults))


def _compare(killed: Setting) -> list[str]:
    calm = replace(killed, lane=f"{killed.lane}-calm", kills=0)
    (calm_told, calm_faults), (told, faults) = (asyncio.run(_play(one)) for one in (calm, killed))
    if told != calm_told:
        faults.append(f"{killed.lane}: undisturbed people were told {calm_told}, killed {told}")
    return calm_faults + faults


async def _play(setting: Setting) -> tuple[list[str], list[str]]:
    """What people were told, in order, and what was wrong with it."""
    began = time.monotonic()
    async with open_stage(replace(setting, home=setting.home / setting.lane)) as stage:
        await play_crisis(stage)
        await stage.reaper.finish()
        await stage.settle()
        await asyncio.to_thread(_write_report, stage)
        told = [
            f"{one.reason} r{one.incident.revision} {one.incident.change}"
            for one in stage.notices
            if one.incident
        ]
        faults = [f"{setting.lane}: {fault}" for fault in find_faults(stage)]
        click.echo(
            f"{setting.lane}: killed {stage.reaper.killed} times, {len(stage.incidents)} revisions, "
            f"{len(stage.notices)} notices, {len(stage.standin.sent)} messages, of which "
            f"{len(list_repeats(stage))} marked as repeats, {stage.standin.sent[0].updates} updates of the "
            f"first; {time.monotonic() - began:.0f} s"
        )
    return told, faults


def _write_report(stage: BrokerStage) -> None:
    """Write the report of the incident as a team does, from Kafka alone, beside the logs."""
    what = ("incident", "report", stage.incident.id, "--config", str(stage.lane.config))
    command = [sys.executable, "-m", "deploy.cli", *what, "-o", str(stage.lane.home / "reports")]
    subprocess.run(
        command, cwd=ROOT, check=True, env={**os.environ, **stage.environ}, stdout=subprocess.DEVNULL
    )


if __name__ == "__main__":
    main()
