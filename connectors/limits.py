"""Limits: what a platform's headers say is left, each in the unit of its own.

Mastodon names the time of the reset in ISO 8601, X and Bluesky in seconds since 1970, Reddit the seconds that
are left. `Retry-After` is seconds or a date.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST: Final = timedelta(days=7)
"""No wait is believed to be longer."""


@dataclass(frozen=True, slots=True)
class Quota:
    """How often we may still ask."""

    limit: float
    remaining: float
    resets_in: timedelta | None = None

    @property
    def share(self) -> float:
        """What is left, from 0 to 1."""
        return min(max(self.remaining / self.limit, 0.0), 1.0) if self.limit > 0 else 0.0


ReadQuota = Callable[[Mapping[str, str], datetime], Quota | None]
"""Reads a platform's headers; the second argument is the time now."""


def read_no_quota(_headers: Mapping[str, str], _now: datetime) -> Quota | None:
    """For platforms that say nothing."""
    return None


def read_iso_quota(headers: Mapping[str, str], now: datetime) -> Quota | None:
    """`X-RateLimit-*` with the reset as a date in ISO 8601: Mastodon."""
    try:
        at = datetime.fromisoformat(headers.get("x-ratelimit-reset", ""))
    except ValueError:
        return _read(headers, "x-ratelimit", None)
    return _read(headers, "x-ratelimit", _until(at if at.tzinfo else at.replace(tzinfo=UTC), now))


def read_unix_quota(headers: Mapping[str, str], now: datetime, *, prefix: str = "ratelimit") -> Quota | None:
    """`RateLimit-*` with the reset in seconds since 1970: Bluesky; X with the prefix `x-rate-limit`."""
    seconds = _number(headers.get(f"{prefix}-reset"))
    try:
        at = datetime.fromtimestamp(seconds, UTC) if seconds is not None else None
    except (ValueError, OverflowError, OSError):
        at = None
    return _read(headers, prefix, _until(at, now) if at is not None else None)


def read_countdown_quota(headers: Mapping[str, str], _now: datetime) -> Quota | None:
    """`X-RateLimit-*` with the seconds left until the reset: Reddit, which names no limit but what is used."""
    seconds = _number(headers.get("x-ratelimit-reset"))
    resets_in = None if seconds is None else _bounded(timedelta(seconds=min(max(seconds, 0.0), 1e9)))
    remaining, used = _number(headers.get("x-ratelimit-remaining")), _number(headers.get("x-ratelimit-used"))
    if remaining is None:
        return None
    return Quota(remaining + (used or 0.0), remaining, resets_in)


def read_retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Read `Retry-After`, seconds or a date; nonsense is none."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return _bounded(timedelta(seconds=int(value[:10])))
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return _until(at if at.tzinfo else at.replace(tzinfo=UTC), now)


def wait_for(headers: Mapping[str, str], now: datetime, read_quota: ReadQuota) -> timedelta | None:
    """How long a refused request has to wait: `Retry-After`, else until the platform's own reset."""
    asked = read_retry_after(headers, now)
    if asked is not None:
        return asked
    quota = read_quota(headers, now)
    return quota.resets_in if quota is not None else None


def _read(headers: Mapping[str, str], prefix: str, resets_in: timedelta | None) -> Quota | None:
    limit, remaining = _number(headers.get(f"{prefix}-limit")), _number(headers.get(f"{prefix}-remaining"))
    if limit is None or remaining is None:
        return None if resets_in is None else Quota(0.0, 0.0, resets_in)
    return Quota(limit, remaining, resets_in)


def _number(value: str | None) -> float | None:
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def _until(at: datetime, now: datetime) -> timedelta:
    return _bounded(at - now)


def _bounded(wait: timedelta) -> timedelta:
    return min(max(wait, timedelta()), LONGEST)
