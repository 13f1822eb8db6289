"""The arithmetic of a page: every number that led to it, so that anybody can redo it by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from streams.detectors.grading import find_excess, find_gap, find_ratio, grade
from streams.detectors.ladder import DECAY, RUNGS, TAUS, TOLERANCE, Rung
from streams.detectors.series import SHARE_SCALE, SUPPORT, Series
from streams.detectors.swell import BLOCK, BLOCKS, QUIET, SPAN, Rise
from streams.detectors.testimony import WEIGHT, Testimony
from streams.detectors.track import Track
from streams.detectors.trust import tell_trust
from streams.detectors.youth import WARINESS
from streams.sensitivity import Sort
from streams.spike import Severity, SpikeKind, Term

_NEGATIVE = "weighted negative mentions"
_BACKLASH = "weighted backlash mentions"
_WEIGHTED = "weighted mentions"
_MENTIONS = "mentions"
_NATS = "nats"
_RATIO = "all negative mentions, observed over expected in the 45-minute window; not the two above"
_HOUR_RUNG = 2


@dataclass(frozen=True, slots=True)
class Place:
    """What the evidence belongs to."""

    note: str
    """For a person."""
    handicap: float = 0.0
    """Nats taken off because this was one of several that each had a chance to err."""


WHOLE: Final = Place("the brand as a whole")


@dataclass(frozen=True, slots=True)
class Account:
    """What is to be told of one series' evidence."""

    kind: SpikeKind
    observed: float
    expected: float
    severity: Severity
    terms: tuple[Term, ...]


Told = tuple[Track, Sequence[float]]
"""A track of backlash mentions with the relief it was judged with."""
MAIN_TERMS: Final = 4
"""Observed, expected, window and dispersion; the arithmetic of each window follows them."""


def account_for(
    series: Series, evidence: float, threshold: float, place: Place, reason: Told | None = None
) -> Account:
    """Put a series' numbers into words and severity.

    Args:
        series: the brand's or the platform's.
        evidence: what was judged.
        threshold: what it is judged against.
        place: what the evidence belongs to, and what was taken off for it.
        reason: the theme of backlash whose evidence it is, if it is one's.
    """
    is_backlash = reason is not None or _is_backlash(series)
    if reason is not None:
        observed, expected, terms = _of_backlash(series, *reason)
    elif is_backlash and series.backlash_evidence >= max(series.negative_evidence, series.swell_evidence):
        observed, expected, terms = _of_backlash(series, series.baseline.backlash, series.backlash_relief)
    elif series.testimony and series.swell_evidence > series.negative_evidence:
        observed, expected, terms = _of_swell(series, series.testimony)
    else:
        observed, expected, terms = _of_negative(series)
    return Account(
        kind=SpikeKind.BACKLASH if is_backlash else SpikeKind.NEGATIVE,
        observed=observed,
        expected=expected,
        severity=grade(series, evidence, threshold),
        # What decides comes first: a message has room for ten, an incident keeps sixteen, the spike all.
        terms=(
            *terms[:MAIN_TERMS],
            Term(name="ratio", value=find_ratio(series), note=_RATIO),
            Term(name="excess", value=find_excess(series), unit="negative mentions an hour"),
            Term(
                name="evidence",
                value=evidence,
                unit=_NATS,
                note="the largest of the evidences, less what `where` says",
            ),
            Term(name="threshold", value=threshold, unit=_NATS, note="a spike opens here"),
            Term(name="where", value=place.handicap, unit=_NATS, note=place.note),
            Term(name="tolerance", value=series.tolerance, note="times the usual is still nothing"),
            Term(name="count evidence", value=series.count_evidence, unit=_NATS),
            Term(name="share evidence", value=series.share_evidence, unit=_NATS),
            Term(name="joined", value=series.joined, note="part of the lesser of these two that is added"),
            Term(name="swell evidence", value=series.swell_evidence, unit=_NATS, note="all talk stays up"),
            Term(name="backlash evidence", value=series.backlash_evidence, unit=_NATS),
            *terms[MAIN_TERMS:],
        ),
    )


