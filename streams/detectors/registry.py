"""Every detector a brand can be given, by the name that stands in the configuration and on its spikes."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from streams.calendar import Calendar
from streams.detector import Detector, DetectorFactory
from streams.detectors.ears import Ears
from streams.detectors.glr import NAME as GLR
from streams.detectors.glr import GlrFactory, make_glr
from streams.detectors.hour_ratio import HourRatio
from streams.detectors.mean_sd import MeanSd
from streams.detectors.reference import ReferenceFactory
from streams.detectors.robust import make_robust
from streams.detectors.static import Static
from streams.sensitivity import Sensitivity

DEFAULT: Final = "glr"

DETECTORS: Final[Mapping[str, DetectorFactory]] = MappingProxyType(
    {
        GLR: make_glr,
        "robust": make_robust,
        "mean_sd": ReferenceFactory(MeanSd()),
        "hour_ratio": ReferenceFactory(HourRatio()),
        "ears": ReferenceFactory(Ears()),
        "static": ReferenceFactory(Static()),
    }
)

_MARKS: Final[Mapping[str, str]] = MappingProxyType({GLR: "whole", "robust": "recent"})
_RULES_MARK: Final = "history"
"""The published rules read one sort of history, and go on from each other's."""


@dataclass(frozen=True, slots=True)
class OwnMemory:
    """Makes a detector that goes on from snapshots of its own sort, and starts anew on any other.

    What another one has learned is of no use to it, and a worker that tried would fail at every start.
    """

    factory: DetectorFactory
    mark: str
    """A key that only its own sort of snapshot has."""

    def __call__(self, brand: str, *, lane: str, snapshot: Mapping[str, Any] | None) -> Detector:
        is_own = snapshot is not None and self.mark in snapshot
        return self.factory(brand, lane=lane, snapshot=snapshot if is_own else None)


def choose(
    name: str, sensitivity: Sensitivity, *, brands: int, calendars: Mapping[str, Calendar]
) -> DetectorFactory:
    """Return a detector's factory as the configuration wants it; only ours knows words, pagers and plans.

    Args:
        name: one of `DETECTORS`.
        sensitivity: how soon to be woken.
        brands: how many brands share a person on call.
        calendars: planned events by brand.
    """
    factory = DETECTORS[name]
    if name == GLR:
        factory = GlrFactory(sensitivity, brands=brands, calendars=calendars)
    return OwnMemory(factory, _MARKS.get(name, _RULES_MARK))
