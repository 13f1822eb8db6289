"""Times: event time as whole minutes since 1970, the unit windows count in."""

from datetime import UTC, datetime, timedelta
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE: Final = timedelta(minutes=1)
DAY_MINUTES: Final = 24 * 60


def minute_of(at: datetime) -> int:
    """The minute an instant lies in, in whole minutes since 1970; floors, also before 1970."""
    since = at - EPOCH
    return since.days * DAY_MINUTES + since.seconds // 60  # Half the time of `since // MINUTE`.


def minute_at(minute: int) -> datetime:
    """The first instant of a minute, in UTC."""
    return EPOCH + minute * MINUTE
