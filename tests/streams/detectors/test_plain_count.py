import pytest

from streams.detectors.ladder import Ladder
from streams.detectors.reference import Reading
from streams.spike import SpikeKind


@pytest.mark.parametrize("minutes", [2, 45, 90, 720])
def test_what_is_usual_is_told_in_plain_mentions(minutes: int) -> None:
    ladder = Ladder()
    for _ in range(10 * 720):
        ladder.push(0, 0.2)
    assert ladder.find_usual(minutes) == pytest.approx(0.2 * minutes, rel=0.01)


def test_a_rule_knows_what_is_usual_of_negative_mentions_alone_and_only_if_it_expects_any() -> None:
    day = Reading(300, 144, 200, minutes=24 * 60)
    assert day.find_usual(SpikeKind.NEGATIVE, 45) == pytest.approx(4.5)
    assert day.find_usual(SpikeKind.BACKLASH, 45) is None
    assert Reading(60, 0, 50).find_usual(SpikeKind.NEGATIVE, 45) is None
