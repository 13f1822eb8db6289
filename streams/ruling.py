"""A ruling: what people say of a spike, for the detector to learn from, on the `rulings` topic."""

from dataclasses import dataclass
from typing import Literal

from connectors.mention import UtcTime
from connectors.wire import Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling(Wire):
    """One person's verdict on the spikes of one incident."""

    brand: str
    spikes: tuple[str, ...]
    """Ids of the spikes it is about."""
    is_crisis: bool
    """False: a false alarm, part of the brand's life."""
    is_over: bool = False
    """They resolved the incident: what rises from here on is a new one."""
    by: str
    at: UtcTime
    lane: str = "live"
    type: Literal["ruling"] = "ruling"
