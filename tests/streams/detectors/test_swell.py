from collections.abc import Iterable, Sequence
from math import exp
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.detectors.swell import BLOCK, BLOCKS, QUIET, SPAN, Rise, Swell

PER_MINUTE = 10.0
LONG = 60 * 24


def expect(rate: float) -> list[float]:
    """What a ladder holds after long hours of the same rate."""
    return [rate / (1 - exp(-1 / tau)) for tau in (2, 10, 45, 180, 720)]


def follow(swell: Swell, minutes: Iterable[float], *, gain: float = 1.0) -> None:
    """Push minutes and let each full block teach, as a baseline does."""
    for count in minutes:
        swell.push(swell.now + 1, count)
        swell.learn(expect(PER_MINUTE), gain, is_settled=True)


def weigh(swell: Swell, rate: float = PER_MINUTE) -> Rise:
    return swell.weigh(expect(rate), doubt=0.001, tolerance=1.3, clump=1.0)


def chatter(random: Random, length: int, scale: float = 1.0) -> list[float]:
    return [float(random.randint(5, 15)) * scale for _ in range(length)]


def known() -> Swell:
    swell = Swell()
    follow(swell, chatter(Random(1), 3 * LONG))
    return swell


def watch(swell: Swell, minutes: Sequence[float]) -> list[float]:
    """Return the evidence of each minute."""
    seen = []
    for count in minutes:
        follow(swell, [count])
        seen.append(weigh(swell).evidence)
    return seen


def test_what_stays_up_is_evidence_within_its_span() -> None:
    evidence = watch(known(), [PER_MINUTE * 3] * SPAN)
    assert evidence[QUIET * BLOCK - 1] > 7 > max(evidence[: QUIET * BLOCK - BLOCK])


def test_a_burst_that_fades_is_none() -> None:
    burst = [PER_MINUTE * (1 + 12 * exp(-minute / 7)) for minute in range(2 * SPAN)]
    assert sum(burst[:SPAN]) > 2.9 * SPAN * PER_MINUTE
    assert max(watch(known(), burst)) < 1


def test_the_largest_burst_is_none_once_it_is_on_its_way_down() -> None:
    """For three quarters of an hour it fills the blocks as a crisis would."""
    swell = known()
    burst = [PER_MINUTE * (1 + 8 * exp(-minute / 20)) for minute in range(2 * SPAN)]
    assert max(watch(swell, burst[:SPAN])) < 2
    rise = weigh(swell)
    assert rise.observed > 3 * rise.expected
    assert rise.steadiness == 0
    assert max(watch(swell, burst[SPAN:])) < 1


def test_what_stays_up_or_grows_is_steady_and_few_mentions_are_no_fall() -> None:
    for minutes in ([PER_MINUTE * 3] * SPAN, [PER_MINUTE * (1 + minute / 20) for minute in range(SPAN)]):
        swell = known()
        follow(swell, minutes)
        assert swell.steadiness == 1
    few = Swell()
    follow(few, [1.0, 0.0] * SPAN + [2.0, 1.0] * BLOCK + [1.0, 0.0] * BLOCK)
    assert few.steadiness > 0.9


def test_only_full_blocks_speak() -> None:
    swell = known()
    before = swell.observe()
    follow(swell, [500.0] * (BLOCK - 1))
    assert swell.observe() == before
    follow(swell, [500.0])
    assert swell.blocks[0] == 500.0 * BLOCK


def test_hours_that_were_busy_already_are_no_news() -> None:
    risen, steady = known(), known()
    follow(risen, chatter(Random(2), 8 * 60, 1.4))
    follow(steady, chatter(Random(2), 8 * 60))
    assert risen.local == pytest.approx(1.4, rel=0.1)
    for swell in (risen, steady):
        follow(swell, [PER_MINUTE * 2.2] * SPAN)
    assert weigh(risen).evidence < weigh(steady).evidence / 2


def test_a_crowd_that_came_once_hardly_teaches_how_restless_a_series_is() -> None:
    swell = known()
    usual = swell.dispersion
    follow(swell, [PER_MINUTE * 30] * 120)
    assert swell.dispersion < usual + 0.05


def test_what_a_person_called_a_crisis_teaches_nothing() -> None:
    swell = known()
    before = list(swell.sums)
    follow(swell, [PER_MINUTE * 10] * 120, gain=0.0)
    assert list(swell.sums) == before


@pytest.mark.parametrize("missed", [1, 7, SPAN, 300])
def test_minutes_that_nobody_watched_are_taken_as_usual(missed: int) -> None:
    swell = known()
    first = swell.now
    swell.skip(missed, expect(PER_MINUTE))
    assert swell.now == first + missed
    assert weigh(swell).evidence == 0
    if missed >= SPAN + BLOCK:
        assert list(swell.blocks) == pytest.approx([PER_MINUTE * BLOCK] * BLOCKS)


late = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 1000)), max_size=20)


@given(late, st.randoms(use_true_random=False), st.integers(0, BLOCK))
def test_the_order_of_late_mentions_does_not_matter(
    mentions: list[tuple[int, int]], random: Random, ahead: int
) -> None:
    swells = [Swell(), Swell()]
    for swell in swells:
        follow(swell, [3.0] * (400 + ahead))
    one, other = swells
    shuffled = random.sample(mentions, len(mentions))
    for swell, order in ((one, mentions), (other, shuffled)):
        for age, count in order:
            swell.add_late(swell.now - age, count)
    assert one.snapshot() == other.snapshot()


@given(st.integers(0, SPAN - 1), st.integers(1, 1000), st.integers(0, BLOCK))
def test_a_late_mention_counts_as_if_it_had_been_on_time(age: int, count: int, ahead: int) -> None:
    on_time, late = Swell(), Swell()
    length = 200 + ahead
    follow(late, [3.0] * length)
    follow(on_time, [3.0 + count * (minute == length - 1 - age) for minute in range(length)])
    late.add_late(late.now - age, count)
    assert list(late.counts) == list(on_time.counts)


def test_shards_that_merge_are_as_one() -> None:
    random = Random(5)
    parts = [chatter(random, LONG), chatter(random, LONG)]
    one, two, whole = Swell(), Swell(), Swell()
    for first, second in zip(*parts, strict=True):
        for swell, count, rate in ((one, first, 1), (two, second, 1), (whole, first + second, 2)):
            swell.push(swell.now + 1, count)
            swell.learn(expect(PER_MINUTE * rate), 1.0, is_settled=True)
    one.add(two)
    assert list(one.counts) == list(whole.counts)
    assert list(one.sums[:4]) == pytest.approx(list(whole.sums[:4]), rel=0.05)
    assert one.quieter == pytest.approx(whole.quieter, rel=0.05)


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=100))
def test_going_on_from_a_snapshot_changes_nothing(minutes: list[int]) -> None:
    swell = Swell()
    follow(swell, minutes)
    other = Swell(swell.now, swell.snapshot())
    for each in (swell, other):
        follow(each, minutes)
    assert other.snapshot() == swell.snapshot()
    assert weigh(other) == weigh(swell)
    assert len(swell.snapshot()) < 90
