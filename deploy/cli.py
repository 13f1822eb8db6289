"""The command line: `crisis`. Each command says what it does and leaves the doing to others.

Imports stand in the commands: `crisis --help` must not wait for Faust.
"""
# ruff: noqa: PLC0415 - see above.

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from connectors.config import ENVIRONMENT, ConfigurationError, read_document
from connectors.errors import ConnectorError
from connectors.options import BRAND, DRILL_LANE, METRICS_PORT
from deploy.broker import BrokerError
from deploy.commands.account import account
from deploy.commands.backtest import backtest
from deploy.commands.connectors import list_kinds, try_source
from deploy.commands.desk import desk
from deploy.commands.drill import drill
from deploy.commands.evaluate import evaluate
from deploy.commands.import_ import import_file
from deploy.commands.incidents import incident, incidents
from deploy.commands.listing import Listing
from deploy.commands.oncall import oncall
from deploy.commands.receiver import receiver
from deploy.commands.record import record
from deploy.commands.route import route
from deploy.commands.sample import sample
from deploy.commands.scenarios import scenarios
from deploy.commands.silence import silence
from deploy.commands.train import train
from deploy.commands.words import CONFIG, DATA, Speed
from deploy.errors import DeployError
from deploy.scenarios.errors import ScenarioError
from deploy.signals import interruptible

if TYPE_CHECKING:
    from deploy.document import Document

EXIT_INTERRUPTED: Final = 130
"""As shells say it after Ctrl-C."""
DEMO_SCENARIO: Final = "ai-holiday-film"
EXAMPLE: Final = Path(__file__).with_name("example.toml")


@contextmanager
def told_to_people() -> Iterator[None]:
    """Turn what can go wrong into a message and an exit code."""
    try:
        with interruptible():
            yield
    except (ConnectorError, BrokerError, DeployError, ScenarioError) as exc:
        notes = "".join(f"\n{note}" for note in getattr(exc, "__notes__", ()))
        raise click.ClickException(f"{exc}{notes}") from exc
    except KeyboardInterrupt:
        click.echo("stopped; nothing is left running", err=True)
        sys.exit(EXIT_INTERRUPTED)


@click.group(cls=Listing, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="crisis-monitor")
def main() -> None:
    """Notice within minutes that the public turns against a brand's AI-made content.

    Example: crisis demo
    """


@main.command()
@CONFIG
@click.option("--force", is_flag=True, help="Overwrite the file if it is there.")
def init(config: Path, *, force: bool) -> None:
    """Write a commented configuration to start from.

    Example: crisis init && crisis check
    """
    try:
        with config.open("w" if force else "x", encoding="utf-8") as file:
            file.write(EXAMPLE.read_text(encoding="utf-8"))
    except FileExistsError as exc:
        raise click.ClickException(f"{config} is there already; --force overwrites it") from exc
    except OSError as exc:
        raise click.ClickException(f"{config} cannot be written: {exc.strerror}") from exc
    click.echo(f"{config} is written. Change it, then run: crisis check")


@main.command()
@CONFIG
def check(config: Path) -> None:
    """Say everything that is wrong with the configuration, or what it configures and whom it would not wake.

    Looks at the secrets it names, too, and never shows them.

    Example: crisis check --config crisis.toml
    """
    from deploy.summary import summarize
    from deploy.verdict import judge_document
    from streams.learning.errors import LearningError

    document = read_config(config)
    try:
        lines = list(summarize(document, os.environ))
    except LearningError as exc:
        raise click.ClickException(f"{config}: streams.weights: {exc}") from exc
    for verdict in judge_document(document, datetime.now(UTC), config):
        click.echo(verdict)
    for name, what in lines:
        click.echo(f"  {name:<10} {what}")


@main.command()
@click.argument("part", type=click.Choice(["sentiment", "response"]))
@CONFIG
@click.option("--metrics-port", type=click.IntRange(0, 65_535), help="Serve /metrics there; 0 does not.")
@click.option("--data-dir", type=click.Path(path_type=Path), help="This worker's own; it is locked.")
@click.option("--loglevel", default="WARNING", show_default=True)
def worker(part: str, config: Path, metrics_port: int | None, data_dir: Path | None, loglevel: str) -> None:
    """Run one worker until Ctrl-C: PART is sentiment or response.

    \b
    Example:
        crisis worker sentiment --metrics-port 9101
    """
    environment = {"CRISIS_CONFIG": str(config)}
    if metrics_port is not None:
        environment["CRISIS_WEB_PORT"] = str(metrics_port)
    if data_dir is not None:
        environment["CRISIS_DATA_DIR"] = str(data_dir)
    package = {"sentiment": "streams", "response": "alerts"}[part]
    _become(package, ["worker", "--loglevel", loglevel], environment)


@main.group(cls=Listing, invoke_without_command=True)
@CONFIG
@click.pass_context
def connectors(context: click.Context, config: Path) -> None:
    """Bring what people say into Kafka; without a command, list what can be listened to.

    Example: crisis connectors
    """
    if context.invoked_subcommand is None:
        with told_to_people():
            list_kinds(config)


