"""Promises that every registered detector keeps."""

import json
from collections.abc import Sequence
from random import Random

import pytest

from streams.detector import Assessment, Detector, Mood
from streams.detectors.registry import DEFAULT, DETECTORS
from streams.minute import Minute
from streams.spike import Spike, SpikeKind, SpikePhase, read_spike
from tests.streams.minutes import minute, quote

DAY = 24 * 60
CALM, ANGRY = 0.02, 0.9
"""Parts of twenty people who are angry in a minute."""
HISTORY_DAYS = {"ears": 9}
"""Days of calm that a detector needs before it can judge; the others get two."""


@pytest.fixture(params=sorted(DETECTORS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def make(name: str) -> Detector:
    return DETECTORS[name]("acme", lane="live", snapshot=None)


def onset_of(name: str) -> int:
    return HISTORY_DAYS.get(name, 2) * DAY + 600


def calm_then_crisis(onset: int, crisis: int = 180) -> list[Minute]:
    return make_minutes([CALM] * onset + [ANGRY] * crisis)


def make_minutes(anger: Sequence[float]) -> list[Minute]:
    """Write down minutes of which each of twenty people is angry by chance."""
    random = Random(7)
    minutes = []
    for index, part in enumerate(anger):
        negative = sum(random.random() < part for _ in range(20))
        other = sum(random.random() < 0.2 for _ in range(20))
        quotes = (quote(index),) if negative else ()
        backlash = negative if part > CALM else 0
        minutes.append(minute(index, negative, other, backlash=backlash, quotes=quotes))
    return minutes


def watch(detector: Detector, minutes: list[Minute]) -> list[Assessment]:
    return [detector.observe(one) for one in minutes]


def test_the_default_is_registered() -> None:
    assert DEFAULT in DETECTORS


def test_it_finds_a_crisis_once_and_says_why(name: str) -> None:
    onset = onset_of(name)
    seen = watch(make(name), calm_then_crisis(onset))
    opened = [spike for one in seen for spike in one.spikes if spike.phase is SpikePhase.OPENED]
    assert len(opened) == 1
    (spike,) = opened
    assert spike.detector == name
    assert spike.kind == "backlash"
    assert spike.evidence >= spike.threshold
    assert spike.observed > spike.expected
    assert {"observed", "expected", "evidence", "threshold"} <= {term.name for term in spike.terms}
    assert spike.quotes
    assert spike.platforms
    assert spike.themes
    assert all(one.mood is not Mood.SPIKE for one in seen[:onset])
    assert read_spike(spike.to_json()) == spike


def test_it_says_that_it_is_warming_up(name: str) -> None:
    assert make(name).observe(minute(0, 1, 5)).mood is Mood.WARMING_UP


def test_a_dead_feed_is_not_calm(name: str) -> None:
    detector = make(name)
    watch(detector, calm_then_crisis(DAY, 0))
    assert detector.observe(minute(DAY, 0, 2, silent=("bluesky",))).mood is Mood.CANNOT_TELL
    assert detector.observe(minute(DAY + 1, sources=0)).mood is Mood.CANNOT_TELL


def test_too_much_unscored_is_not_calm(name: str) -> None:
    detector = make(name)
    watch(detector, calm_then_crisis(DAY, 0))
    seen = watch(detector, [minute(DAY + i, 0, 1, unscored=9) for i in range(60)])
    assert seen[-1].mood is Mood.CANNOT_TELL


def test_an_outage_of_a_day_is_neither_calm_nor_a_spike(name: str) -> None:
    minutes = [minute(i, int(i % 5 == 0), i % 3) for i in range(DAY)]
    shifted = [minute(2 * DAY + i, one.counts.negative, one.counts.neutral) for i, one in enumerate(minutes)]
    assert not [spike for one in watch(make(name), minutes + shifted) for spike in one.spikes]


def test_it_goes_on_from_its_snapshot(name: str) -> None:
    one, two = make(name), make(name)
    for index, now in enumerate(calm_then_crisis(onset_of(name))):
        expected = one.observe(now)
        if index % 701 == 0:
            two = DETECTORS[name]("acme", lane="live", snapshot=json.loads(json.dumps(two.snapshot())))
        got = two.observe(now)
        assert (got.mood, got.spikes) == (expected.mood, expected.spikes)
        assert got.evidence == pytest.approx(expected.evidence, abs=1e-6)


def test_a_verdict_never_hurts(name: str) -> None:
    detector = make(name)
    detector.judge("nobody knows this", is_crisis=True)
    for now in calm_then_crisis(onset_of(name)):
        for spike in detector.observe(now).spikes:
            detector.judge(spike.id, is_crisis=spike.phase is SpikePhase.OPENED)


def test_a_benign_spike_hides_nothing_that_comes_after_it(name: str) -> None:
    told = []
    for is_crisis in (False, True):
        detector = make(name)
        seen = watch(detector, calm_then_crisis(onset_of(name)))
        (spike,) = [one for step in seen for one in step.spikes if one.phase is SpikePhase.OPENED]
        detector.judge("another", is_crisis=False)
        untouched = detector.snapshot()["tracker"]["automaton"]
        detector.judge(spike.id, is_crisis=is_crisis)
        told.append(detector.snapshot()["tracker"]["automaton"]["is_benign"])
        assert not untouched["is_benign"]
    assert told == [True, False]


def resolve_after(detector: Detector, before: list[Minute], after: list[Minute]) -> list[tuple[int, str]]:
    """Return when which spikes opened after a person had resolved the one that opened before."""
    (spike,) = [one for step in watch(detector, before) for one in step.spikes if is_page(one)]
    detector.judge("another", is_crisis=True, is_over=True)
    detector.judge(spike.id, is_crisis=True, is_over=True)
    pages = []
    for index, step in enumerate(watch(detector, after)):
        pages += [(index, one.id) for one in step.spikes if is_page(one)]
    assert spike.id not in {name for _, name in pages}
    return pages


def is_page(spike: Spike) -> bool:
    return spike.phase is SpikePhase.OPENED and spike.kind is not SpikeKind.VOLUME


@pytest.mark.parametrize("calm", [60, 240])
def test_after_a_resolved_crisis_a_flare_of_the_same_strength_pages_once(name: str, calm: int) -> None:
    onset = onset_of(name)
    end = onset + 180 + calm
    minutes = make_minutes([CALM] * onset + [ANGRY] * 180 + [CALM] * calm + [ANGRY] * 180)
    pages = resolve_after(make(name), minutes[: onset + 190], minutes[onset + 190 :])
    assert len(pages) == 1
    ((index, _),) = pages
    assert index + onset + 190 - end < (25 if name in ("glr", "robust") else 60)


@pytest.mark.parametrize(("half", "resolved"), [(45, 10), (180, 120)])
def test_what_is_left_of_a_resolved_crisis_pages_nobody(name: str, half: int, resolved: int) -> None:
    onset = onset_of(name)
    tail = [max(ANGRY * 0.5 ** (minute / half), CALM) for minute in range(12 * 60)]
    minutes = make_minutes([CALM] * onset + [ANGRY] * 120 + tail)
    cut = onset + 120 + resolved
    assert not resolve_after(make(name), minutes[:cut], minutes[cut:])


def test_a_resolved_spike_survives_a_restart(name: str) -> None:
    onset = onset_of(name)
    minutes = make_minutes([CALM] * onset + [ANGRY] * 180 + [0.3] * 60 + [ANGRY] * 60)
    one = make(name)
    (spike,) = [
        found for step in watch(one, minutes[: onset + 180]) for found in step.spikes if is_page(found)
    ]
    one.judge(spike.id, is_crisis=True, is_over=True)
    two = DETECTORS[name]("acme", lane="live", snapshot=json.loads(json.dumps(one.snapshot())))
    for index, now in enumerate(minutes[onset + 180 :]):
        if index % 17 == 0:
            two = DETECTORS[name]("acme", lane="live", snapshot=json.loads(json.dumps(two.snapshot())))
        expected, got = one.observe(now), two.observe(now)
        assert (got.mood, got.spikes) == (expected.mood, expected.spikes)


def test_an_empty_world_is_calm(name: str) -> None:
    length = HISTORY_DAYS.get(name, 2) * DAY
    seen = watch(make(name), [minute(index) for index in range(length)])
    assert seen[-1].mood is Mood.CALM
    assert not any(one.spikes for one in seen)
