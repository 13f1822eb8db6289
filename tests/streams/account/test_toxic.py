"""Many react, and most of them are hostile: never a success."""

from dataclasses import replace

import pytest

from streams.account.signal import Kind, State
from tests.streams.account.ledger import day_of, find, from_day, keep_days, review

TOXIC = Kind.TOXIC_ENGAGEMENT


@pytest.mark.need("002-02")
@pytest.mark.parametrize(
    ("times", "hostile", "is_toxic"), [(3.01, 0.51, True), (9, 1, True), (2.9, 1, False), (9, 0.49, False)]
)
def test_three_times_the_rate_with_half_of_the_comments_hostile_is_toxic(
    times: float, hostile: float, *, is_toxic: bool
) -> None:
    found = find(TOXIC, keep_days(60, from_day(57, times), hostile=lambda _: hostile, noise=0))
    assert found.now.state is (State.ALARM if is_toxic else State.QUIET)
    assert ("no success" in found.now.why) is is_toxic
    assert [day_of(signal.since) for signal in found.signals] == ([57] if is_toxic else [])
    assert found.now.figures["hostile_share"] == pytest.approx(hostile, abs=0.01)


def test_hostile_comments_at_the_usual_rate_are_another_matter() -> None:
    assert find(TOXIC, keep_days(60, hostile=lambda day: 0.9 if day > 50 else 0.1)).now.state is State.QUIET


def test_where_nobody_counts_hostile_comments_nothing_is_said() -> None:
    buckets = keep_days(60, from_day(57, 5))
    assert TOXIC not in {finding.kind for finding in review(buckets).findings}
    once = [replace(buckets[0], hostile=1), *buckets[1:]]
    assert find(TOXIC, once).now.state is State.UNKNOWN
    assert find(TOXIC, keep_days(9, from_day(7, 5), hostile=lambda _: 1.0)).now.state is State.UNKNOWN


def test_where_nobody_reacts_as_a_rule_nobody_can_tell_how_many_are_many() -> None:
    woken = keep_days(60, lambda day: 0 if day < 57 else 5, hostile=lambda _: 1.0, noise=0)
    found = find(TOXIC, woken)
    assert found.now.state is State.UNKNOWN
    assert "nobody reacts" in found.now.why


def test_a_count_below_nought_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        replace(keep_days(1)[0], hostile=-1)
