"""The curve of feelings: its slope over each window, its sign, and where there is none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Final

import msgspec
import pytest
from prometheus_client import CollectorRegistry

from connectors.mention import Heartbeat, Mention
from connectors.page import join_lines
from streams.curve import BLOCKS, LENGTHS, Curves, Slope, Window, note_feelings, read_slopes
from streams.judge import JudgeState
from streams.metrics import StreamMetrics
from streams.minute import Counts, Minute, write_minutes
from streams.score import Source, score_page
from streams.scorer import MentionScorer
from tests.streams.minutes import START, minute
from tests.streams.rolling import Roller, at, say
from tests.streams.test_detect_step import Bench

WARM: Final = (
    "I love the new film, wonderful work",
    "太喜歡了，好感動",
    "Nagyon szép lett, imádom",
    "Me encanta, qué maravilla",
)
COLD: Final = (
    "I hate the new film, terrible work",
    "太爛了，好失望",
    "Borzalmas lett, utálom",
    "Lo odio, qué horror",
)


def felt(share: float, index: int, mentions: int = 10) -> Minute:
    """A minute of which a share is positive and the rest negative."""
    positive = round(share * mentions)
    counts = Counts(mentions=mentions, positive=positive, negative=mentions - positive)
    return replace(minute(index), counts=counts)


def draw(course: Callable[[float], float], minutes: int) -> dict[Window, float | None]:
    """The slopes after so many minutes, whose share of warm mentions runs from `course(0)` to `course(1)`."""
    curves: Curves = {}
    for index in range(minutes):
        note_feelings(curves, felt(course(index / minutes), index))
    slopes = read_slopes(curves, minute(minutes - 1))
    return {window: slope.an_hour if slope else None for window, slope in slopes.items()}


async def export(warm: Callable[[int], bool]) -> dict[str, float | None]:
    """Two hours of texts in four languages through scoring, window and judge; the exported slopes.

    Args:
        warm: whether the text of a minute and number (minute, text) is a warm one.
    """
    scorer, roller, bench = MentionScorer(), Roller(), Bench("live")
    for number in range(120):
        lines: list[Mention | Heartbeat] = [
            say(number, f"{(WARM if warm(number) else COLD)[one]} {number}", f"{number}-{one}")
            for one in range(len(WARM))
        ]
        lines.append(Heartbeat(source="x", upto=at(number + 1)))
        page = score_page(
            join_lines([line.to_json() for line in lines]),
            Source(partition=0, offset=number, sent_at=at(number + 1)),
            lane="live",
            brands=("acme",),
            score=scorer.score_mention,
        )
        for reading in page.readings:
            if minutes := roller.take(reading):
                await bench.take("minutes", write_minutes(minutes))
    await bench.end_batch()
    labels = {"lane": "live", "brand": "acme"}
    return {
        window.value: bench.registry.get_sample_value("crisis_feeling_slope", {**labels, "window": window})
        for window in Window
    }


@pytest.mark.need("002-07")
@pytest.mark.parametrize("turn", [1, -1], ids=["people grow warmer", "people grow colder"])
async def test_the_slope_of_each_window_has_the_sign_of_how_feelings_turn(turn: int) -> None:
    random = Random(3)

    def warm(number: int) -> bool:
        return (random.random() < number / 120) is (turn > 0)

    slopes = await export(warm)
    assert slopes["24h"] is None, "one block of two hours is no line"
    for window in ("1h", "6h"):
        slope = slopes[window]
        assert slope is not None
        assert slope * turn > 0.2, window


@pytest.mark.need("002-07")
def test_a_window_looks_no_further_back_than_its_name_says() -> None:
    def falls_then_rises(part: float) -> float:
        return 1 - 1.2 * part if part < 23 / 24 else part * 24 - 23

    slopes = draw(falls_then_rises, 24 * 60)
    hour, day = slopes[Window.HOUR], slopes[Window.DAY]
    assert hour is not None
    assert day is not None
    assert hour > 0 > day


def test_a_slope_is_told_by_the_hour_and_level_talk_has_none_to_speak_of() -> None:
    rising = draw(lambda part: part, 24 * 60)  # From all cold to all warm is 2, in a day.
    assert rising[Window.DAY] == pytest.approx(2 / 24, rel=0.05)
    level = draw(lambda _: 0.5, 24 * 60)
    assert level == dict.fromkeys(Window, pytest.approx(0))


def test_a_restless_crowd_that_does_not_turn_lies_within_the_error() -> None:
    random, wide = Random(8), 0
    for _ in range(100):
        curves: Curves = {}
        for index in range(60):
            note_feelings(curves, felt(sum(random.random() < 0.5 for _ in range(10)) / 10, index))
        slope = read_slopes(curves, minute(59))[Window.HOUR]
        assert slope is not None
        wide += abs(slope.an_hour) > 2 * slope.error
    assert 0 < wide < 12, "about one in twenty"


def test_of_too_little_talk_and_of_what_could_not_be_scored_there_is_no_slope() -> None:
    curves: Curves = {}
    for index in range(60):
        note_feelings(curves, minute(index, unscored=50))
    assert read_slopes(curves, minute(59)) == dict.fromkeys(Window)
    for index in range(60, 120):
        note_feelings(curves, minute(index, negative=1 if index % 10 == 0 else 0))
    assert read_slopes(curves, minute(119))[Window.HOUR] is None
    loud: Curves = {}
    for index in range(60):
        note_feelings(loud, felt(index / 60, index))
    assert read_slopes(loud, minute(59))[Window.HOUR] is not None
    later = Minute(brand="acme", start=START + timedelta(hours=3), sources=1)
    assert read_slopes(loud, later)[Window.HOUR] is None, "an hour without talk has none"


def test_two_stretches_always_lie_on_a_line_and_say_nothing() -> None:
    length = LENGTHS[Window.HOUR]
    assert draw(lambda part: part, 2 * length)[Window.HOUR] is None
    assert draw(lambda part: part, 2 * length + 1)[Window.HOUR] is not None


async def test_a_slope_that_is_no_more_vanishes_and_is_not_level() -> None:
    bench = Bench("live")
    labels = {"lane": "live", "brand": "acme", "window": "1h"}
    await bench.take("minutes", write_minutes([felt(index / 60, index) for index in range(60)]))
    await bench.end_batch()
    assert bench.registry.get_sample_value("crisis_feeling_slope", labels) is not None
    assert bench.registry.get_sample_value("crisis_feeling_slope_error", labels) is not None
    await bench.take("minutes", write_minutes([minute(index) for index in range(60, 150)]))
    await bench.end_batch()
    assert bench.registry.get_sample_value("crisis_feeling_slope", labels) is None
    assert bench.registry.get_sample_value("crisis_feeling_slope_error", labels) is None


def test_a_worker_that_gave_a_brand_away_shows_no_slope_of_it() -> None:
    registry = CollectorRegistry()
    metrics = StreamMetrics(registry, brands=("acme",), lane="live")
    labels = {"lane": "live", "brand": "acme", "window": "1h"}
    names = ("crisis_feeling_slope", "crisis_feeling_slope_error")
    metrics.verdict.note_slopes("acme", {Window.HOUR: Slope(0.5, 0.1)})
    assert [registry.get_sample_value(name, labels) for name in names] == [0.5, 0.1]
    metrics.forget_brands()
    assert [registry.get_sample_value(name, labels) for name in names] == [None, None]


def test_what_is_kept_is_bounded_and_goes_on_after_a_restart() -> None:
    state = JudgeState()
    whole: Curves = {}
    for index in range(5 * 1440):
        one = felt(0.3, index)
        note_feelings(state.curves, one)
        note_feelings(whole, one)
        if index % 777 == 0:
            state = msgspec.json.decode(msgspec.json.encode(state), type=JudgeState)
    assert {window: len(blocks) for window, blocks in state.curves.items()} == dict.fromkeys(LENGTHS, BLOCKS)
    assert state.curves == whole
