"""The calendar of standing drills: each month one moment, which follows from the name, the month and the seed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from deploy.drills.sections import Hours, Standing

_SATURDAY: Final = 5
_QUARTER: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Due:
    """A standing drill at its moment."""

    at: datetime
    """In UTC."""
    standing: Standing


def list_due(standing: Iterable[Standing], since: datetime, months: int) -> tuple[Due, ...]:
    """Every standing drill of the next months, in order, from `since` on."""
    found = [due for one in standing for due in islice(_walk(one, since), months)]
    return tuple(sorted(found, key=lambda due: (due.at, due.standing.name)))


def _walk(standing: Standing, since: datetime) -> Iterator[Due]:
    local = since.astimezone(ZoneInfo(standing.zone))
    for step in count():
        year, month = divmod(local.year * 12 + local.month - 1 + step, 12)
        at = choose_moment(standing, year, month + 1)
        if at >= since:
            yield Due(at, standing)


def choose_moment(standing: Standing, year: int, month: int) -> datetime:
    """The moment of a month, in UTC; the same on every machine."""
    zone = ZoneInfo(standing.zone)
    begins = datetime(year, month, 1, tzinfo=zone)
    ends = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
    quarters = int((ends.astimezone(UTC) - begins.astimezone(UTC)) / _QUARTER)
    fitting = [
        at for number in range(quarters) if fits(standing, at := begins.astimezone(UTC) + number * _QUARTER)
    ]
    chance = Random(f"{standing.name}/{year}-{month:02}/{standing.seed}")  # noqa: S311 - a date, not a secret.
    return chance.choice(fitting)


def fits(standing: Standing, at: datetime) -> bool:
    """Whether a moment is within the hours a standing drill asks for."""
    local = at.astimezone(ZoneInfo(standing.zone))
    is_working = local.weekday() < _SATURDAY and standing.working_from <= local.time() < standing.working_to
    match standing.hours:
        case Hours.OFF:
            return not is_working
        case Hours.WORKING:
            return is_working
        case Hours.ANY:
            return True
