"""The rota: who is on call when, with hand-over times, a backup and a lead."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, model_validator

from alerts.hours import Zone
from alerts.incident import Role
from connectors.config import Section
from connectors.settings import Name

PersonName = Annotated[str, Field(min_length=1, max_length=80)]
"""Of somebody in `[[oncall]]`."""
SOON: Final = timedelta(minutes=1)


class Cover(Section):
    """`[[rotas.covers]]`: somebody stands in for whoever has the turn."""

    person: PersonName
    role: Role = Role.PRIMARY
    start: AwareDatetime
    end: AwareDatetime

    @model_validator(mode="after")
    def _lasts(self) -> "Cover":
        if self.end <= self.start:
            raise ValueError("`end` comes after `start`")
        return self


class Rota(Section):
    """`[[rotas]]`: people who take turns. The first whose brands fit decides."""

    name: Name = "rota"
    brands: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None
    zone: Zone = "UTC"
    starts: date
    """The day on which the first of `primary` takes over."""
    hand_over: time = time(9)
    """In `zone`."""
    days: Annotated[int, Field(ge=1, le=366)] = 7
    """Of each turn."""
    primary: Annotated[tuple[PersonName, ...], Field(min_length=1, max_length=60)]
    backup: Annotated[tuple[PersonName, ...], Field(max_length=60)] = ()
    """In turns as well; left out: whoever is primary next."""
    lead: PersonName | None = None
    covers: Annotated[tuple[Cover, ...], Field(max_length=200)] = ()

    @model_validator(mode="after")
    def _has_a_local_hand_over(self) -> "Rota":
        if self.hand_over.tzinfo:
            raise ValueError("`hand_over` is a time such as 09:00:00; its zone is `zone`")
        return self

    @property
    def people(self) -> frozenset[str]:
        """Everybody it names."""
        lead = (self.lead,) if self.lead else ()
        return frozenset((*self.primary, *self.backup, *lead, *(cover.person for cover in self.covers)))


@dataclass(frozen=True, slots=True)
class Turn:
    """Who is on call from one moment to the next; a role nobody has is missing."""

    people: Mapping[Role, str]
    since: datetime
    until: datetime


def find_turn(rota: Rota, at: datetime) -> Turn:
    """Say who is on call at a moment."""
    zone = ZoneInfo(rota.zone)
    local = at.astimezone(zone)
    days = (local.date() - rota.starts).days - (local.time() < rota.hand_over)
    number = days // rota.days

    def boundary(turn: int) -> datetime:
        day = rota.starts + timedelta(days=turn * rota.days)
        return datetime.combine(day, rota.hand_over, zone).astimezone(UTC)

    since, until = boundary(number), boundary(number + 1)
    people = {Role.PRIMARY: rota.primary[number % len(rota.primary)]}
    if rota.backup:
        people[Role.BACKUP] = rota.backup[number % len(rota.backup)]
    elif len(rota.primary) > 1:
        people[Role.BACKUP] = rota.primary[(number + 1) % len(rota.primary)]
    if rota.lead:
        people[Role.LEAD] = rota.lead
    for cover in rota.covers:
        if cover.start <= at < cover.end:
            people[cover.role] = cover.person
        since = max((since, *(edge for edge in (cover.start, cover.end) if edge <= at)))
        until = min((until, *(edge for edge in (cover.start, cover.end) if edge > at)))
    return Turn(people=people, since=since, until=until)


def list_turns(rota: Rota, start: datetime, end: datetime) -> Iterator[Turn]:
    """Everybody's turns that touch a span, in order."""
    at = start
    while at < end:
        turn = find_turn(rota, at)
        yield turn
        at = max(turn.until, at + SOON)  # A hand-over in the hour that the clocks skip must not stop us.
