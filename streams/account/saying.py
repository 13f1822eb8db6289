"""How numbers and days are told in a sentence."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

_FINE: Final = 0.1
"""Shares below this have a second digit."""


def say_share(share: float) -> str:
    """`3.4 %`, `55 %`: a share from 0 to 1."""
    if share == 0 or abs(share) >= _FINE:
        return f"{share * 100:,.0f} %"
    return f"{share * 100:.2g} %" if abs(share) < _FINE**2 else f"{share * 100:.1f} %"


def say_change(share: float) -> str:
    """`+1.2 %`, `-44 %`: a change, as a part of what was before."""
    if abs(share) < _FINE**2 / 20:
        return "unchanged"
    digits = 0 if abs(share) >= _FINE else 1
    return f"{share * 100:+,.{digits}f} %"


def say_count(count: float) -> str:
    return f"{count:,.0f}"


def say_day(at: datetime) -> str:
    """`2026-05-02`; with the time where it is not midnight."""
    return f"{at:%Y-%m-%d}" if (at.hour, at.minute) == (0, 0) else f"{at:%Y-%m-%d %H:%M}"


def say_steps(count: int, step: timedelta) -> str:
    """`3 days`: so many buckets."""
    units = {timedelta(hours=1): "hour", timedelta(days=1): "day", timedelta(days=7): "week"}
    return f"{count} {units.get(step, 'figure')}{'s' * (count != 1)}"


def say_alone(clause: str) -> str:
    """A clause, which could stand in a sentence, as one of its own."""
    return f"{clause[0].upper()}{clause[1:]}."


def say_list(parts: Iterable[str]) -> str:
    """`a, b and c`."""
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last
