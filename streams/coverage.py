"""Coverage: whether a minute's silence means anything, and whether too much of the talk is unscored."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from streams.minute import Minute

MINUTE: Final = timedelta(minutes=1)
SCORED_SHARE: Final = 0.5
"""With less than this of the last hour's mentions scored, calm cannot be claimed."""
ENOUGH: Final = 10.0
"""Mentions in the last hour below which the unscored share says nothing."""
_KEEP: Final = 0.5 ** (1 / 40)
"""Per minute; an hour counts nearly whole, yesterday not at all."""


class Coverage:
    """What one brand's minutes vouch for."""

    def __init__(self, state: Mapping[str, Any] | None = None) -> None:
        self._mentions: float = state["mentions"] if state else 0.0
        self._unscored: float = state["unscored"] if state else 0.0
        self._last = datetime.fromisoformat(state["last"]) if state and state["last"] else None

    def add(self, minute: Minute) -> int:
        """Take in a minute; return how many minutes nobody watched lie before it."""
        gap = 0 if self._last is None else max(0, (minute.start - self._last) // MINUTE - 1)
        self._last = minute.start
        keep = _KEEP ** (gap + 1)
        self._mentions = self._mentions * keep + minute.counts.mentions
        self._unscored = self._unscored * keep + minute.counts.unscored
        return gap

    @property
    def is_scored(self) -> bool:
        """Whether enough of the recent talk has a score for calm to mean calm."""
        return self._mentions < ENOUGH or self._unscored <= (1 - SCORED_SHARE) * self._mentions

    def teaches(self, minute: Minute) -> bool:
        """Whether a baseline may learn from this minute."""
        return minute.is_covered and not minute.silent

    def is_known(self, minute: Minute) -> bool:
        """Whether calm in this minute would mean calm."""
        return minute.is_covered and not minute.silent and self.is_scored

    def snapshot(self) -> dict[str, Any]:
        last = self._last.isoformat() if self._last else None
        return {"mentions": self._mentions, "unscored": self._unscored, "last": last}
