"""Every detector a brand can be given, by the name that stands in the configuration and on its spikes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from streams.calendar import Calendar
from streams.detector import DetectorFactory
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
    if name == GLR:
        return GlrFactory(sensitivity, brands=brands, calendars=calendars)
    return DETECTORS[name]