def _is_backlash(series: Series) -> bool:
    """Whether talk against AI-made content carries the spike: on its own, or by half of the excess."""
    backlash = series.baseline.backlash.ladder
    if backlash.observed[_HOUR_RUNG] < SUPPORT:
        return False
    gap = find_gap(series.baseline.negative.ladder)
    return find_gap(backlash) >= 0.5 * gap or series.backlash_evidence >= max(
        series.count_evidence, series.share_evidence
    )


def _of_negative(series: Series) -> tuple[float, float, tuple[Term, ...]]:
    """Return the arithmetic of the larger of count and share evidence, and of the other if it was added."""
    parts = [
        (evidence, tell)
        for evidence, tell in ((series.count_evidence, _of_count), (series.share_evidence, _of_share))
        if evidence > 0
    ]
    if not parts:
        return _of_count(series)
    parts.sort(key=lambda part: -part[0])
    observed, expected, terms = parts[0][1](series)
    if series.joined > 0 and len(parts) > 1:
        terms += parts[1][1](series)[2][MAIN_TERMS:]
    return observed, expected, terms


def _of_count(series: Series) -> tuple[float, float, tuple[Term, ...]]:
    track = series.baseline.negative
    rungs = track.ladder.explain(
        series.baseline.doubt_in(track), series.tolerance, series.relief, series.weights
    )
    main = max(rungs, key=lambda rung: rung.weight * rung.evidence)
    scale = Term(name="scale", value=series.scale, note="the windows' sum is multiplied with this")
    factor = Term(name="habit", value=series.habit.factor, note="and all of it with this")
    backing = Term(
        name="backing", value=series.backing, unit=_NATS, note="added: all talk of a new brand rose too"
    )
    trust = tell_trust(Sort.COUNT, series.pager.trust_count(series.youth))
    terms = (*_rung_terms(rungs, main, _NEGATIVE), scale, backing, factor, *trust)
    return main.observed, main.expected, terms


def _of_backlash(
    series: Series, track: Track, relief: Sequence[float]
) -> tuple[float, float, tuple[Term, ...]]:
    doubt = series.baseline.doubt_in(track, series.youth)
    rungs = track.ladder.explain(doubt, series.tolerance, relief)
    main = max(rungs, key=lambda rung: rung.weight * rung.evidence)
    note = "taken off: how often the scorer errs about a new brand is not known"
    wary = Term(name="wariness", value=WARINESS * series.youth, unit=_NATS, note=note)
    terms = (*_rung_terms(rungs, main, _BACKLASH), wary, *tell_trust(Sort.BACKLASH, series.pager.backlash))
    return main.observed, main.expected, terms


def _of_swell(series: Series, testimony: Testimony) -> tuple[float, float, tuple[Term, ...]]:
    """Return the arithmetic of all talk, under what it is a witness for: the negative mentions of its time."""
    ladder, rise = series.baseline.negative.ladder, testimony.rise
    scale = 1 + DECAY[_HOUR_RUNG]
    observed, expected = scale * ladder.observed[_HOUR_RUNG], scale * ladder.expected[_HOUR_RUNG]
    blocks = f"the {QUIET} quietest of {BLOCKS} blocks of {BLOCK} minutes, as if all were like them"
    terms = (
        Term(name="observed", value=observed, unit=_NEGATIVE, note=_note(TAUS[_HOUR_RUNG])),
        Term(name="expected", value=expected, unit=_NEGATIVE, note="by its level, hour and weekday"),
        Term(name="window", value=SPAN, unit="minutes", note="all talk stayed up for so long"),
        Term(name="dispersion", value=rise.dispersion, note="learned: variance of the quietest blocks"),
        Term(name="swell observed", value=rise.observed, unit=_MENTIONS, note=blocks),
        Term(name="swell expected", value=rise.expected, unit=_MENTIONS, note="with the next two in it"),
        Term(name="local level", value=rise.local, note="the hours just before, over what was expected"),
        Term(name="quiet level", value=rise.quieter, note="what the quietest blocks usually hold, of all"),
        Term(name="swell tolerance", value=rise.tolerance),
        Term(name="swell size", value=rise.size, note="of the negative binomial"),
        Term(name="swell damping", value=rise.damping, note="for mentions that come in clumps"),
        Term(
            name="steadiness",
            value=rise.steadiness,
            note="1 while the newest blocks stay up, 0 once they fade",
        ),
        Term(name="credit", value=testimony.credit, note="how far negative talk rose along"),
        Term(name="swell weight", value=WEIGHT),
        Term(name="habit", value=series.habit.factor, note="and all of it with this"),
        *_spared_terms(rise),
        *tell_trust(Sort.SWELL, series.pager.swell),
    )
    return observed, expected, terms


