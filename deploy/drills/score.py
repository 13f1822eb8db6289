"""A score: what one drill came to, as it is kept for later drills to be compared with."""

from dataclasses import dataclass, field
from datetime import timedelta

from alerts.incident import IncidentState
from connectors.mention import UtcTime
from connectors.wire import Wire
from deploy.backtest.curve import Curve
from deploy.backtest.finding import Found, Page
from deploy.drills.journal import Told
from deploy.drills.pace import Turn
from streams.spike import Severity, SpikeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone(Wire):
    """A step of the playbook that was done, or should have been."""

    id: str
    due_at: UtcTime
    done_at: UtcTime | None = None

    @property
    def is_in_time(self) -> bool:
        return self.done_at is not None and self.done_at <= self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Wire):
    """One incident of the drill, as its clock tells it. Event times."""

    id: str
    brand: str
    severity: Severity
    kind: SpikeKind
    state: IncidentState
    onset: UtcTime
    detected_at: UtcTime
    paged_at: UtcTime | None = None
    acknowledged_at: UtcTime | None = None
    replied_at: UtcTime | None = None
    contained_at: UtcTime | None = None
    resolved_at: UtcTime | None = None
    is_true: bool | None = None
    """It is about a storm that is true; none where nobody knows."""
    messages: int = 0
    """Notices that were sent about it."""
    steps: tuple[StepDone, ...] = ()

    def after_page(self, at: UtcTime | None) -> timedelta | None:
        return at - self.paged_at if at is not None and self.paged_at is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doer(Wire):
    """What one person did; shown only when the team wishes it."""

    name: str
    acknowledged: int = 0
    steps: int = 0
    replies: int = 0
    others: int = 0
    injects: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Wire):
    """One drill."""

    lane: str
    what: str
    participants: tuple[str, ...] = ()
    started: UtcTime
    ended: UtcTime | None = None
    mentions: int = 0
    is_whole: bool = True
    turns: tuple[Turn, ...] = ()
    pages: tuple[Page, ...] = ()
    storms: tuple[Found, ...] | None = None
    cases: tuple[Case, ...] = ()
    injects: tuple[Told, ...] = ()
    doers: tuple[Doer, ...] = ()
    curves: dict[str, Curve] = field(default_factory=dict)
    """By brand: what was said."""
    format: int = 1

    @property
    def case(self) -> Case | None:
        """The incident the drill was about: the first that is true, else the first there was."""
        return next((case for case in self.cases if case.is_true), next(iter(self.cases), None))

    @property
    def missed(self) -> int | None:
        """Storms that nobody was paged for; none where the truth is not known."""
        return None if self.storms is None else sum(not one.is_found for one in self.storms)

    @property
    def false_pages(self) -> int | None:
        return None if self.storms is None else sum(page.is_true is False for page in self.pages)

    @property
    def detected_after(self) -> timedelta | None:
        """From the true onset; the slowest storm counts."""
        return max((one.delay for one in self.storms or () if one.delay is not None), default=None)

    @property
    def paged_after(self) -> timedelta | None:
        """From the true onset to the first message about it."""
        case, storm = self.case, next(iter(self.storms or ()), None)
        if case is None or storm is None or case.paged_at is None or not case.is_true:
            return None
        return max(case.paged_at - storm.storm.onset, timedelta())

    @property
    def acknowledged_after(self) -> timedelta | None:
        """From the page."""
        return self.case.after_page(self.case.acknowledged_at) if self.case else None

    @property
    def replied_after(self) -> timedelta | None:
        """From the page to the first human answer in public."""
        return self.case.after_page(self.case.replied_at) if self.case else None

    @property
    def steps_in_time(self) -> float | None:
        """Share of the steps that were done by their deadline; none where nothing was due."""
        steps = [step for case in self.cases if case.is_true is not False for step in case.steps]
        return sum(step.is_in_time for step in steps) / len(steps) if steps else None

    @property
    def injects_in_time(self) -> float | None:
        asked = [told.is_in_time for told in self.injects if told.is_in_time is not None]
        return sum(asked) / len(asked) if asked else None
