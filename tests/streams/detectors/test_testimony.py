from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.detectors.baseline import Baseline
from streams.detectors.series import Series
from streams.detectors.testimony import find_credit, find_say, hear
from streams.minute import Counts
from tests.benchmarks.detection.simulator import DAY, Crisis, Laid, make_stream


def counts(mentions: int, negative: int) -> Counts:
    return Counts(mentions=mentions, negative=negative, neutral=mentions - negative)


def know(share: float = 0.2, days: int = 3) -> Baseline:
    """Return the baseline of a brand with some twenty mentions a minute."""
    baseline, random = Baseline(), Random(3)
    for now in range(days * DAY):
        said = random.randint(15, 25)
        one = counts(said, sum(random.random() < share for _ in range(said)))
        baseline.push(now, one, age=now + 1)
        baseline.learn(now, one, 1.0, age=now + 1)
    baseline.share.is_new = False
    return baseline


def rise(baseline: Baseline, fold: float, share: float, *, unread: int = 0) -> None:
    random = Random(4)
    first = baseline.swell.now + 1
    for now in range(first, first + 60):
        said = round(random.randint(15, 25) * fold)
        bad = sum(random.random() < share for _ in range(said))
        strange = Counts(mentions=unread, unscored=unread)
        baseline.push(now, counts(said, bad) + strange, age=now + 1)


def test_all_talk_is_heard_in_full_where_the_share_stood() -> None:
    baseline = know()
    rise(baseline, 3, 0.2)
    assert find_credit(baseline) > 0.9
    testimony = hear(baseline, tolerance=1.3, youth=0.0)
    assert testimony
    assert testimony.evidence > 7


@pytest.mark.parametrize(
    ("fold", "share"),
    [(1, 0.2), (1, 0.6), (10, 0.038), (6, 0.09)],
    ids=["an ordinary hour", "an angry hour without more talk", "a song goes round", "the share halved"],
)
def test_it_says_nothing_where_talk_did_not_rise_or_came_for_something_else(
    fold: float, share: float
) -> None:
    baseline = know()
    rise(baseline, fold, share)
    testimony = hear(baseline, tolerance=1.3, youth=0.0)
    assert not testimony or testimony.evidence < 2


def test_talk_that_nobody_can_score_is_no_witness() -> None:
    baseline = know()
    rise(baseline, 1.3, 0.2, unread=80)
    assert find_credit(baseline) == 0


def test_a_hair_more_negative_talk_than_usual_is_no_rise() -> None:
    baseline = know()
    rise(baseline, 1.05, 0.2)
    assert find_credit(baseline) == 0


def test_a_share_that_fell_by_a_third_is_half_believed() -> None:
    baseline = know()
    rise(baseline, 3, 0.133)
    assert 0.2 < find_credit(baseline) < 0.8


def test_where_all_talk_is_negative_it_is_no_second_witness() -> None:
    baseline = know(share=1.0)
    rise(baseline, 3, 1.0)
    assert find_say(baseline, 0.0) < 0.01
    assert find_say(know(share=0.3), 0.0) == 1


def test_in_the_first_week_a_busy_evening_is_not_believed() -> None:
    baseline = know()
    rise(baseline, 3, 0.2)
    heard = [hear(baseline, tolerance=1.3, youth=youth) for youth in (1.0, 0.5, 0.0)]
    evidence = [testimony.evidence if testimony else 0.0 for testimony in heard]
    assert evidence[0] == 0 < evidence[1] < evidence[2]


def test_a_planned_event_widens_what_all_talk_may_do() -> None:
    baseline = know()
    rise(baseline, 3, 0.2)
    assert hear(baseline, tolerance=1.3 * 4, youth=0.0) is None


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=100))
def test_it_is_a_number_from_nothing_to_all_whatever_came(minutes: list[tuple[int, int]]) -> None:
    baseline = Baseline()
    for now, (other, negative) in enumerate(minutes):
        one = counts(other + negative, negative)
        baseline.push(now, one, age=now + 1)
        baseline.learn(now, one, 1.0, age=now + 1)
        assert 0 <= find_credit(baseline) <= 1
        heard = hear(baseline, tolerance=1.3, youth=0.0)
        assert heard is None or heard.evidence > 0


@pytest.mark.parametrize("seed", [31, 32])
def test_tripled_talk_in_a_rough_stream_is_found_within_three_quarters_of_an_hour(seed: int) -> None:
    """The table of docs/detection.md, in small: all talk triples and its negative share stays."""
    start = 10 * DAY + 15 * 60
    laid = (Laid(Crisis.STEP_3, start),)
    stream = make_stream(seed, rate=20, rough=True, days=11, crises=laid)
    series, pages = Series(), []
    pairs = zip(stream.mentions.tolist(), stream.negative.tolist(), strict=True)
    for now, (mentions, negative) in enumerate(pairs):
        if series.close(now, counts(mentions, negative)) >= 7:
            pages.append(now)
    assert any(start < at <= start + 45 for at in pages)
    assert not any(start - 12 * 60 < at < start for at in pages)
