"""`crisis oncall`: who is on call now and next week."""
# ruff: noqa: PLC0415 - `crisis --help` must not wait for pydantic.

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from deploy.commands.words import CONFIG, UtcMoment

if TYPE_CHECKING:
    from rich.table import Table

    from alerts.rota import Rota
    from alerts.sections import OnCall

LOOKS_AHEAD: Final = timedelta(days=14)


@click.command()
@CONFIG
@click.option("--brand", help="Only the rota of this brand.")
@click.option("--at", type=UtcMoment(), help="Another moment than now; UTC if not said.")
def oncall(config: Path, brand: str | None, at: datetime | None) -> None:
    """Show who is on call now and in the next two weeks: primary, backup and lead, with hand-over times.

    \b
    Example:
        crisis oncall --brand acme
        crisis oncall --at 2026-12-05T03:00
    """
    from rich.console import Console

    from deploy.cli import read_config

    response = read_config(config).response.response
    now = at or datetime.now(UTC)
    console = Console()
    rotas = [one for one in response.rotas if brand is None or one.brands is None or brand in one.brands]
    for rota in rotas:
        console.print(show_rota(rota, now))
    covered = {one for rota in rotas for one in rota.brands or ()}
    if not any(rota.brands is None for rota in rotas):
        people = [
            one for one in response.oncall if brand is None or one.brands is None or brand in one.brands
        ]
        names = [one.name for one in response.brands if one.name not in covered and brand in (None, one.name)]
        console.print(show_list(people, names))


def show_rota(rota: "Rota", now: datetime) -> "Table":
    """A rota's turns from now on, in its own time zone; the first row is now."""
    from zoneinfo import ZoneInfo

    from rich.table import Table
    from rich.text import Text

    from alerts.incident import Role
    from alerts.rota import list_turns

    zone = ZoneInfo(rota.zone)
    brands = ", ".join(rota.brands) if rota.brands else "every brand"
    table = Table(title=f"{rota.name}: {brands} ({rota.zone})", title_justify="left")
    for column in ("from", "until", *(role.value for role in Role)):
        table.add_column(column)
    for number, turn in enumerate(list_turns(rota, now, now + LOOKS_AHEAD)):
        since = "now" if number == 0 else f"{turn.since.astimezone(zone):%a %d %b %H:%M}"
        people = [Text(turn.people.get(role, "nobody")) for role in Role]
        table.add_row(
            since,
            f"{turn.until.astimezone(zone):%a %d %b %H:%M}",
            *people,
            style="bold" if number == 0 else "",
        )
    return table


def show_list(people: "list[OnCall]", brands: list[str]) -> "Table":
    """Without a rota: who is called first, second and third, at any hour."""
    from rich.table import Table
    from rich.text import Text

    from alerts.incident import Role

    what = ", ".join(brands) or "brands without a rota"
    title = f"{what}: no rota, at any hour"
    table = Table(title=title, title_justify="left", min_width=len(title))
    table.add_column("role")
    table.add_column("person")
    for role, person in zip(Role, [*people, None, None, None], strict=False):
        table.add_row(role.value, Text(person.name if person else "nobody"))
    return table
