"""Another detector in the configuration than in the last run: it must start, whatever the last one remembered."""

from itertools import permutations

import msgspec
import pytest

from streams.detector import DetectorFactory
from streams.detectors.registry import DETECTORS, choose
from streams.judge import BrandJudge, JudgeState
from streams.sensitivity import Sensitivity
from tests.streams.minutes import minute

QUIET = [minute(number, 0, 3) for number in range(60)]


def make(name: str) -> DetectorFactory:
    return choose(name, Sensitivity.BALANCED, brands=1, calendars={})


def remember(name: str) -> JudgeState:
    """What a worker reads back after a run with this detector."""
    judge = BrandJudge("acme", lane="live", factory=make(name))
    judge.take(QUIET[:40])
    return msgspec.json.decode(msgspec.json.encode(judge.state()), type=JudgeState)


@pytest.mark.parametrize(("before", "now"), sorted(permutations(DETECTORS, 2)))
def test_it_takes_over_from_any_other(before: str, now: str) -> None:
    judge = BrandJudge("acme", lane="live", factory=make(now), state=remember(before))
    verdict = judge.take(QUIET)
    assert verdict.latest is not None
    assert judge.state().last == remember(before).last + 20, "and judges no minute twice"


@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_the_same_one_goes_on_where_it_was(name: str) -> None:
    resumed = BrandJudge("acme", lane="live", factory=make(name), state=remember(name))
    resumed.take(QUIET[40:])
    whole = BrandJudge("acme", lane="live", factory=make(name))
    whole.take(QUIET)
    assert resumed.state().detector == whole.state().detector
