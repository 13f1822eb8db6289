"""What pages are worth against the storms that are true, and what makes one result worse than another."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from deploy.backtest.comparison import Turn, compare
from deploy.backtest.curve import POINTS, CurveDraft
from deploy.backtest.errors import BadResultError, BadRuleError
from deploy.backtest.finding import PageBook, find_storms, is_page, judge_pages
from deploy.backtest.page import write_report
from deploy.backtest.result import Result, Total
from deploy.backtest.rule import build_rule
from deploy.backtest.saved import load_results, save_results
from deploy.backtest.screen import draw_results
from deploy.recordings.manifest import Storm
from streams.detectors.reference import ReferenceFactory
from streams.minute import Counts, Minute
from streams.sensitivity import Sensitivity, find_threshold
from streams.spike import Severity, Spike, SpikeKind, SpikePhase

NOON = datetime(2026, 4, 28, 12, tzinfo=UTC)
STORM = Storm(onset=NOON, end=NOON + timedelta(hours=10), brand="acme")


def hour(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def spike(at: float, phase: SpikePhase = SpikePhase.OPENED, **changed: object) -> Spike:
    told = Spike(
        id="s1",
        brand="acme",
        kind=SpikeKind.BACKLASH,
        phase=phase,
        severity=Severity.SEV2,
        detector="robust",
        onset=hour(at - 1),
        at=hour(at),
        observed=20,
        expected=3,
        evidence=8,
        threshold=6,
    )
    return replace(told, **changed)  # type: ignore[arg-type]


def judge(*changes: Spike, storms: tuple[Storm, ...] | None = (STORM,)) -> Result:
    book = PageBook()
    for change in changes:
        book.take(change)
    pages = judge_pages(book.pages(), storms)
    return Result(
        recording="april",
        rule="robust",
        begins=hour(-24),
        ends=hour(24),
        mentions=1_000,
        unscored=10,
        minutes=2_880,
        pages=pages,
        storms=None if storms is None else find_storms(pages, storms, ("acme", "globex")),
        curves={},
    )


def test_a_page_within_the_storm_finds_it_after_the_delay() -> None:
    result = judge(spike(0.5))
    assert (result.recall, result.precision, result.false_pages) == (1.0, 1.0, 0)
    assert result.delay == timedelta(minutes=30)


@pytest.mark.parametrize(
    "late",
    [
        spike(10.1),
        spike(-3),
        spike(1, brand="globex"),
        spike(1, severity=Severity.SEV4),
        spike(1, kind=SpikeKind.VOLUME),
    ],
)
def test_what_does_not_page_somebody_for_this_brand_during_the_storm_does_not_find_it(late: Spike) -> None:
    closed = replace(late, phase=SpikePhase.CLOSED, at=late.at + timedelta(minutes=5))
    result = judge(late, closed)
    assert result.recall == 0.0
    assert result.delay is None
    assert result.false_pages == int(is_page(late))


def test_a_spike_that_stood_when_the_storm_began_is_said_and_is_no_delay_but_still_a_false_page() -> None:
    result = judge(spike(-1), spike(2, SpikePhase.CLOSED))
    assert result.storms
    assert result.storms[0].stood
    assert (result.recall, result.delay, result.false_pages) == (1.0, timedelta(), 1)


def test_a_storm_of_no_brand_in_particular_must_be_found_for_each() -> None:
    result = judge(spike(1), storms=(replace(STORM, brand=""),))
    assert [one.is_found for one in result.storms or ()] == [True, False]
    assert result.recall == 0.5


def test_without_the_truth_nothing_is_judged() -> None:
    result = judge(spike(1), storms=None)
    assert (result.precision, result.recall, result.false_pages, result.false_per_week) == (None,) * 4
    assert len(result.pages) == 1


def test_false_pages_are_held_against_the_weeks_that_were_watched() -> None:
    result = judge(spike(1), storms=())
    assert result.false_per_week == pytest.approx(1 / (2_880 / 10_080))
    total = Total(results=[result, judge(spike(1)), judge(spike(1), storms=None)])
    assert (total.pages, total.false_pages, total.recall) == (2, 1, 1.0)
    assert total.precision == 0.5


@pytest.mark.parametrize(
    ("before", "after", "turn"),
    [
        (judge(spike(1)), judge(spike(1)), Turn.SAME),
        (judge(spike(1)), judge(spike(1.1)), Turn.WORSE),
        (judge(spike(1)), judge(), Turn.WORSE),
        (judge(), judge(spike(1)), Turn.BETTER),
        (judge(spike(1)), judge(spike(0.5)), Turn.BETTER),
        (
            judge(spike(1)),
            judge(spike(1), spike(-3, id="s2"), spike(-2, SpikePhase.CLOSED, id="s2")),
            Turn.WORSE,
        ),
        (judge(spike(1), storms=()), judge(storms=()), Turn.BETTER),
        (judge(spike(1)), judge(spike(1), storms=None), Turn.WORSE),
    ],
)
def test_a_change_is_worse_when_it_misses_is_later_or_pages_more_falsely(
    before: Result, after: Result, turn: Turn
) -> None:
    turns = {one.turn for one in compare([before], [after])} - {Turn.SAME}
    if turn is Turn.WORSE:
        assert Turn.WORSE in turns
    else:
        assert turns == ({turn} - {Turn.SAME})


def test_a_recording_that_is_no_longer_measured_is_worse() -> None:
    assert [one.turn for one in compare([judge()], [])] == [Turn.WORSE]
    assert [one.turn for one in compare([], [judge()])] == [Turn.SAME]


def test_saved_results_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    save_results(path, [judge(spike(1))])
    assert load_results(path) == (judge(spike(1)),)
    path.write_text('{"results": 3}')
    with pytest.raises(BadResultError, match="results"):
        load_results(path)
    with pytest.raises(BadResultError, match="No such file"):
        load_results(path.with_name("b.json"))


def minute(number: int, negative: int) -> Minute:
    counts = Counts(mentions=negative + 1, negative=negative, neutral=1)
    return Minute(brand="acme", start=NOON + timedelta(minutes=number), counts=counts, sources=1)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 9)), max_size=60))
def test_a_curve_of_any_length_keeps_its_sum_and_its_bound(steps: list[tuple[int, int]]) -> None:
    draft, at = CurveDraft(), 0
    for gap, negative in steps:
        at += gap + 1
        draft.add(minute(at, negative))
    curve = draft.finish()
    assert sum(curve.negative if curve else ()) == sum(negative for _, negative in steps)
    if curve:
        assert len(curve.negative) == len(curve.mentions) <= POINTS
        first = NOON + timedelta(minutes=steps[0][0] + 1)
        assert curve.begins <= first
        assert curve.at(len(curve.negative)) > NOON + timedelta(minutes=at)
        place = (first - curve.begins) // timedelta(minutes=curve.step_minutes)
        assert curve.negative[place] >= steps[0][1]


def test_a_page_of_results_escapes_what_strangers_named() -> None:
    draft = CurveDraft()
    for number in range(30):
        draft.add(minute(number, number))
    curve = draft.finish()
    assert curve
    named = replace(judge(spike(1)), recording="<script>", curves={"acme": curve})
    page = write_report([named, judge(spike(-3), storms=())])
    assert "<script>" not in page
    assert page.count('<svg class="chart wide"') == page.count("<svg") / 2 == 1
    assert "false page" in page
    assert "✓ storm" in page


def test_the_terminal_shows_storms_pages_and_totals() -> None:
    console = Console(width=160, record=True, file=io.StringIO())
    console.print(draw_results([judge(spike(0.5)), judge()]))
    text = console.export_text()
    for part in ("1 of 2", "30 min", "✗ storm", "missed", "together"):
        assert part in text


def pick(build: Callable[[], object]) -> str:
    with pytest.raises(BadRuleError) as caught:
        build()
    return str(caught.value)


def test_a_rule_is_built_from_words_and_says_what_there_is() -> None:
    rule = build_rule("mean_sd", ["k=4"])
    assert rule.title == "mean_sd (k=4)"
    assert isinstance(rule.factory, ReferenceFactory)
    assert rule.factory.rule.__getattribute__("k") == 4.0
    assert build_rule("robust", ["silent_after=9m"]).patience.silent_after == timedelta(minutes=9)
    assert build_rule("glr", ["sensitivity=alert"]).factory is not build_rule("glr").factory
    assert "robust" in pick(lambda: build_rule("tarot"))
    assert "key=value" in pick(lambda: build_rule("glr", ["sensitivity"]))
    assert "sensitivity" in pick(lambda: build_rule("glr", ["k=4"]))
    assert "greater than 0" in pick(lambda: build_rule("mean_sd", ["k=0"]))
    assert "greater than 1" in pick(lambda: build_rule("hour_ratio", ["factor=1"]))


def test_every_setting_of_a_detector_can_be_tried_and_is_named_when_another_is_asked_for() -> None:
    named = pick(lambda: build_rule("glr", ["store=memory"])).partition("allows: ")[2].split(", ")
    assert {"sensitivity", "brands_per_person", "planned", "silent_after"} <= set(named)
    assert not {"detector", "store", "tick_every", "weights"} & set(named)
    assert "k, silent_after" in pick(lambda: build_rule("mean_sd", ["factor=2"]))
    assert pick(lambda: build_rule("ears", ["k=4"])).endswith("allows: silent_after")


def test_settings_reach_the_detector_as_they_do_in_a_worker() -> None:
    def threshold(*assignments: str) -> float:
        rule = build_rule("glr", assignments, brands=("acme",))
        detector = rule.factory("acme", lane="drill-x", snapshot=None)
        return detector.observe(Minute(brand="acme", start=NOON)).threshold

    assert threshold() == find_threshold(Sensitivity.BALANCED, 1)
    assert threshold("sensitivity=alert") == find_threshold(Sensitivity.ALERT, 1)
    assert threshold("brands_per_person=200") == find_threshold(Sensitivity.BALANCED, 200)
    event = 'planned=[{name="launch", start=2026-04-01T00:00:00Z, end=2026-04-02T00:00:00Z, brands=["acme"]}]'
    assert build_rule("glr", [event], brands=("acme",)).title.startswith("glr (planned=")
    assert "unknown brand `acme`" in pick(lambda: build_rule("glr", [event], brands=("other",)))


def test_a_terminal_of_eighty_columns_shows_every_word_of_the_table() -> None:
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(
        draw_results([replace(judge(spike(0.5)), recording="chatbot-turns-hateful", mentions=14_640)])
    )
    said = console.export_text()
    assert "…" not in said
    assert {"chatbot-turns-hateful", "14,640", "precision"} <= set(said.split())
