"""The journal of a drill: what the drill itself knows, beside what its lane's topics say."""

from dataclasses import dataclass
from datetime import timedelta

from connectors.mention import UtcTime
from connectors.wire import Wire
from deploy.drills.pace import Turn
from deploy.recordings.manifest import Storm
from deploy.scenarios.inject import InjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Wire):
    """An inject, and what became of it."""

    id: str
    kind: InjectKind
    title: str
    due_at: UtcTime
    """Event time at which it was to happen."""
    answer_within: timedelta | None
    told_at: UtcTime | None = None
    """Event time at which participants had it; none when it was jumped over or reached nobody."""
    channels: tuple[str, ...] = ()
    answered_at: UtcTime | None = None
    """Event time of the first answer."""
    answered_by: str = ""
    answer: str = ""

    @property
    def answered_after(self) -> timedelta | None:
        return self.answered_at - self.told_at if self.answered_at and self.told_at else None

    @property
    def is_in_time(self) -> bool | None:
        """None where nobody had to answer, or nobody could."""
        if self.answer_within is None or self.told_at is None:
            return None
        after = self.answered_after
        return after is not None and after <= self.answer_within


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal(Wire):
    """One drill, from its start to its end."""

    lane: str
    what: str
    """The scenario's or the recording's name."""
    participants: tuple[str, ...] = ()
    started: UtcTime
    """Real time."""
    ended: UtcTime | None = None
    begins: UtcTime
    """Event time of the first mention."""
    ends: UtcTime
    storms: tuple[Storm, ...] | None
    turns: tuple[Turn, ...] = ()
    injects: tuple[Told, ...] = ()
    mentions: int = 0
    is_whole: bool = False
    """Everything was sent and everything it caused was done."""
    format: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Wire):
    """How a running drill stands; renewed every second."""

    lane: str
    what: str
    at: UtcTime
    """Event time."""
    real: UtcTime
    how: str
    """As `describe` says it."""
    phase: str
    mentions: int = 0
    of_mentions: int = 0
    injects: tuple[str, ...] = ()
    """Ids of those there are, told or not."""
    pid: int = 0
