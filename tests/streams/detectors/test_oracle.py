"""The command that measures what the best possible detector would find, in small."""

import numpy as np
import pytest

from tests.benchmarks.detection.oracle import HELD_FOR, STEP, find_pages, follow, judge, make_model
from tests.benchmarks.detection.simulator import DAY, LENGTH, Crisis, Laid, make_levels, make_stream


def test_what_is_hidden_goes_somewhere() -> None:
    model = make_model()
    assert model.burst.sum(axis=1) == pytest.approx(np.ones(len(model.heights)))
    assert model.wander.sum(axis=0) == pytest.approx(np.ones(len(model.wander)))
    assert (model.burst >= 0).all()
    assert (model.wander >= 0).all()


def test_the_levels_it_is_told_are_those_of_the_stream() -> None:
    stream = make_stream(7, rate=200, rough=True, days=14)
    levels = make_levels(7, rate=200, days=14)
    usual = stream.mentions.reshape(14, DAY).sum(axis=1) / levels.reshape(14, DAY).sum(axis=1)
    assert float(np.median(usual)) == pytest.approx(1, abs=0.15)


def test_it_finds_tripled_talk_soon_and_is_calm_before() -> None:
    start = 2 * DAY + 600
    stream = make_stream(3, rate=20, rough=True, days=3, crises=(Laid(Crisis.STEP_3, start),))
    levels = make_levels(3, rate=20, days=3).reshape(-1, STEP).mean(axis=1)
    odds = follow(make_model(), stream.mentions.reshape(-1, STEP).sum(axis=1), levels, 20)
    step = start // STEP
    assert odds[step : step + 30 // STEP].max() > 3
    assert np.median(odds[: step - 1]) < -4


def test_false_pages_and_delays_are_counted_by_the_week_and_the_minute() -> None:
    odds = np.full(28 * DAY // STEP, -9.0)
    odds[100] = odds[110] = odds[4 * DAY // STEP + 5] = 9.0
    assert find_pages(odds, 5.0) == [100, 4 * DAY // STEP + 5]
    starts = [4 * DAY, 8 * DAY]
    false, delays = judge([(odds, starts)], 5.0)
    weeks = (28 * DAY - 2 * (LENGTH[Crisis.STEP_3] + 60)) / (7 * DAY)
    assert false == pytest.approx(1 / weeks)
    assert delays == [6 * STEP, float("inf")]
    assert HELD_FOR * STEP == 12 * 60
