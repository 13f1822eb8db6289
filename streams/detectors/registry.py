"""Every detector a brand can be given, by the name that stands in the configuration and on its spikes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from streams.detector import DetectorFactory
from streams.detectors.glr import make_glr
from streams.detectors.robust import make_robust

DEFAULT: Final = "glr"

DETECTORS: Final[Mapping[str, DetectorFactory]] = MappingProxyType(
    {
        "glr": make_glr,
        "robust": make_robust,
    }
)
