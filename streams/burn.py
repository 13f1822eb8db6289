"""The slow burn: a negative or backlash share that creeps up under unrelated posts, too slowly to page.

Once a day the last days are set against the week and the month before them. The spread between days is
taken from the days themselves, so that a brand whose share always wanders is not reported for wandering.
What is found is an item for the morning's reading: severity SEV4, never a page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log, sqrt
from typing import Any, Final

from streams.minute import Counts, Minute
from streams.spike import Severity, Spike, SpikeKind, SpikePhase, Term, derive_id

MINUTE: Final = timedelta(minutes=1)
DAYS_KEPT: Final = 36
LEAST_MENTIONS: Final = 30
"""Scored mentions that both sides of a comparison need."""
LEAST_RISE: Final = 1.25
"""Odds of the share, recent over earlier."""
SURE_AT: Final = 3.0
"""Standard errors by which the rise must stand out."""
_PRIOR: Final = 0.5
_LEAST_SPREAD: Final = 0.02
"""Variance between days' log odds that is always granted."""


@dataclass(frozen=True, slots=True)
class Span:
    """A comparison of the last days with those before them."""

    name: str
    recent: int
    earlier: int
    """Days before the recent ones."""


SPANS: Final = (
    Span("three days against the week before", 3, 7),
    Span("a week against the month before", 7, 28),
)


@dataclass(frozen=True, slots=True)
class Creep:
    """A share that rose."""

    kind: SpikeKind
    span: Span
    recent: float
    earlier: float
    score: float
    count: int


class Burn:
    """One brand's days."""

    def __init__(
        self, brand: str, detector: str, *, lane: str, state: Mapping[str, Any] | None = None
    ) -> None:
        self._brand, self._detector, self._lane = brand, detector, lane
        self._days: list[list[int]] = [list(day) for day in state["days"]] if state else []
        """Scored, negative, backlash; oldest first; a day nobody watched is all zeros."""
        self._today: list[int] = list(state["today"]) if state else [0, 0, 0]
        self._date: str | None = state["date"] if state else None
        self._open: list[str] | None = list(state["open"]) if state and state["open"] else None

    def observe(self, minute: Minute, *, is_quiet: bool, teaches: bool) -> tuple[Spike, ...]:
        """Take in a minute; at the first one of a day, look at the days before it.

        Args:
            minute: the closed minute.
            is_quiet: whether no spike is on: what pages already is no slow burn.
            teaches: whether the minute's counts can be trusted to be whole.
        """
        found: tuple[Spike, ...] = ()
        date = minute.start.astimezone(UTC).date().isoformat()
        if self._date != date:
            if self._date is not None:
                found = self._turn(minute, self._date, date, is_quiet=is_quiet)
            self._date = date
        if teaches and minute.counts.mentions:
            self._count(minute.counts)
        return found

    def _count(self, counts: Counts) -> None:
        today = self._today
        today[0] += counts.mentions - counts.unscored
        today[1] += counts.negative
        today[2] += counts.backlash

    def _turn(self, minute: Minute, before: str, date: str, *, is_quiet: bool) -> tuple[Spike, ...]:
        missed = (datetime.fromisoformat(date) - datetime.fromisoformat(before)).days - 1
        blank = [[0, 0, 0] for _ in range(min(missed, DAYS_KEPT))]
        self._days = [*self._days, self._today, *blank][-DAYS_KEPT:]
        self._today = [0, 0, 0]
        creep = find_creep(self._days) if is_quiet else None
        if creep and not self._open:
            self._open = [creep.kind, minute.start.isoformat()]
            return (self._write(SpikePhase.OPENED, minute, creep),)
        if not creep and self._open and is_quiet:
            record = self._write(SpikePhase.CLOSED, minute, None)
            self._open = None
            return (record,)
        return ()

    def _write(self, phase: SpikePhase, minute: Minute, creep: Creep | None) -> Spike:
        if self._open is None:
            raise AssertionError("a slow burn is written only while it is open")
        kind, opened = SpikeKind(self._open[0]), self._open[1]
        days = creep.span.recent if creep else 1
        return Spike(
            id=derive_id(self._brand, "slow burn", opened),
            brand=self._brand,
            kind=kind,
            phase=phase,
            severity=Severity.SEV4,
            detector=f"{self._detector} slow burn",
            onset=datetime.fromisoformat(opened) - timedelta(days=days),
            at=minute.start + MINUTE,
            observed=creep.recent if creep else 0.0,
            expected=creep.earlier if creep else 0.0,
            evidence=creep.score if creep else 0.0,
            threshold=SURE_AT,
            terms=_terms(creep) if creep else (),
            mentions=sum(day[0] for day in self._days[-days:]),
            negative=sum(day[1] for day in self._days[-days:]),
            lane=self._lane,
        )

    def snapshot(self) -> dict[str, Any]:
        return {"days": self._days, "today": self._today, "date": self._date, "open": self._open}


