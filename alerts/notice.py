"""A notice: what one channel is to tell people, on the `notices` topic, which is the outbox."""

from dataclasses import dataclass
from enum import StrEnum

from alerts.incident import Incident
from connectors.mention import UtcTime
from connectors.wire import Wire
from streams.spike import FeedAlarm


class Reason(StrEnum):
    """Why somebody is told: the answer to "why was I paged again?"."""

    OPENED = "opened"
    WORSENED = "worsened"
    CHANGED = "changed"
    CLOSED = "closed"
    FEED_SILENT = "feed_silent"
    FEED_BACK = "feed_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Wire):
    """One thing to tell through one channel; either about an incident or about a dead feed."""

    id: str
    """Derived from what it says and where it goes: the same notice twice is told once."""
    about: str
    """Incident id or feed alarm id: notices about one thing go out in order."""
    brand: str
    channel: str
    """Name of a route's target in `crisis.toml`, for example `slack`."""
    reason: Reason
    at: UtcTime
    """Event time of what it tells."""
    incident: Incident | None = None
    feed: FeedAlarm | None = None
    lane: str = "live"
