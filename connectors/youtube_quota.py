"""YouTube's daily quota: what was spent since midnight in California, and what a refusal says about it.

Searches have a bucket of their own, 100 a day; everything else costs a unit of 10,000. No header tells what is
left, so it is counted here and saved with the cursor.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from connectors.errors import (
    ConnectorError,
    MisconfiguredError,
    PermanentError,
    TransientError,
    UnreadableError,
)
from connectors.limits import Quota
from connectors.nulls import decode_told
from connectors.refusal import Refusal
from connectors.wire import Wire, decode

_ZONE: Final = ZoneInfo("America/Los_Angeles")
_USED_UP: Final = frozenset({"quotaExceeded", "dailyLimitExceeded"})
_TOO_FAST: Final = frozenset(
    {"rateLimitExceeded", "userRateLimitExceeded", "processingFailure", "invalidPageToken"}
)
_NOTHING_THERE: Final = frozenset({"commentsDisabled", "videoNotFound", "channelNotFound"})


class NothingThereError(PermanentError):
    """The owner has turned comments off, or there is no such video or channel: no failure, there are none."""


class ForbiddenError(MisconfiguredError):
    """Not for this key: a video made private by its owner, or, where all is so, a wrong key."""


@dataclass(frozen=True, slots=True)
class Spent(Wire):
    """What was spent on one day."""

    day: str
    """In California, ISO 8601."""
    units: int = 0
    searches: int = 0


class Purse:
    """Counts what is spent and refuses what is too much.

    Args:
        saved: what `save` returned, from whichever day.
        units: of one day.
        searches: of one day.

    Raises:
        MisconfiguredError: what was saved cannot be read.
    """

    def __init__(self, saved: bytes | None, *, units: int, searches: int) -> None:
        self._units = units
        self._searches = searches
        try:
            self._spent = decode(saved, Spent) if saved is not None else Spent("")
        except UnreadableError as exc:
            raise MisconfiguredError("the saved quota cannot be read; delete it to start anew") from exc

    def spend_unit(self, now: datetime) -> None:
        """Count a call. Raises TransientError, until midnight in California: there is none left."""
        spent = self._today(now)
        if spent.units >= self._units:
            raise TransientError(f"the {self._units} units of today are used up", resets_in(now))
        self._spent = replace(spent, units=spent.units + 1)

    def spend_search(self, now: datetime) -> bool:
        """Count a search; False, and nothing counted, where none is left today."""
        spent = self._today(now)
        if spent.searches >= self._searches:
            return False
        self._spent = replace(spent, searches=spent.searches + 1)
        return True

    def is_thin(self, now: datetime) -> bool:
        """Whether the last tenth has begun, which is for what is new and not for looking back."""
        return self._today(now).units > 0.9 * self._units

    def show(self, now: datetime) -> Quota:
        return Quota(self._units, self._units - self._today(now).units, resets_in(now))

    def save(self) -> bytes:
        return self._spent.to_json()

    def _today(self, now: datetime) -> Spent:
        day = now.astimezone(_ZONE).date().isoformat()
        return self._spent if self._spent.day == day else Spent(day)


def resets_in(now: datetime) -> timedelta:
    """Until the next midnight in California, also on the two days of the year that have 23 and 25 hours."""
    tomorrow = now.astimezone(_ZONE).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), _ZONE).astimezone(now.tzinfo) - now


@dataclass(frozen=True, slots=True)
class _Reason:
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Error:
    errors: list[_Reason]


@dataclass(frozen=True, slots=True)
class _Body:
    error: _Error


def judge(refusal: Refusal) -> ConnectorError | None:
    """Read the reason in YouTube's own error body; a 403 can be five different things."""
    try:
        body = decode_told(refusal.body, _Body)
    except UnreadableError:
        return None
    reasons = {each.reason for each in body.error.errors}
    if reasons & _USED_UP:
        return TransientError(f"{refusal.shown}: today's quota is used up", resets_in(refusal.at))
    if reasons & _TOO_FAST:
        return TransientError(f"{refusal.shown}: answered {refusal.status}, for now")
    if reasons & _NOTHING_THERE:
        return NothingThereError(f"{refusal.shown}: comments are off, or there is no such video or channel")
    return _judge_key(reasons, refusal.shown)


def _judge_key(reasons: set[str], shown: str) -> ConnectorError | None:
    if "forbidden" in reasons:
        return ForbiddenError(f"{shown}: this key may not see what it asks for; check its permissions")
    if "keyInvalid" in reasons:
        return MisconfiguredError(f"{shown}: YouTube does not know this key; make one in its console")
    return None
