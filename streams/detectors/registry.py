"""Every detector a brand can be given, by the name that stands in the configuration and on its spikes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from streams.detector import DetectorFactory
from streams.detectors.ears import Ears
from streams.detectors.glr import make_glr
from streams.detectors.hour_ratio import HourRatio
from streams.detectors.mean_sd import MeanSd
from streams.detectors.reference import ReferenceFactory
from streams.detectors.robust import make_robust
from streams.detectors.static import Static

DEFAULT: Final = "robust"
"""Simple and cheap; `glr` finds more, but pages more until its false-page budget is proven (docs/detection.md)."""

DETECTORS: Final[Mapping[str, DetectorFactory]] = MappingProxyType(
    {
        "glr": make_glr,
        "robust": make_robust,
        "mean_sd": ReferenceFactory(MeanSd()),
        "hour_ratio": ReferenceFactory(HourRatio()),
        "ears": ReferenceFactory(Ears()),
        "static": ReferenceFactory(Static()),
    }
)
