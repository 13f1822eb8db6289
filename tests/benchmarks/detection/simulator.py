"""Seeded synthetic streams: a brand's ordinary weeks, clean or rough, with crises laid over them.

Clean is a seasonal negative binomial. Rough adds what real streams have: a wandering rate and share, a
drifting level, and bursts of retweets whose sizes have a heavy tail. Both are kin of our own model, which
flatters it; real recordings stand beside them in the table.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

DAY = 1440
SHARE = 0.2

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Crisis(StrEnum):
    """What is laid over a stream; the last two are controls that must not page."""

    STEP_3 = "step x3"
    STEP_3_NEGATIVE = "step x3, negative only"
    STEP_10 = "step x10"
    RAMP_6 = "ramp x6 in 2 h"
    SHARE_60 = "share .2 to .6"
    SHARE_35 = "share .2 to .35"
    VIRAL = "positive virality x10"
    OUTAGE = "outage of 3 h"


LENGTH = dict.fromkeys(Crisis, 180)
"""Minutes that a crisis lasts; a page counts as its page until then."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A crisis as it was laid over a stream."""

    crisis: Crisis
    start: int


@dataclass(frozen=True, slots=True)
class Stream:
    """Minutes' counts from a Monday's midnight, and what is hidden in them."""

    mentions: Ints
    negative: Ints
    crises: tuple[Laid, ...] = ()

    def is_dark(self, index: int) -> bool:
        """Whether nobody watched."""
        return any(
            laid.crisis is Crisis.OUTAGE and laid.start <= index < laid.start + LENGTH[laid.crisis]
            for laid in self.crises
        )


def make_stream(
    seed: int,
    *,
    rate: float,
    rough: bool,
    days: int,
    crises: tuple[Laid, ...] = (),
    shape: Floats | None = None,
) -> Stream:
    """Make a stream of `rate` mentions a minute on a weekday's average; `shape` multiplies all talk by the minute."""
    rng = np.random.default_rng(seed)
    length = days * DAY
    at = np.arange(length)
    level = rate * _season(at)
    share = np.full(length, SHARE)
    if rough:
        level = level * np.exp(_wander(rng, length, sd=0.2, tau=240.0) - 0.02)
        level = level * _drift(rng, length)
        logit = np.log(SHARE / (1 - SHARE)) + _wander(rng, length, sd=0.2, tau=240.0)
        share = 1 / (1 + np.exp(-logit))
        level = level + rate * _bursts(rng, length)
    if shape is not None:
        level = level * shape
    calm = level * (1 - share)
    angry = level * share
    for laid in crises:
        _lay(laid, calm, angry)
    alpha = 0.1 if rough else 0.05
    luck = rng.gamma(1 / alpha, alpha, length)
    negative = rng.poisson(angry * luck)
    return Stream(negative + rng.poisson(calm * luck), negative, crises)


def make_levels(seed: int, *, rate: float, days: int) -> Floats:
    """Return what the oracle is told: the rough stream's mentions a minute without wander, burst and crisis."""
    rng = np.random.default_rng(seed)
    length = days * DAY
    _wander(rng, length, sd=0.2, tau=240.0)
    return rate * _season(np.arange(length)) * _drift(rng, length)


def _season(at: Ints) -> Floats:
    """Busiest at 20 h with four times the talk of 8 h; weekends have .65 of a weekday's."""
    wave = 1 + 0.6 * np.cos(2 * np.pi * (at % DAY - 1200) / DAY)
    return np.where((at // DAY) % 7 >= 5, 0.65, 1.0) * wave


def _wander(rng: np.random.Generator, length: int, *, sd: float, tau: float) -> Floats:
    keep = float(np.exp(-1 / tau))
    steps = rng.normal(0, sd * (1 - keep**2) ** 0.5, length)
    out = np.empty(length)
    value = rng.normal(0, sd)
    for i, step in enumerate(steps.tolist()):
        value = value * keep + step
        out[i] = value
    return out


def _drift(rng: np.random.Generator, length: int) -> Floats:
    """A level that walks by a tenth a day."""
    steps = np.cumsum(rng.normal(0, 0.1 / DAY**0.5, length))
    return np.asarray(np.exp(np.clip(steps, -1.5, 1.5)))


def _bursts(rng: np.random.Generator, length: int) -> Floats:
    """Retweets of one post: 1.5 a day, from 5 minutes' volume (Pareto 1.8) up to two hours' volume."""
    out = np.zeros(length)
    for start in rng.integers(0, length, rng.poisson(1.5 * length / DAY)):
        size = min(5 * (1 + rng.pareto(1.8)), 120.0)
        tau = rng.uniform(5, 30)
        tail = np.arange(min(length - start, 300))
        out[start : start + len(tail)] += size / tau * np.exp(-tail / tau)
    return out


def _lay(laid: Laid, calm: Floats, angry: Floats) -> None:
    span = slice(laid.start, laid.start + LENGTH[laid.crisis])
    both = calm[span] + angry[span]
    match laid.crisis:
        case Crisis.STEP_3:
            calm[span] *= 3
            angry[span] *= 3
        case Crisis.STEP_3_NEGATIVE:
            angry[span] *= 3
        case Crisis.STEP_10:
            calm[span] *= 10
            angry[span] *= 10
        case Crisis.RAMP_6:
            rise = 1 + 5 * np.minimum(np.arange(len(both)) / 120, 1.0)
            calm[span] *= rise
            angry[span] *= rise
        case Crisis.SHARE_60:
            calm[span], angry[span] = both * 0.4, both * 0.6
        case Crisis.SHARE_35:
            calm[span], angry[span] = both * 0.65, both * 0.35
        case Crisis.VIRAL:
            calm[span] += 9 * both * 0.98
            angry[span] += 9 * both * 0.02
        case Crisis.OUTAGE:
            calm[span] = 0
            angry[span] = 0
