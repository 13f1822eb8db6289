from random import Random

import pytest

from streams.detectors.series import Series
from streams.detectors.share import Share
from streams.minute import Counts
from tests.benchmarks.detection.simulator import DAY, Crisis, Laid, make_stream

PER_MINUTE = 20


def know(share: float = 0.2, days: int = 8) -> Series:
    """Return a brand whose own share is known."""
    series, random = Series(), Random(7)
    for now in range(days * DAY):
        series.close(now, say(random, share))
    return series


def say(random: Random, share: float) -> Counts:
    negative = sum(random.random() < share for _ in range(PER_MINUTE))
    return Counts(mentions=PER_MINUTE, negative=negative, neutral=PER_MINUTE - negative)


def follow(series: Series, minutes: int, share: float) -> list[float]:
    random, first = Random(8), series.last + 1
    seen = []
    for now in range(first, first + minutes):
        series.close(now, say(random, share))
        seen.append(series.share_evidence)
    return seen


def test_a_share_that_triples_is_found_within_minutes() -> None:
    evidence = follow(know(), 10, 0.6)
    assert max(evidence[:2]) < 7 < evidence[6]


def test_hours_of_a_somewhat_larger_share_are_what_the_next_minutes_are_held_against() -> None:
    series = know()
    calm = series.baseline.share.find_local(series.baseline.negative.ladder.observed, series.baseline.scored)
    follow(series, 8 * 60, 0.25)
    negative, scored = series.baseline.negative.ladder.observed, series.baseline.scored
    local, doubt = series.baseline.share.find_local(negative, scored)
    assert calm[0] == pytest.approx(0.2, abs=0.02)
    assert local == pytest.approx(0.25, abs=0.02)
    assert doubt == pytest.approx(1 / (100 + scored[3] - scored[1]))
    standing, sudden = series.baseline.share.find_readings(negative, scored)
    assert sudden.short.bar > sudden.long.bar == standing.short.bar == standing.long.bar


def test_hours_of_a_smaller_share_do_not_lower_the_bar() -> None:
    series = know()
    follow(series, 6 * 60, 0.1)
    standing, sudden = series.baseline.share.find_readings(
        series.baseline.negative.ladder.observed, series.baseline.scored
    )
    assert sudden.short.bar == standing.short.bar


def test_a_share_that_crept_up_over_hours_is_found_by_what_is_usual() -> None:
    series = know()
    for step in range(18):
        follow(series, 20, 0.2 + 0.01 * step)
    negative, scored = series.baseline.negative.ladder.observed, series.baseline.scored
    best, reading = series.baseline.share.find_best(negative, scored)
    assert best > 7
    assert reading == series.baseline.share.find_readings(negative, scored)[0]


@pytest.mark.parametrize("youth", [1.0, 0.5])
def test_until_its_own_share_is_known_a_series_is_read_once(youth: float) -> None:
    share = Share()
    share.is_new, share.youth = youth == 1.0, youth
    (only,) = share.find_readings([9.0] * 5, [10.0] * 5)
    assert only.short == only.long


def test_windows_that_a_gap_left_uneven_are_no_error() -> None:
    share = Share()
    share.is_new = False
    assert 0 < share.find_local([5.0, 5.0, 4.0, 1.0, 1.0], [9.0, 9.0, 5.0, 2.0, 2.0])[0] < 1


def test_a_rough_stream_is_found_as_fast() -> None:
    """The table of docs/detection.md, in small: the wandering of a share is slow, a crisis is not."""
    start = 10 * DAY + 15 * 60
    delays = []
    for seed in (41, 42):
        stream = make_stream(seed, rate=20, rough=True, days=11, crises=(Laid(Crisis.SHARE_60, start),))
        series = Series()
        pairs = list(zip(stream.mentions.tolist(), stream.negative.tolist(), strict=True))[: start + 30]
        for now, (mentions, negative) in enumerate(pairs):
            counts = Counts(mentions=mentions, negative=negative, neutral=mentions - negative)
            if series.close(now, counts) >= 7 and now >= start:
                delays.append(now - start + 1)
                break
    assert len(delays) == 2
    assert max(delays) <= 10
