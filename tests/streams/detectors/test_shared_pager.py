"""One pager for two hundred brands: each sort of evidence must be surer by as much as its own tail asks for."""

from collections.abc import Callable
from datetime import timedelta
from math import log
from random import Random

import pytest

from streams.detectors.glr import GlrFactory
from streams.detectors.ladder import TAUS
from streams.minute import Counts, Minute
from streams.sensitivity import Sensitivity, Sort, find_bar, find_threshold
from streams.spike import Spike
from tests.streams.detectors.test_glr import DAY, draw, fade, opened
from tests.streams.detectors.test_many_brands import on
from tests.streams.minutes import START

BRANDS = 200
ONSET = 8 * DAY


def talk(random: Random, negative: float, other: float) -> Counts:
    bad, rest = draw(random, negative, other)
    return Counts(mentions=bad + rest, negative=bad, neutral=rest)


def angrier(random: Random) -> Counts:
    return talk(random, 2.2, 0.8)


def louder(random: Random) -> Counts:
    once = talk(random, 0.6, 2.4)
    return Counts(mentions=once.mentions * 15, negative=once.negative * 15, neutral=once.neutral * 15)


def storm(crisis: Callable[[Random], Counts], brands: int) -> tuple[Spike, list[Counts]]:
    """Return the first page of a brand watched for eight days, and every minute up to it."""
    detector, random = GlrFactory(brands=brands)("acme", lane="live", snapshot=None), Random(3)
    history: list[Counts] = []
    for index in range(ONSET + 120):
        history.append(crisis(random) if index >= ONSET else talk(random, 0.6, 2.4))
        one = Minute(brand="acme", start=START + timedelta(minutes=index), counts=history[-1], sources=1)
        pages = opened([detector.observe(one)])
        if pages:
            return pages[0], history
    raise AssertionError("no page")


def test_an_angrier_public_pages_a_shared_pager_by_its_share_and_can_be_redone_by_hand() -> None:
    page, history = storm(angrier, BRANDS)
    terms = {term.name: term.value for term in page.terms}
    total = 0.0
    for tau in TAUS:
        if f"{tau} min share" not in terms:
            continue
        n = fade([counts.mentions for counts in history], tau)
        x = fade([counts.negative for counts in history], tau) / n
        q = terms[f"{tau} min tolerated share"]
        nats = x * log(x / q) + (1 - x) * log((1 - x) / (1 - q))
        total += terms[f"{tau} min share weight"] * n / (1 + n * terms[f"{tau} min share dispersion"]) * nats
    by_hand = total / terms["share scale"] * terms["share trust"]
    assert by_hand == pytest.approx(terms["share evidence"], rel=1e-9)
    assert page.evidence == pytest.approx(by_hand, abs=1e-3)
    assert by_hand / terms["share trust"] >= find_bar(Sensitivity.BALANCED, BRANDS, Sort.SHARE)
    assert page.threshold == terms["threshold"] == find_threshold(Sensitivity.BALANCED, BRANDS)


def test_a_louder_public_pages_a_shared_pager_once_it_has_stayed_up() -> None:
    page, history = storm(louder, BRANDS)
    terms = {term.name: term.value for term in page.terms}
    assert terms["swell spared"] > 0
    e, m = terms["swell observed"] - terms["swell spared"], terms["swell tolerance"] * terms["swell expected"]
    r = terms["swell size"]
    nats = e * log(e / m) - (e + r) * log((e + r) / (m + r))
    by_hand = terms["swell weight"] * terms["credit"] * nats / terms["swell damping"] * terms["habit"]
    by_hand *= terms["steadiness"]
    assert by_hand * terms["swell trust"] == pytest.approx(terms["swell evidence"], rel=1e-9)
    assert page.evidence == pytest.approx(terms["swell evidence"], abs=1e-3)
    assert len(history) <= ONSET + 45
    assert page.onset >= START + timedelta(minutes=ONSET)


def test_a_single_brands_page_says_nothing_of_trust() -> None:
    page, _ = storm(angrier, 1)
    assert not [term.name for term in page.terms if "trust" in term.name]


def test_a_storm_is_hardly_taken_for_its_hours_habit_while_a_shared_pager_waits_to_be_sure() -> None:
    detector, random = GlrFactory(brands=BRANDS)("acme", lane="live", snapshot=None), Random(1)
    expected = []
    for index in range(ONSET + 30):
        counts = on(index, random, scale=15 if index >= ONSET else 1).counts
        one = Minute(brand="acme", start=START + timedelta(minutes=index), counts=counts, sources=1)
        expected.append(detector.observe(one).expected)
    assert expected[-1] < 3 * expected[ONSET]