connectors.add_command(try_source)


@connectors.command("run")
@CONFIG
@DATA
@METRICS_PORT
@click.argument("names", nargs=-1)
def run_connectors(config: Path, data_dir: Path, metrics_port: int, names: tuple[str, ...]) -> None:
    """Run the configured connectors, or only those with the given NAMES, until Ctrl-C.

    Example: crisis connectors run news --metrics-port 9103
    """
    options = ["--config", str(config), "--data-dir", str(data_dir), "--metrics-port", str(metrics_port)]
    _become("connectors", ["run", *options, *names])


@main.command()
@CONFIG
@DATA
@click.option("--embedded", is_flag=True, help="Start the embedded broker as well; not for production.")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Sentiment workers."
)
@click.option(
    "--metrics-port",
    type=click.IntRange(1, 65_000),
    default=9101,
    show_default=True,
    help="Of the sentiment worker; response, connectors, receiver and desk have the next four.",
)
def run(config: Path, data_dir: Path, *, embedded: bool, workers: int, metrics_port: int) -> None:
    """Run everything on this machine until Ctrl-C: workers, connectors and, if asked for, a broker.

    Example: crisis run --embedded
    """
    from rich.console import Console

    from deploy.machine import Machine
    from deploy.run import run_machine

    document = read_config(config)
    machine = Machine(
        config=config.resolve(), data_dir=data_dir.resolve(), workers=workers, port=metrics_port
    )
    with told_to_people():
        run_machine(machine, document, embedded=embedded, console=Console())


@main.command()
@click.option(
    "--speed",
    type=Speed(),
    default="3600",
    show_default=True,
    help="Event time against real time, or `max`. What is found is the same.",
)
@click.option("--keep", is_flag=True, help="Leave the folder with recording, configuration, state and logs.")
@click.option("--arithmetic", is_flag=True, help="Show every term of the evidence at the end.")
def demo(speed: float | None, *, keep: bool, arithmetic: bool) -> None:
    """Watch a backlash being found and told, on this machine, in about a minute.

    Starts the embedded broker, both workers and a stand-in for Slack, replays a made-up story of a day and a
    half, and stops everything. It needs no configuration and no network.

    Example: crisis demo --arithmetic
    """
    with told_to_people():
        from rich.console import Console

        from deploy.demo.show import run_demo
        from deploy.demo.story import tell_story

        run_demo(tell_story(DEMO_SCENARIO), speed=speed, keep=keep, arithmetic=arithmetic, console=Console())


@main.command()
@click.argument("what")
@CONFIG
@DATA
@DRILL_LANE
@click.option("--speed", default="3600", show_default=True, help="Event time against real time, or `max`.")
@BRAND
def replay(  # noqa: PLR0917 - click calls it by name.
    what: str, config: Path, data_dir: Path, lane: str, speed: str, brand: str | None
) -> None:
    """Send a recording, or a scenario by its name, into a drill's lane. WHAT is a file or a name.

    Workers must run in that lane to make something of it: start them with CRISIS_LANE set.

    \b
    Example:
        crisis replay ai-holiday-film --lane drill-film
    """
    from deploy.scenarios.recording import write_recording

    read_config(config)
    file = Path(what)
    if not file.exists():
        with told_to_people():
            file = write_recording(what, data_dir / "scenarios")
    options = ["--lane", lane, "--speed", speed, "--config", str(config), "--data-dir", str(data_dir)]
    if brand:
        options += ["--brand", brand]
    _become("connectors", ["replay", str(file), *options])


def read_config(config: Path, *, tells: bool = True) -> "Document":
    """Read and check the configuration; what is wrong with it goes to the terminal and ends the command.

    A command that tells nobody anything (`tells`) wants no channel and no secret.
    """
    from deploy.complaint import list_complaints
    from deploy.document import check_document
    from deploy.drills.setting import STANDINS_TOKEN

    try:
        # A running drill's file names the stand-in for Slack, whose token is no secret.
        return check_document(
            read_document(config), {**STANDINS_TOKEN, **os.environ}, file=str(config), tells=tells
        )
    except ConfigurationError as exc:
        problems = list_complaints(config, exc)
        click.echo("\n".join(str(problem) for problem in problems), err=True)
        count = len(problems)
        files = dict.fromkeys(problem.file for problem in problems)
        places = " and ".join("the environment" if file == ENVIRONMENT else file for file in files)
        raise click.ClickException(f"{count} thing{'s' * (count != 1)} to change in {places}") from exc


for _command in (
    *(account, backtest, desk, drill, evaluate, import_file, incident, incidents),
    *(oncall, receiver, record, route, sample, scenarios, silence, train),
):
    main.add_command(_command)


def _become(package: str, arguments: Sequence[str], environment: dict[str, str] | None = None) -> None:
    """Go on as a package's own command, in this very process: signals and exit codes are then its own."""
    sys.stdout.flush()
    os.execve(  # noqa: S606 - no shell is wanted.
        sys.executable,
        [sys.executable, "-m", package, *arguments],
        {**os.environ, **(environment or {})},
    )


if __name__ == "__main__":
    main()
