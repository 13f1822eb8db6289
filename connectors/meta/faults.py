"""Faults: what the Graph API means by its error codes, which nearly all come as HTTP 400.

After Meta's "Handle Errors" and "Rate Limits" pages. A token is never part of a text made here.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from connectors.errors import ConnectorError, GoneError, MisconfiguredError, TransientError, UnreadableError
from connectors.limits import Quota
from connectors.nulls import decode_told
from connectors.refusal import Refusal

_THROTTLED: Final = frozenset({4, 17, 32, 613, *range(80_000, 80_015)})
_PASSING: Final = frozenset({1, 2})
_TOKEN: Final = frozenset({102, 190})
_PERMISSIONS: Final = frozenset({3, 10, *range(200, 300)})
_BLOCKED: Final = 368
_PARAMETER: Final = 100
_NO_OBJECT: Final = 33
_WAIT: Final = timedelta(minutes=5)
"""When throttled and not told for how long."""
_WHY_TOKEN: Final[Mapping[int, str]] = {
    458: "the app was removed from the account",
    460: "its password was changed",
    463: "it has expired",
    467: "it was made invalid",
}
_USAGES: Final = ("x-business-use-case-usage", "x-app-usage")


class _Error(msgspec.Struct):
    code: int = 0
    error_subcode: int = 0


class _Body(msgspec.Struct):
    error: _Error


def judge_graph(refusal: Refusal) -> ConnectorError | None:
    """Name the error of a refusal by its code; see `connectors.refusal.Judge`."""
    try:
        error = decode_told(refusal.body, _Body).error
    except UnreadableError:
        return None
    said = f"{refusal.shown}: Graph API error {error.code}"
    if error.code in _THROTTLED:
        quota = read_usage(refusal.headers, refusal.at)
        told = quota.resets_in if quota is not None else None
        return TransientError(f"{said}: too many calls", told or _WAIT)
    if error.code in _PASSING:
        return TransientError(f"{said}: Meta has a problem for now")
    if error.code == _PARAMETER and error.error_subcode == _NO_OBJECT:
        return GoneError(f"{said}: it is not there (any more), or this token may not see it")
    advice = _advise(error)
    return MisconfiguredError(f"{said}: {advice}") if advice else None


def _advise(error: _Error) -> str:
    """What a person must do; nothing when the code does not tell."""
    if error.code in _TOKEN:
        return f"the token must be renewed: {_WHY_TOKEN.get(error.error_subcode, 'it is not valid')}"
    if error.code in _PERMISSIONS:
        return "the token lacks a permission; docs/receiver.md says which are needed"
    return "Meta has blocked this use for now" if error.code == _BLOCKED else ""


def read_usage(headers: Mapping[str, str], _now: datetime) -> Quota | None:
    """Read how much of the hour's calls is used: percentages, and minutes until access comes back."""
    usages = [usage for name in _USAGES for usage in _read_usages(headers.get(name, ""))]
    if not usages:
        return None
    shares = ("call_count", "total_cputime", "total_time")
    used = max(_number(usage.get(share)) for usage in usages for share in shares)
    minutes = max(_number(usage.get("estimated_time_to_regain_access")) for usage in usages)
    return Quota(100.0, max(0.0, 100.0 - used), timedelta(minutes=min(minutes, 10_000)) if minutes else None)


def _read_usages(value: str) -> list[dict[str, Any]]:
    try:
        said = msgspec.json.decode(value)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return []
    if not isinstance(said, dict):
        return []
    by_account = [usage for usages in said.values() if isinstance(usages, list) for usage in usages]
    return [usage for usage in by_account or [said] if isinstance(usage, dict)]


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
