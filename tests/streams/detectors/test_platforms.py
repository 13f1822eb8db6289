"""Platforms: each is judged by its own past, also where one has five times the talk of another."""

from datetime import timedelta
from random import Random
from typing import Final

import pytest

from connectors.mention import Platform
from streams.detectors.glr import GlrFactory
from streams.spike import Spike
from tests.streams.detectors.test_glr import DAY, make, on, opened
from tests.streams.minutes import START

LOUD: Final = (2.5, 7.5)
"""Negative and other mentions a minute."""
QUIET: Final = (0.5, 1.5)
BIG, SMALL = Platform.INSTAGRAM, Platform.REDDIT
USUAL: Final = {BIG: LOUD, SMALL: QUIET}
ONSET: Final = 10 * DAY + 600


def talk(random: Random, levels: tuple[float, float]) -> tuple[int, int]:
    """As restless as people are: a negative binomial, by a Poisson stream whose rate wanders."""
    negative, other = levels
    rate = random.gammavariate(4, 1 / 4)
    return draw_poisson(random, negative * rate), draw_poisson(random, other * rate)


def draw_poisson(random: Random, mean: float) -> int:
    count, left = 0, random.expovariate(1)
    while left < mean:
        count, left = count + 1, left + random.expovariate(1)
    return count


def run(last: dict[Platform, tuple[float, float]]) -> list[Spike]:
    """Ten days and a morning in which one platform has five times the talk of the other, then 45 minutes as told."""
    detector, random, seen = make(), Random(11), []
    for index in range(ONSET + 45):
        levels = last if index >= ONSET else USUAL
        parts = {place: talk(random, level) for place, level in levels.items()}
        seen.append(detector.observe(on(index, parts)))
    return opened(seen)


@pytest.mark.need("003-06")
def test_what_is_usual_on_one_platform_is_a_crisis_on_another_that_has_a_fifth_of_it() -> None:
    assert not run(USUAL), "as loud as ever, each in its way"
    # All together nothing has changed: no baseline of the brand alone can see it.
    (page,) = run({BIG: QUIET, SMALL: LOUD})
    assert page.at > START + timedelta(minutes=ONSET)
    (where,) = [term.note for term in page.terms if term.name == "where"]
    assert where.startswith("reddit alone")
    # An exponential window of 45 minutes, in which a fresh mention counts almost twice.
    assert page.expected == pytest.approx(2 * 45 * QUIET[0], rel=0.3), "by its own past, not by the other's"
    assert page.observed > 1.5 * page.expected


@pytest.mark.need("003-06")
def test_each_platform_keeps_a_level_of_its_own_also_after_a_restart() -> None:
    detector, random = make(), Random(11)
    for index in range(3 * DAY):
        detector.observe(on(index, {BIG: talk(random, LOUD), SMALL: talk(random, QUIET)}))
    resumed = GlrFactory()("acme", lane="live", snapshot=detector.snapshot())
    usual = {place: part.baseline.find_usual(part.last) for place, part in resumed._parts.items()}
    assert set(usual) == {BIG, SMALL}
    assert usual[BIG] / usual[SMALL] == pytest.approx(5, rel=0.2)
