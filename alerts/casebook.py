"""A casebook: what is known of one brand's incidents, and what each spike and each deed makes of them.

Applying the same record again changes nothing, whatever else was applied in between. A casebook is
bounded: it keeps what is open and the latest of what is over.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from alerts.digest import Digest
from alerts.incident import ONGOING, Incident
from alerts.ledger import Ledger
from alerts.notice import Reason
from alerts.silence import Silence
from connectors.mention import UtcTime
from connectors.wire import Wire
from streams.ruling import Ruling
from streams.spike import FeedAlarm, FeedState, SpikeKind, SpikePhase

CASES_KEPT: Final = 16
"""Incidents that are over and still remembered."""
MARKS_KEPT: Final = 128
DEEDS_KEPT: Final = 256
FEEDS_KEPT: Final = 256

_RANK: Final = {SpikePhase.OPENED: 0, SpikePhase.WORSENED: 1, SpikePhase.CLOSED: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(Wire):
    """How far a spike's records have been applied."""

    spike: str
    incident: str
    kind: SpikeKind
    phase: SpikePhase
    at: UtcTime

    def is_before(self, at: datetime, phase: SpikePhase) -> bool:
        return (self.at, _RANK[self.phase]) < (at, _RANK[phase])


@dataclass(frozen=True, slots=True, kw_only=True)
class Casebook(Wire):
    """One brand's incidents, oldest first."""

    incidents: tuple[Incident, ...] = ()
    marks: tuple[Mark, ...] = ()
    deeds: tuple[str, ...] = ()
    """Ids of the latest actions."""
    feeds: dict[str, FeedState] = field(default_factory=dict)
    """State last seen of each feed alarm, by its id."""
    forgotten: UtcTime | None = None
    """Spikes up to here that carry no mark were over and have been forgotten."""
    clock: UtcTime | None = None
    """The latest time that is known to have come; None while there is nothing that waits."""
    ledger: Ledger = field(default_factory=Ledger)
    """What people have been told and spared."""

    def find_mark(self, spike: str) -> Mark | None:
        return next((mark for mark in self.marks if mark.spike == spike), None)

    def find_incident(self, incident: str) -> Incident | None:
        return next((case for case in self.incidents if case.id == incident), None)

    def with_clock(self, at: datetime) -> "Casebook":
        """Note what time it is, if there is anything that waits."""
        if not self.incidents or (self.clock is not None and at <= self.clock):
            return self
        return replace(self, clock=at)

    def with_mark(self, mark: Mark) -> "Casebook":
        others = tuple(other for other in self.marks if other.spike != mark.spike)
        marks = (*others, mark)
        drop, kept = marks[:-MARKS_KEPT], marks[-MARKS_KEPT:]
        return replace(self, marks=kept, forgotten=self._latest(drop))

    def with_incident(self, incident: Incident) -> "Casebook":
        """Take in an incident's new record, and forget the oldest that are over if there are too many."""
        others = tuple(other for other in self.incidents if other.id != incident.id)
        cases = (*others, incident)
        over = [case.id for case in cases if case.state not in ONGOING]
        drop = frozenset(over[: max(len(over) - CASES_KEPT, 0)])
        if not drop:
            return replace(self, incidents=cases)
        return replace(
            self,
            incidents=tuple(case for case in cases if case.id not in drop),
            marks=tuple(mark for mark in self.marks if mark.incident not in drop),
            forgotten=self._latest(mark for mark in self.marks if mark.incident in drop),
        )

    def _latest(self, dropped: Iterable[Mark]) -> datetime | None:
        known = [self.forgotten] if self.forgotten else []
        return max([*known, *(mark.at for mark in dropped)], default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Something people are to be told, before it is known through which channels."""

    reason: Reason
    at: datetime
    incident: Incident | None = None
    feed: FeedAlarm | None = None
    also: tuple[FeedAlarm, ...] = ()
    """Further feeds, told together with `feed`."""
    digest: Digest | None = None
    silence: Silence | None = None
    why: str = ""
    """Why it is told although something would keep it, or only now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a record makes of a casebook."""

    casebook: Casebook
    incidents: tuple[Incident, ...] = ()
    """Their new records, in the order they came about."""
    tellings: tuple[Telling, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    """People's verdicts, for the detector to learn from."""
    refused: str = ""
    """Why an action had no effect; for the log and for who did it."""

    @property
    def incident(self) -> Incident | None:
        """The last new record."""
        return self.incidents[-1] if self.incidents else None

    @property
    def telling(self) -> Telling | None:
        """The last thing to tell."""
        return self.tellings[-1] if self.tellings else None

    def after(self, earlier: "Outcome") -> "Outcome":
        """Return what both came to, of which this was made from the earlier's casebook."""
        return replace(
            self,
            incidents=earlier.incidents + self.incidents,
            tellings=earlier.tellings + self.tellings,
            rulings=earlier.rulings + self.rulings,
        )


def record_change(book: Casebook, incident: Incident, reason: Reason | None) -> Outcome:
    """Take an incident's next record into the book, and tell people unless there is no reason to."""
    tellings = (Telling(reason=reason, at=incident.changed_at, incident=incident),) if reason else ()
    return Outcome(casebook=book.with_incident(incident), incidents=(incident,), tellings=tellings)
