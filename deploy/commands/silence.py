"""`crisis silence`: keep something from being told for a while, without a deploy."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for pydantic and kafka.

import getpass
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import click

from deploy.commands.incidents import EXIT_REFUSED, LANE
from deploy.commands.listing import Listing
from deploy.commands.words import CONFIG

if TYPE_CHECKING:
    from alerts.action import Action
    from alerts.sections import Response
    from alerts.silence import Silence
    from connectors.settings import Kafka

BY: Final = click.option(
    "--by",
    default=getpass.getuser,
    envvar="CRISIS_BY",
    show_default="your name on this machine",
    help="Who you are: your name in [[oncall]].",
)


@click.group(cls=Listing)
def silence() -> None:
    """Keep something from being told for a while. A SEV1 is told all the same.

    \b
    Example:
        crisis silence add --brand acme --for 4h "the launch film is out"
        crisis silence list
    """


@silence.command()
@CONFIG
@LANE
@BY
@click.option("--brand", required=True, help="Whose talk.")
@click.option("--for", "lasting", required=True, help='How long: "90m", "4h", "2d"; seven days at most.')
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(["backlash", "negative", "bot_under_attack", "bot_speaks_hate", "feed"]),
    help="Only this; may be repeated.",
)
@click.option(
    "--severity",
    "severities",
    multiple=True,
    type=click.Choice(["SEV2", "SEV3", "SEV4"], case_sensitive=False),
    help="Only incidents of this severity; may be repeated.",
)
@click.argument("reason", nargs=-1, required=True)
def add(  # noqa: PLR0917 - click calls it by name.
    config: Path,
    lane: str | None,
    by: str,
    brand: str,
    lasting: str,
    kinds: tuple[str, ...],
    severities: tuple[str, ...],
    reason: tuple[str, ...],
) -> None:
    """Begin a silence, and say why. It warns before it ends; what still lasts then is told.

    \b
    Example:
        crisis silence add --brand acme --for 4h --severity SEV3 "the launch film is out"
    """
    from pydantic import TypeAdapter, ValidationError

    from alerts.action import Action, ActionKind
    from alerts.silence import Silence, refuse_silence
    from connectors.config import Duration
    from streams.spike import Severity

    response, kafka = _open(config, lane)
    names = [one.name for one in response.brands]
    if brand not in names:
        raise click.BadParameter(f"there is no brand `{brand}`; there are: {', '.join(names)}")
    try:
        length = TypeAdapter(Duration).validate_python(lasting)
    except (ValidationError, OverflowError) as exc:
        raise click.BadParameter('a length is written "90m", "4h" or "2d"', param_hint="--for") from exc
    now = datetime.now(UTC)
    name = f"cli-{secrets.token_hex(4)}"
    asked = Silence(
        id=name,
        brand=brand,
        owner=by,
        reason=" ".join(reason),
        since=now,
        until=now + length,
        kinds=kinds,
        severities=tuple(Severity(one) for one in severities),
        lane=kafka.lane,
    )
    if refused := refuse_silence(asked):
        click.echo(f"not done: {refused}", err=True)
        raise SystemExit(EXIT_REFUSED)
    _send(
        kafka,
        Action(
            id=name,
            brand=brand,
            incident="",
            kind=ActionKind.SILENCE,
            by=by,
            at=now,
            silence=asked,
            lane=kafka.lane,
        ),
    )
    click.echo(describe(asked, ZoneInfo(response.alerts.zone)))
    click.echo("A SEV1 is told all the same. To end it sooner: crisis silence end " + name)


@silence.command("list")
@CONFIG
@LANE
@click.option("--brand", help="Only of this brand.")
def list_all(config: Path, lane: str | None, brand: str | None) -> None:
    """List what is silent now, who asked for it, and until when.

    \b
    Example:
        crisis silence list --brand acme
    """
    response, kafka = _open(config, lane)
    found = [one for one in _read(kafka) if brand in (None, one.brand)]
    for one in sorted(found, key=lambda one: one.until):
        click.echo(describe(one, ZoneInfo(response.alerts.zone)))
    if not found:
        click.echo("nothing is silent")


@silence.command()
@CONFIG
@LANE
@BY
@click.argument("name", metavar="SILENCE")
def end(config: Path, lane: str | None, by: str, name: str) -> None:
    """End a silence now. SILENCE is its id, or the beginning of it. What still lasts is told at once.

    \b
    Example:
        crisis silence end cli-5f0c
    """
    from alerts.action import Action, ActionKind

    _, kafka = _open(config, lane)
    found = [one for one in _read(kafka) if one.id.startswith(name)]
    if len(found) != 1:
        raise click.ClickException(
            f"there {'is no' if not found else 'is more than one'} silence that begins with `{name}`; "
            "`crisis silence list` shows them"
        )
    (silence,) = found
    _send(
        kafka,
        Action(
            id=f"cli-{secrets.token_hex(8)}",
            brand=silence.brand,
            incident="",
            kind=ActionKind.END_SILENCE,
            by=by,
            at=datetime.now(UTC),
            value=silence.id,
            lane=kafka.lane,
        ),
    )
    click.echo(f"{silence.id} is over.")


def describe(silence: "Silence", zone: ZoneInfo) -> str:
    """A silence in one line."""
    from alerts.figures import stamp

    what = ", ".join((*silence.kinds, *silence.severities)) or "everything but SEV1"
    return f"{silence.id}  {silence.brand}: {what}, until {stamp(silence.until, zone)}, by {silence.owner}: {silence.reason}"


def _open(config: Path, lane: str | None) -> tuple["Response", "Kafka"]:
    from deploy.cli import read_config

    response = read_config(config).response.response
    return response, response.kafka.model_copy(update={"lane": lane}) if lane else response.kafka


def _read(kafka: "Kafka") -> tuple["Silence", ...]:
    from alerts.rationing import list_silences
    from deploy.casefile import CaseFile
    from deploy.cli import told_to_people

    with told_to_people(), CaseFile(kafka) as cases:
        return list_silences(cases.read_actions(), datetime.now(UTC))


def _send(kafka: "Kafka", action: "Action") -> None:
    from deploy.casefile import CaseFile
    from deploy.cli import told_to_people

    with told_to_people(), CaseFile(kafka) as cases:
        cases.send(action)
