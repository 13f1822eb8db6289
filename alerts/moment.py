"""The moment: what time it is for a record, so that a drill is the same at any speed."""

from datetime import datetime

from alerts.action import Action
from connectors.mention import EARLIEST, Tick
from streams.spike import FeedAlarm, Spike

LIVE = "live"


def find_moment(record: Spike | FeedAlarm | Action | Tick, sent_at: datetime) -> datetime:
    """Return the time by the clock of the record's lane.

    In a drill it is the record's own. Live, a spike's minutes close some time after they have passed, and
    nobody can be called before the detector has spoken: that is when Kafka got the spike. A person's clock
    may be wrong, but they cannot have acted after Kafka got their deed. Read again after a crash a record
    gives the same moment.
    """
    if record.lane != LIVE or sent_at < EARLIEST:
        return record.at
    if isinstance(record, Action):
        return min(record.at, sent_at)
    return max(record.at, sent_at)
