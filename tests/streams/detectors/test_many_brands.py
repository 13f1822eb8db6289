"""A pager for many brands: two hundred brands on six platforms each."""

import json
from datetime import timedelta
from random import Random

import pytest

from connectors.mention import Platform
from streams.detectors.glr import GlrFactory
from streams.minute import Counts, Minute
from streams.sensitivity import PROMISES, Sensitivity
from streams.spike import Severity
from tests.streams.minutes import START

BRANDS, MINUTES = 200, 45
PLATFORMS = tuple(Platform)[:6]


def on(index: int, random: Random, scale: int = 1) -> Minute:
    platforms = {}
    whole = Counts()
    for platform in PLATFORMS:
        said = random.randrange(3)
        bad = sum(random.random() < 0.2 for _ in range(said))
        counts = Counts(mentions=said * scale, negative=bad * scale, neutral=(said - bad) * scale)
        platforms[platform] = counts
        whole += counts
    start = START + timedelta(minutes=index)
    return Minute(brand="acme", start=start, counts=whole, platforms=platforms, sources=6)


def test_two_hundred_brands_on_six_platforms_wake_nobody_and_stay_small() -> None:
    factory = GlrFactory(brands=BRANDS)
    pages = 0
    for brand in range(BRANDS):
        detector, random = factory(f"brand-{brand}", lane="live", snapshot=None), Random(brand)
        for index in range(MINUTES):
            spikes = detector.observe(on(index, random)).spikes
            pages += sum(spike.severity is not Severity.SEV4 for spike in spikes)
        state = detector.snapshot()
        assert len(state["parts"]) == len(PLATFORMS)
        assert all(len(json.dumps(part)) < 1500 for part in (state["whole"], *state["parts"].values()))
    assert pages == 0


@pytest.mark.parametrize("days", [2, 8])
def test_a_storm_still_pages_where_two_hundred_brands_share_a_pager(days: int) -> None:
    detector, random = GlrFactory(brands=BRANDS)("acme", lane="live", snapshot=None), Random(1)
    known = days * 1440
    for index in range(known):
        assert not [
            one for one in detector.observe(on(index, random)).spikes if one.severity != Severity.SEV4
        ]
    spikes = [
        spike
        for index in range(known, known + 60)
        for spike in detector.observe(on(index, random, scale=15)).spikes
    ]
    assert any(spike.severity is not Severity.SEV4 for spike in spikes)


@pytest.mark.parametrize("word", Sensitivity)
def test_the_budget_is_the_persons_and_not_the_brands(word: Sensitivity) -> None:
    one = GlrFactory(word, brands=1)("acme", lane="live", snapshot=None).observe(on(0, Random(0)))
    many = GlrFactory(word, brands=BRANDS)("acme", lane="live", snapshot=None).observe(on(0, Random(0)))
    assert one.threshold == PROMISES[word].threshold
    assert many.threshold > one.threshold + 10
