"""An incident: what people work on, opened by a spike, changed by people, kept for ever."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from connectors.mention import Platform, UtcTime
from connectors.wire import Wire
from streams.minute import Counts, Crowd, Quote
from streams.pieces import Pieces
from streams.quality import Flaws
from streams.said import Said
from streams.spike import PlainCount, Severity, SpikeKind, Term
from streams.wording import WordingCounts


class IncidentState(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CONTAINED = "contained"
    RECOVERING = "recovering"
    RESOLVED = "resolved"
    REVIEWED = "reviewed"
    FALSE_ALARM = "false_alarm"


class Verdict(StrEnum):
    """What people say it is."""

    UNDECIDED = "undecided"
    CRISIS = "crisis"
    BENIGN = "benign"


class Milestone(StrEnum):
    """A point on an incident's clock, in the order a crisis passes them."""

    PAGED = "paged"
    """The first call was decided. When a channel had accepted it is the outbox's to measure, by the wall clock: a
    drill's record is the same at every speed."""
    ACKNOWLEDGED = "acknowledged"
    REPLIED = "replied"
    """The first answer in public by a human; what is automatic never counts."""
    CONTAINED = "contained"
    RECOVERED = "recovered"
    """Every rise is over: back to the baseline."""
    RESOLVED = "resolved"
    REVIEWED = "reviewed"


class Role(StrEnum):
    """Whose turn it is to be called, in this order."""

    PRIMARY = "primary"
    BACKUP = "backup"
    LEAD = "lead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Wire):
    """One call of one person."""

    at: UtcTime
    """Event time of the decision to call."""
    reason: str
    """A `Reason` of `notice.py`."""
    role: Role
    person: str = ""
    """Their name in `[[oncall]]`; empty when nobody is named there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch(Wire):
    """Who is called next, and how long an acknowledgement holds."""

    level: int = 0
    """How many times the next person was called since somebody last had it: 0 is the primary."""
    next_page: UtcTime | None = None
    """When the next person is called, unless somebody acknowledges; None when nobody will be."""
    ack_until: UtcTime | None = None
    """When the owner is asked "still on it?"."""
    lapses_at: UtcTime | None = None
    """Asked, and when without an answer the acknowledgement lapses; None when nothing was asked."""
    news: UtcTime | None = None
    """When the public last gave a reason to call."""
    pages: tuple[Page, ...] = ()
    """The latest calls, oldest first."""
    calls: int = 0
    """How many calls there were in all, whatever the reason; 0 in records of before they were counted."""


ONGOING: Final = frozenset({IncidentState.OPEN, IncidentState.ACKNOWLEDGED, IncidentState.CONTAINED})
"""States in which a further spike belongs to the incident."""
ENDED: Final = frozenset({IncidentState.RESOLVED, IncidentState.REVIEWED, IncidentState.FALSE_ALARM})
"""States that a person brought about and only a person leaves."""


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
    usual_mentions: float | None = None
    """How many are normal in the same time; None where nobody can tell, and in records of before."""
    negative: int = 0
    unscored: int = 0
    platforms: dict[Platform, int] = field(default_factory=dict)
    themes: dict[str, int] = field(default_factory=dict)
    pieces: Pieces = field(default_factory=dict)
    """Mentions under registered AI-made content, the piece that most stand under first."""
    crowd: Crowd = field(default_factory=Crowd)
    """How the mentions look together."""
    plain: PlainCount | None = None
    """What people are told first; None in records of before."""
    mix: Counts | None = None
    """Of the time of `plain`: how many of each label and stance; None in records of before."""
    said: Said | None = None
    """What people say, ask and want; as the quotes, nothing that was taken down."""
    wording: WordingCounts | None = None
    """How the brand's own posts and replies sound; None in records of before."""
    quotes: tuple[Quote, ...] = ()
    silent: tuple[str, ...] = ()
    untrusted: Flaws | None = None
    """What was bad in the data of the hour before its last spike's record; None where the numbers can be trusted."""
    spikes: tuple[str, ...] = ()
    """Ids of the spikes that belong to it."""
    ticked: tuple[str, ...] = ()
    """Ids of the playbook steps that are done."""
    owner: str = ""
    """Who has it: the last who acknowledged it or took it over."""
    lane: str = "live"
    cause: str = ""
    """Id of the spike or the action that brought this change; empty when time did."""
    found: Severity | None = None
    """The worst that the detector has said of it; None in records of before there was a matrix."""
    matrix: int = 0
    """Version of the severity matrix that was asked; 0 for none."""
    because: tuple[str, ...] = ()
    """What in the matrix makes it this severe, for a person."""
    verdict: Verdict = Verdict.UNDECIDED
    reason: str = ""
    """Why it was called a false alarm, or opened again."""
    reached: dict[Milestone, UtcTime] = field(default_factory=dict)
    """The clock: when each milestone was first reached."""
    due: dict[Milestone, UtcTime] = field(default_factory=dict)
    """By when each is to be reached; those without a target are missing."""
    late: tuple[Milestone, ...] = ()
    """Those that were not reached by then."""
    watch: Watch = Watch()
    answers: dict[str, str] = field(default_factory=dict)
    """To the playbook's questions, by their ids."""
    facts: dict[str, str] = field(default_factory=dict)
    """What drafts may use, by the ids of the facts."""
    approved: dict[str, str] = field(default_factory=dict)
    """By the ids of the drafts: who approved."""
    skipped: dict[str, str] = field(default_factory=dict)
    """By the ids of the steps: why they will not be done."""
    reply_url: str = ""
    """Where the first human answer stands."""
    replied_by: str = ""
    bot_replies: int = 0
    """Automatic answers people reported; they count for nothing."""
    lessons: str = ""
    """What the review learned."""

    @property
    def called(self) -> str:
        """Name of the person called last; empty when nobody is on call."""
        return self.watch.pages[-1].person if self.watch.pages else ""

    @property
    def paged_at(self) -> datetime:
        """When the first person was called, from which deadlines count; where nobody wrote it down, when it was found."""
        return self.reached.get(Milestone.PAGED, self.detected_at)


def revise(incident: Incident, *, at: datetime, by: str, change: str, cause: str = "") -> Incident:
    """Return the incident's next record, in which nothing else has changed yet."""
    return replace(
        incident,
        revision=incident.revision + 1,
        changed_at=at,
        changed_by=by,
        change=change,
        cause=cause,
    )
