"""A rule: which detector is tried, with which of its settings changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Final

from pydantic import Field

from connectors.config import ConfigurationError, Duration, Section, build_section
from deploy.backtest.errors import BadRuleError
from streams.detector import DetectorFactory
from streams.detectors.glr import GlrFactory
from streams.detectors.hour_ratio import HourRatio
from streams.detectors.mean_sd import MeanSd
from streams.detectors.reference import ReferenceFactory
from streams.detectors.registry import DEFAULT, DETECTORS
from streams.detectors.static import Static
from streams.sensitivity import Sensitivity
from streams.settings import Streams
from streams.window import Patience


class _Common(Section):
    """What may be set for every detector."""

    silent_after: Duration = Streams().silent_after


class _Glr(_Common):
    sensitivity: Sensitivity = Sensitivity.BALANCED
    brands: Annotated[int, Field(ge=1)] = 1
    """That share one person on call."""


class _MeanSd(_Common):
    k: Annotated[float, Field(gt=0)] = MeanSd().k


class _HourRatio(_Common):
    factor: Annotated[float, Field(gt=1)] = HourRatio().factor


class _Static(_Common):
    count: Annotated[int, Field(ge=1)] = Static().count


@dataclass(frozen=True, slots=True)
class _Knobs:
    section: type[_Common]
    make: Callable[[_Common], DetectorFactory]


def _make_glr(knobs: _Common) -> DetectorFactory:
    assert isinstance(knobs, _Glr)  # noqa: S101 - as `KNOBS` pairs them.
    return GlrFactory(knobs.sensitivity, brands=knobs.brands)


def _make_mean_sd(knobs: _Common) -> DetectorFactory:
    assert isinstance(knobs, _MeanSd)  # noqa: S101 - as above.
    return ReferenceFactory(MeanSd(k=knobs.k))


def _make_hour_ratio(knobs: _Common) -> DetectorFactory:
    assert isinstance(knobs, _HourRatio)  # noqa: S101 - as above.
    return ReferenceFactory(HourRatio(factor=knobs.factor))


def _make_static(knobs: _Common) -> DetectorFactory:
    assert isinstance(knobs, _Static)  # noqa: S101 - as above.
    return ReferenceFactory(Static(count=knobs.count))


KNOBS: Final[Mapping[str, _Knobs]] = {
    "glr": _Knobs(_Glr, _make_glr),
    "mean_sd": _Knobs(_MeanSd, _make_mean_sd),
    "hour_ratio": _Knobs(_HourRatio, _make_hour_ratio),
    "static": _Knobs(_Static, _make_static),
}
"""Detectors with something to set; the others run as they are."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is tried."""

    detector: str
    factory: DetectorFactory
    silent_after: timedelta
    changed: Mapping[str, str]
    """As asked for."""

    @property
    def patience(self) -> Patience:
        """As the window of a drill lane has it."""
        return Patience(silent_after=self.silent_after)

    @property
    def title(self) -> str:
        said = ", ".join(f"{key}={value}" for key, value in self.changed.items())
        return f"{self.detector} ({said})" if said else self.detector


def build_rule(detector: str | None = None, assignments: Sequence[str] = ()) -> Rule:
    """Build a rule from the command line's words.

    Args:
        detector: by its name in the configuration; the default if not given.
        assignments: each `key=value`.

    Raises:
        BadRuleError: with everything that is wrong, and what there is.
    """
    name = detector or DEFAULT
    if name not in DETECTORS:
        raise BadRuleError(f"no detector `{name}`; there are: {', '.join(sorted(DETECTORS))}")
    changed: dict[str, str] = {}
    for assignment in assignments:
        key, sign, value = assignment.partition("=")
        if not sign or not key:
            raise BadRuleError(f"`--set {assignment}`: write it as key=value")
        changed[key.strip()] = value.strip()
    knobs = KNOBS.get(name)
    section = knobs.section if knobs else _Common
    try:
        chosen = build_section(section, changed, file="--set")
    except ConfigurationError as exc:
        raise BadRuleError(f"detector `{name}`:\n{exc}") from exc
    factory = knobs.make(chosen) if knobs and changed else DETECTORS[name]
    return Rule(name, factory, chosen.silent_after, changed)
