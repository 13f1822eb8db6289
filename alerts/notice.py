"""A notice: what one channel is to tell people, on the `notices` topic, which is the outbox.

The topic also carries nudges: our own reminders that a notice is due again. Whoever reads it for notices
reads with `read_notice` and leaves nudges alone.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from alerts.digest import Digest
from alerts.incident import ENDED, Incident
from alerts.silence import Silence
from connectors.mention import UtcTime
from connectors.wire import Wire, decode
from streams.spike import FeedAlarm, FeedState


class Reason(StrEnum):
    """Why somebody is told: the answer to "why was I paged again?"."""

    OPENED = "opened"
    WORSENED = "worsened"
    CHANGED = "changed"
    CLOSED = "closed"
    ESCALATED = "escalated"
    """Nobody acknowledged, or somebody asked for it: the next person is called."""
    REOPENED = "reopened"
    """The rise came back while recovery was watched, or a person opened it again."""
    HANDED_OVER = "handed_over"
    """Somebody else has it now: that person is called."""
    LAPSING = "lapsing"
    """"Still on it?": a question to the owner, not a page."""
    LAPSED = "lapsed"
    """No answer to that: it is open again and somebody is called."""
    BREACHED = "breached"
    """The first human answer is late: the owner and the lead are called, once."""
    FEED_SILENT = "feed_silent"
    FEED_BACK = "feed_back"
    DIGEST = "digest"
    """What was not told by itself."""
    SILENCE_ENDING = "silence_ending"


PAGES: Final = frozenset(
    {
        Reason.OPENED,
        Reason.WORSENED,
        Reason.ESCALATED,
        Reason.REOPENED,
        Reason.HANDED_OVER,
        Reason.LAPSED,
        Reason.BREACHED,
    }
)
"""Reasons to wake a person; the others can be read later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Wire):
    """One thing to tell through one channel: about an incident, a dead feed, a digest or a silence."""

    id: str
    """Derived from what it says and where it goes: the same notice twice is told once."""
    about: str
    """Id of the incident, the feed alarm, the digest or the silence: notices about one thing go out in order."""
    brand: str
    channel: str
    """Name of a route's target in `crisis.toml`, for example `slack`."""
    reason: Reason
    at: UtcTime
    """Event time of what it tells."""
    incident: Incident | None = None
    feed: FeedAlarm | None = None
    digest: Digest | None = None
    silence: Silence | None = None
    also: tuple[FeedAlarm, ...] = ()
    """Further dead feeds of the brand, told together with `feed`."""
    why: str = ""
    """Why it is told although a silence or the budget would keep it, or only now; empty for the usual."""
    lane: str = "live"
    type: Literal["notice"] = "notice"

    def __post_init__(self) -> None:
        subjects = (self.incident, self.feed, self.digest, self.silence)
        if sum(subject is not None for subject in subjects) != 1:
            raise ValueError(
                "a notice is about an `incident`, a `feed`, a `digest` or a `silence`: exactly one"
            )

    @property
    def is_over(self) -> bool:
        """Whether what it tells of burns no more."""
        if self.incident:
            return self.incident.state in ENDED
        return self.feed is None or self.feed.state is FeedState.BACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge(Wire):
    """A reminder to the outbox that something about `about` is due; it says nothing to anybody."""

    about: str
    item: str = ""
    """What is due; empty to let the outbox forget a thing long over."""
    attempt: int = 0
    """Attempts made when the reminder was written; another number means somebody was faster."""
    lane: str = "live"
    type: Literal["nudge"] = "nudge"


@dataclass(frozen=True, slots=True)
class _Header:
    type: str = "notice"


def read_notice(raw: bytes) -> Notice | Nudge:
    """Read a record of `notices`.

    Raises:
        UnreadableError: it is neither a notice nor a nudge; the text names the field.
    """
    if decode(raw, _Header).type == "nudge":
        return decode(raw, Nudge)
    return decode(raw, Notice)
