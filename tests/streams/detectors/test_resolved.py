"""What a person who resolved a crisis is woken for afterwards; `tests.benchmarks.detection.resolved` asks more."""

import pytest

from streams.detector import Mood
from streams.detectors.glr import GlrDetector, make_glr
from streams.minute import Minute
from streams.spike import SpikeKind, SpikePhase
from tests.benchmarks.detection.resolved import Brand, Tail
from tests.streams.minutes import minute

DAY = 24 * 60
ONSET = 2 * DAY + 600
STORM = 180


@pytest.fixture(scope="module")
def brand() -> Brand:
    return Brand.warm("glr", 20.0, rough=True, seed=16_500_000)


def test_a_flare_after_four_hours_pages_within_minutes_and_once(brand: Brand) -> None:
    pages = brand.tell(Tail(30), resolved=60, flare=240)
    assert pages is not None
    assert len(pages) == 1
    assert 240 <= pages[0] < 255


@pytest.mark.parametrize("resolved", [0, 120])
def test_what_fades_after_a_resolve_pages_nobody(brand: Brand, resolved: int) -> None:
    assert brand.tell(Tail(90), resolved=resolved, flare=None) == []


def talk(index: int) -> Minute:
    """A negative mention every other minute, and a storm of twenty a minute."""
    is_storm = ONSET <= index < ONSET + STORM
    return minute(index, 20 if is_storm else index % 2, 3)


def stormy() -> tuple[GlrDetector, str]:
    """A detector after a storm that no person has said anything about yet, and the spike's id."""
    detector = make_glr("acme", lane="live", snapshot=None)
    spikes = [spike for index in range(ONSET + STORM) for spike in detector.observe(talk(index)).spikes]
    (name,) = {one.id for one in spikes if one.phase is SpikePhase.OPENED and one.kind is SpikeKind.NEGATIVE}
    return detector, name


def test_the_long_windows_keep_nothing_of_what_was_resolved() -> None:
    moods = []
    for is_over in (False, True):
        detector, spike = stormy()
        detector.judge(spike, is_crisis=True, is_over=is_over)
        seen = [detector.observe(talk(index)) for index in range(ONSET + STORM, ONSET + STORM + 240)]
        moods.append(seen[-1].mood)
        if is_over:
            assert seen[-1].evidence < 1
    assert moods == [Mood.SPIKE, Mood.CALM]


def test_what_is_usual_afterwards_is_what_was_usual_before() -> None:
    detector, spike = stormy()
    detector.judge(spike, is_crisis=True, is_over=True)
    for index in range(ONSET + STORM, ONSET + STORM + 240):
        last = detector.observe(talk(index))
    assert last.expected == pytest.approx(0.5 * 45, rel=0.1)
