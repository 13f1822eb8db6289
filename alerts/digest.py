"""A digest: what was not told by itself since the last one, told together once a day."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from connectors.mention import UtcTime
from connectors.wire import Wire
from streams.spike import Severity

LINES_KEPT: Final = 40


class Cause(StrEnum):
    """Why something was not told, or not yet; a label of metrics."""

    BUDGET = "budget"
    """The person on call had been paged often enough that day."""
    SILENCE = "silence"
    COOLDOWN = "cooldown"
    """An update that brought only new numbers, soon after another; told later, or replaced by a newer one."""
    GROUP = "group"
    """A dead feed soon after another of the brand; told later, together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Wire):
    """One thing that was kept from people."""

    about: str
    """Id of the incident or the feed alarm."""
    kind: str
    """`negative`, `backlash`, `bot_under_attack`, `bot_speaks_hate` or `feed`."""
    at: UtcTime
    """Event time of the first of it that was not told."""
    cause: Cause
    severity: Severity | None = None
    """Of an incident, the worst that was not told."""
    source: str = ""
    """Of a dead feed."""
    is_open: bool = True
    """Whether it still lasts when the digest is told."""
    count: int = 1
    """How often something about it was not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest(Wire):
    """What one brand's people were spared."""

    id: str
    brand: str
    since: UtcTime
    until: UtcTime
    lines: tuple[Line, ...]
    left_out: int = 0
    """Further things, for which there was no room."""
    lane: str = "live"