def _rung_terms(rungs: tuple[Rung, ...], main: Rung, unit: str) -> tuple[Term, ...]:
    head = (
        Term(name="observed", value=main.observed, unit=unit, note=_note(main.tau)),
        Term(name="expected", value=main.expected, unit=unit, note="by its level, hour and weekday"),
        Term(name="window", value=main.tau, unit="minutes", note="the one that says most"),
        Term(name="dispersion", value=main.dispersion, note="learned: variance beyond chance"),
    )
    return (*head, *(term for rung in rungs if rung.evidence > 0 for term in _window_terms(rung, unit)))


def _window_terms(rung: Rung, unit: str) -> tuple[Term, ...]:
    name = f"{rung.tau} min"
    return (
        Term(name=f"{name} observed", value=rung.observed, unit=unit),
        Term(name=f"{name} expected", value=rung.expected, unit=unit),
        Term(name=f"{name} tolerance", value=rung.tolerance),
        Term(name=f"{name} size", value=rung.size, note="of the negative binomial"),
        Term(name=f"{name} damping", value=rung.damping, note="for mentions that come in clumps"),
        Term(name=f"{name} weight", value=rung.weight),
        Term(name=f"{name} evidence", value=rung.evidence, unit=_NATS, note="before its weight"),
    )


def _of_share(series: Series) -> tuple[float, float, tuple[Term, ...]]:
    baseline = series.baseline
    share, negative, scored = baseline.share, baseline.negative.ladder.observed, baseline.scored
    _, reading = share.find_best(negative, scored, series.tolerance / TOLERANCE)
    sticks = {k: reading.stick(k) for k in RUNGS}
    ratios = {
        k: share.ratio(k, negative[k], scored[k], stick)
        for k, stick in sticks.items()
        if negative[k] > stick.bar * scored[k]
    }
    main = max(ratios, key=lambda k: reading.weights[k] * ratios[k])
    scale = 1 + DECAY[main]
    terms = [
        Term(name="observed", value=scale * negative[main], unit=_NEGATIVE, note=_note(TAUS[main])),
        Term(name="expected", value=scale * scored[main] * share.usual, unit=_NEGATIVE, note="usual share"),
        Term(name="window", value=TAUS[main], unit="minutes", note="the one that says most"),
        Term(name="dispersion", value=share.dispersion(main), note="learned: the share's own unrest"),
        Term(name="usual share", value=share.usual),
        Term(
            name="local share",
            value=share.find_local(negative, scored)[0],
            note="three hours but for the last ten minutes, and 100 usual mentions",
        ),
        Term(name="share scale", value=SHARE_SCALE, note="the windows' sum is divided by this"),
    ]
    for k, ratio in ratios.items():
        name = f"{TAUS[k]} min"
        terms += [
            Term(name=f"{name} share", value=negative[k] / scored[k]),
            Term(name=f"{name} tolerated share", value=sticks[k].bar),
            Term(name=f"{name} scored", value=(1 + DECAY[k]) * scored[k], unit=_WEIGHTED),
            Term(
                name=f"{name} share dispersion",
                value=share.unrest(k, sticks[k]),
                note="with the doubt about the share behind the tolerated one",
            ),
            Term(name=f"{name} share weight", value=reading.weights[k]),
            Term(name=f"{name} share evidence", value=ratio, unit=_NATS, note="before its weight"),
        ]
    terms += tell_trust(Sort.SHARE, series.pager.share)
    return scale * negative[main], scale * scored[main] * share.usual, tuple(terms)


def _spared_terms(rise: Rise) -> tuple[Term, ...]:
    note = "taken off what was observed: a burst of retweets may hold so much"
    return (Term(name="swell spared", value=rise.spared, unit=_MENTIONS, note=note),) if rise.spared else ()


def _note(tau: int) -> str:
    return f"a mention t minutes old counts (1+d) times d^t, d = exp(-1/{tau})"