def find_creep(days: list[list[int]]) -> Creep | None:
    """Return the surest creep in a list of days (scored, negative, backlash), if there is any."""
    creeps = [
        creep
        for kind, column in ((SpikeKind.BACKLASH, 2), (SpikeKind.NEGATIVE, 1))
        for span in SPANS
        if (creep := _compare(days, span, kind, column))
    ]
    return max(creeps, key=lambda creep: creep.score, default=None)


def _compare(days: list[list[int]], span: Span, kind: SpikeKind, column: int) -> Creep | None:
    recent = [day for day in days[-span.recent :] if day[0]]
    earlier = [day for day in days[-span.recent - span.earlier : -span.recent] if day[0]]
    if min(_total(recent, 0), _total(earlier, 0)) < LEAST_MENTIONS or 2 * len(earlier) < span.earlier:
        return None
    rise = _log_odds(recent, column) - _log_odds(earlier, column)
    spread = _spread(earlier, column)
    error = sqrt(
        _chance(recent, column)
        + _chance(earlier, column)
        + spread / max(len(recent), 1)
        + spread / max(len(earlier), 1)
    )
    if rise < log(LEAST_RISE) or rise < SURE_AT * error:
        return None
    return Creep(
        kind=kind,
        span=span,
        recent=_total(recent, column) / _total(recent, 0),
        earlier=_total(earlier, column) / _total(earlier, 0),
        score=rise / error,
        count=_total(recent, column),
    )


def _total(days: list[list[int]], column: int) -> int:
    return sum(day[column] for day in days)


def _log_odds(days: list[list[int]], column: int) -> float:
    hits, scored = _total(days, column), _total(days, 0)
    return log((hits + _PRIOR) / (scored - hits + _PRIOR))


def _chance(days: list[list[int]], column: int) -> float:
    """Return the variance of the log odds by chance alone."""
    hits, scored = _total(days, column), _total(days, 0)
    return 1 / (hits + _PRIOR) + 1 / (scored - hits + _PRIOR)


def _spread(days: list[list[int]], column: int) -> float:
    """Return the variance between days' log odds beyond chance, never below a floor."""
    odds = [_log_odds([day], column) for day in days]
    middle = sum(odds) / len(odds)
    total = sum((value - middle) ** 2 for value in odds) / max(len(odds) - 1, 1)
    by_chance = sum(_chance([day], column) for day in days) / len(days)
    return max(total - by_chance, _LEAST_SPREAD)


def _terms(creep: Creep) -> tuple[Term, ...]:
    return (
        Term(name="compared", value=float(creep.span.recent), unit="days", note=creep.span.name),
        Term(name="share now", value=creep.recent),
        Term(name="share before", value=creep.earlier),
        Term(name="count", value=float(creep.count), unit="mentions"),
        Term(name="evidence", value=creep.score, unit="standard errors", note="for the morning, not a page"),
        Term(name="threshold", value=SURE_AT, unit="standard errors"),
    )
