"""The detector's protocol: it sees one brand's closed minutes in order and says what it makes of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from streams.minute import Minute
from streams.spike import Spike


class Mood(StrEnum):
    """What the public's mood towards a brand is, in one word."""

    WARMING_UP = "warming up"
    """Too little history to judge."""
    CALM = "calm"
    WATCH = "watch"
    """Suspicious, not worth a page."""
    SPIKE = "spike"
    CANNOT_TELL = "cannot tell"
    """Dead feeds, too much unscored or too much bad data: not calm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What a detector makes of one minute."""

    mood: Mood
    observed: float
    expected: float
    evidence: float
    threshold: float
    spikes: tuple[Spike, ...] = ()
    """Changes to publish; empty for almost every minute."""


class Detector(Protocol):
    """One brand's detector.

    It is given every minute once and in order; between two minutes the clock may have jumped (nobody
    watched), which is a gap and not silence. It does no I/O and knows no clock but the minutes' own.
    """

    def observe(self, minute: Minute) -> Assessment:
        """Take in the next minute. May not block; raises nothing for a valid minute."""
        ...

    def judge(self, spike_id: str, *, is_crisis: bool, is_over: bool = False) -> None:
        """Take a person's verdict on an earlier spike: learn from it, or forget what it taught.

        Args:
            spike_id: of the spike; one that is unknown, or no longer the latest, changes nothing.
            is_crisis: whether it was real.
            is_over: whether it was resolved: what flares up afterwards is judged as after any calm.
        """
        ...

    def snapshot(self) -> dict[str, Any]:
        """Everything needed to go on, as plain JSON, bounded for ever."""
        ...


class DetectorFactory(Protocol):
    """Makes a brand's detector, new or resumed."""

    def __call__(self, brand: str, *, lane: str, snapshot: Mapping[str, Any] | None) -> Detector:
        """Called at start and after each rebalance; `snapshot` is what an earlier one returned."""
        ...
