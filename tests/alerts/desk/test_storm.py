"""The storm of the scripted crisis adds up to the numbers that its messages and its report tell."""

from streams.minute import Counts
from tests.alerts.desk.storm import DETECTED, OVER, close_spike, list_minutes
from tests.alerts.examples import at, spike


def total(first: int, end: int) -> Counts:
    return sum((one.counts for one in list_minutes() if at(first) <= one.start < at(end)), Counts())


def test_the_minutes_up_to_the_page_are_those_the_page_counts() -> None:
    said = total(0, DETECTED)
    assert (said.mentions, said.negative, said.unscored, said.backlash) == (
        spike().mentions,
        spike().negative,
        spike().unscored,
        spike().observed,
    )


def test_the_minutes_of_the_whole_rise_are_those_its_end_counts() -> None:
    said, last = total(0, OVER), close_spike()
    assert (said.mentions, said.negative, said.unscored) == (last.mentions, last.negative, last.unscored)


def test_a_minutes_sorts_add_up_and_the_calm_around_it_is_calm() -> None:
    for one in list_minutes():
        said = one.counts
        assert said.mentions == said.negative + said.neutral + said.positive + said.unscored
    # What the spike expects: about four in half an hour.
    assert total(-30, 0).backlash in (3, 4, 5)
