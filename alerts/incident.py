"""An incident: what people work on, opened by a spike, changed by people, kept for ever."""

from dataclasses import dataclass, field
from enum import StrEnum

from connectors.mention import Platform, UtcTime
from connectors.wire import Wire
from streams.minute import Quote
from streams.spike import Severity, SpikeKind, Term


class IncidentState(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CONTAINED = "contained"
    RECOVERING = "recovering"
    RESOLVED = "resolved"
    REVIEWED = "reviewed"
    FALSE_ALARM = "false_alarm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident(Wire):
    """One change of an incident; the last record of an id is how it stands."""

    id: str
    """Derived from the spike that opened it."""
    brand: str
    state: IncidentState
    severity: Severity
    kind: SpikeKind
    playbook: str
    revision: int
    """0 for the opening; each change adds one."""
    changed_at: UtcTime
    """Event time of what changed it."""
    changed_by: str
    """A person's id, or `detector`, or `clock`."""
    change: str
    """What changed, in one sentence."""
    onset: UtcTime
    detected_at: UtcTime
    observed: float
    expected: float
    evidence: float
    threshold: float
    terms: tuple[Term, ...] = ()
    mentions: int = 0
    negative: int = 0
    unscored: int = 0
    platforms: dict[Platform, int] = field(default_factory=dict)
    themes: dict[str, int] = field(default_factory=dict)
    quotes: tuple[Quote, ...] = ()
    silent: tuple[str, ...] = ()
    spikes: tuple[str, ...] = ()
    """Ids of the spikes that belong to it."""
    ticked: tuple[str, ...] = ()
    """Ids of the playbook steps that are done."""
    owner: str = ""
    """Who has it: the last who acknowledged it or took it over."""
    lane: str = "live"
