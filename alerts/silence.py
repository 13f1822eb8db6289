"""A silence: what one person keeps from being told for a while, for a reason, until a time.

It never keeps a SEV1 from anybody, and never what people themselves do about an incident.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from connectors.mention import UtcTime
from connectors.wire import Wire
from streams.spike import Severity

LONGEST: Final = timedelta(days=7)
"""What is to be silent for longer belongs into the routes of the configuration, where everybody sees it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence(Wire):
    """One silence of one brand."""

    id: str
    brand: str
    owner: str
    """Who asked for it, and is warned before it ends."""
    reason: str
    since: UtcTime
    until: UtcTime
    kinds: tuple[str, ...] = ()
    """`negative`, `backlash`, `bot_under_attack`, `bot_speaks_hate`, `feed`; empty for all."""
    severities: tuple[Severity, ...] = ()
    """Of incidents; empty for all but SEV1."""
    warned: bool = False
    withheld: int = 0
    """How much it has kept from being told so far."""
    lane: str = "live"

    def covers(self, kind: str, severity: Severity | None, at: datetime) -> bool:
        """Whether it keeps something of this kind from being told at this time; SEV1 it never does."""
        if severity is Severity.SEV1 or not self.since <= at < self.until:
            return False
        if self.kinds and kind not in self.kinds:
            return False
        return not self.severities or (severity is not None and severity in self.severities)

    def warns_at(self, warn_before: timedelta) -> datetime:
        """When its owner is warned; a short silence warns when half of it is over."""
        return self.until - min(warn_before, (self.until - self.since) / 2)

    def is_ending(self, at: datetime, warn_before: timedelta) -> bool:
        """Whether its owner is to be warned now."""
        return not self.warned and self.warns_at(warn_before) <= at < self.until

    def count_one(self) -> "Silence":
        return replace(self, withheld=self.withheld + 1)


def refuse_silence(silence: Silence) -> str:
    """Say why a silence cannot be; empty when it can."""
    if not silence.owner.strip() or not silence.reason.strip():
        return "a silence names its owner and its reason"
    if silence.until <= silence.since:
        return "a silence ends after it begins"
    if silence.until - silence.since > LONGEST:
        return f"a silence lasts {LONGEST.days} days at most; what is to be silent for longer is a route's matter"
    if Severity.SEV1 in silence.severities:
        return "a SEV1 cannot be silenced"
    return ""
