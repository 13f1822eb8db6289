"""`crisis route test`: who would be told of something, and why they."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for pydantic.

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from deploy.commands.incidents import LANE
from deploy.commands.listing import Listing
from deploy.commands.words import CONFIG

if TYPE_CHECKING:
    from alerts.places import Channel
    from alerts.routing import Case, Choice
    from alerts.sections import Response


@click.group(cls=Listing)
def route() -> None:
    """Ask the routes of the configuration.

    Example: crisis route test --brand acme
    """


@route.command("test")
@CONFIG
@LANE
@click.option("--brand", required=True, help="A brand of the configuration.")
@click.option(
    "--kind",
    type=click.Choice(
        ["backlash", "negative", "bot_under_attack", "bot_speaks_hate", "feed", "digest", "silence"]
    ),
    default="backlash",
    show_default=True,
)
@click.option(
    "--severity",
    type=click.Choice(["SEV1", "SEV2", "SEV3", "SEV4"], case_sensitive=False),
    default="SEV2",
    show_default=True,
    help="Of a backlash, of negative talk or of an attack on a bot; nothing else has one.",
)
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"]),
    help="When it happens, in the zone of [alerts]; else now.",
)
def test_route(  # noqa: PLR0917 - click calls it by name.
    config: Path, lane: str | None, brand: str, kind: str, severity: str, at: datetime | None
) -> None:
    """Show who would be told, by which route, and why each route before it does not fit.

    Nobody is told anything.

    \b
    Example:
        crisis route test --brand acme --severity SEV3 --at 2026-12-05T03:00
        crisis route test --brand acme --kind feed --lane drill-acme
    """
    from alerts.routing import Case, choose
    from alerts.sections import RouteKind
    from deploy.cli import read_config
    from streams.spike import Severity, SpikeKind

    response = read_config(config).response.response
    names = [one.name for one in response.brands]
    if brand not in names:
        raise click.BadParameter(f"there is no brand `{brand}`; there are: {', '.join(names)}")
    has_severity = kind in [each.value for each in SpikeKind]
    if has_severity and any(one.competitor for one in response.brands if one.name == brand):
        click.echo(f"{'tells':<10}nobody: {brand} is a competitor, whose spikes open no incident")
        return
    zone = ZoneInfo(response.alerts.zone)
    case = Case(
        brand=brand,
        kind=RouteKind(kind),
        severity=Severity(severity) if has_severity else None,
        at=at.replace(tzinfo=zone) if at else datetime.now(UTC),
    )
    lane = lane or response.kafka.lane
    choice = choose(case, response, lane=lane)
    for name, what in explain(case, choice, response, lane):
        click.echo(f"{name:<10}{what}")


def explain(case: "Case", choice: "Choice", response: "Response", lane: str) -> Iterator[tuple[str, str]]:
    """Pairs of a heading and what there is to say."""
    from alerts.places import NEEDS

    severity = f" {case.severity}" if case.severity else ""
    when = f"{case.at.astimezone(ZoneInfo(response.alerts.zone)):%a %Y-%m-%d %H:%M %Z}"
    yield "what", f"{case.brand},{severity} {case.kind}, {when}, lane {lane}"
    for number, misfit in enumerate(choice.misfits, start=1):
        yield f"route {number}", f"does not fit: {misfit}"
    if choice.route:
        named = ", ".join(response.routes[choice.route - 1].channels)
        is_last = choice.route == len(response.routes)
        yield f"route {choice.route}", f"fits{' (the default)' if is_last else ''}: {named}"
    if choice.note:
        yield "note", choice.note
    for channel in choice.channels:
        yield "tells", describe_channel(channel)
    if not choice.channels:
        yield "tells", "nobody"
    yield "on call", describe_person(case, response, lane)
    if case.severity and any(NEEDS[channel.type].states for channel in choice.channels):
        yield "later", "PagerDuty and Alertmanager are told until it is over, whatever later routes say"


def describe_channel(channel: "Channel") -> str:
    """A channel in one line, without anything secret."""
    where = f" {channel.to}" if channel.to else f" at {channel.url}" if channel.url else ""
    fallback = f"; {channel.fallback} if that fails" if channel.fallback else ""
    return f"{channel.name} ({channel.type}{where}){fallback}"


def describe_person(case: "Case", response: "Response", lane: str) -> str:
    """Who is on call for it, and how often a day they may be called."""
    from alerts.house import HouseRules
    from alerts.incident import Role
    from alerts.places import LIVE
    from alerts.rationing import share_pages
    from streams.spike import Severity

    rules = HouseRules(rotas=response.rotas, people=response.oncall)
    person = rules.find_person(case.brand, Role.PRIMARY, case.at)
    if not person:
        return "nobody: name somebody under [[oncall]]"
    if lane != LIVE:
        return f"{person}, by name only: a drill calls nobody"
    pages = share_pages(response, person)
    if case.severity is Severity.SEV1 or pages is None:
        return f"{person}, always called"
    return f"{person}, called at most {pages} times a day for {case.brand}; the rest is in the digest"
