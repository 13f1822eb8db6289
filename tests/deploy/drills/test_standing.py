"""Standing drills come once a month, off hours; the canary is found by every detector that can page within a day."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from connectors.config import ConfigurationError, build_section
from deploy.backtest.rule import build_rule
from deploy.backtest.run import read_material, run_readings
from deploy.drills.calendar import choose_moment, list_due
from deploy.drills.canary import check_arrival
from deploy.drills.errors import CanaryError
from deploy.drills.folder import DrillFolder
from deploy.drills.harvest import count_delivered
from deploy.drills.lane import DrillLane
from deploy.drills.metrics import CanaryMetrics
from deploy.drills.order import Outcome
from deploy.drills.score import Score
from deploy.drills.sections import Drills, Hours, Standing
from deploy.drills.standing import find_due, write_command
from deploy.drills.storm import make_storm
from deploy.drills.view import DrillView
from streams.scorer import MentionScorer
from tests.deploy.drills.test_scoring import score

NOON = datetime(2026, 4, 15, 12, tzinfo=UTC)
ZONES = ("UTC", "Asia/Taipei", "Europe/Budapest", "America/St_Johns")


def standing(**changed: object) -> Standing:
    return build_section(Standing, {"name": "monthly", "what": "ai-holiday-film", **changed}, file="test")


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.integers(2024, 2032),
    st.integers(1, 12),
    st.integers(0, 50),
    st.sampled_from(list(Hours)),
)
def test_its_moment_lies_in_its_month_and_in_the_hours_asked_for(
    zone: str, year: int, month: int, seed: int, hours: Hours
) -> None:
    drill = standing(zone=zone, seed=seed, hours=hours)
    at = choose_moment(drill, year, month)
    local = at.astimezone(ZoneInfo(zone))
    assert (local.year, local.month) == (year, month)
    is_working = local.weekday() < 5 and 9 <= local.hour < 18
    assert hours is Hours.ANY or is_working is (hours is Hours.WORKING)
    assert at == choose_moment(drill, year, month), "the same on every machine"


def test_one_a_month_from_now_on_and_each_month_another_moment() -> None:
    due = list_due([standing(), standing(name="second")], NOON, 6)
    assert len(due) == 12
    assert all(one.at >= NOON for one in due)
    assert [one.at for one in due] == sorted(one.at for one in due)
    mine = [one.at for one in due if one.standing.name == "monthly"]
    assert len({(at.year, at.month) for at in mine}) == 6
    assert len({(at.day, at.hour) for at in mine}) > 1


def test_what_came_due_since_the_last_look_is_found_once() -> None:
    (due,) = list_due([standing()], NOON, 1)
    minute = timedelta(minutes=1)
    assert find_due([standing()], due.at - minute, due.at) == ()
    assert find_due([standing()], due.at, due.at + minute) == (due,)
    assert find_due([standing()], due.at + minute, due.at + 2 * minute) == ()


def test_it_runs_as_a_person_would_run_it() -> None:
    drill = standing(speed=10, start_at="22h", participants=("Ana", "Bo"))
    command = write_command(drill, Path("crisis.toml"), Path("data"))
    assert command[1:6] == ["-m", "deploy.cli", "drill", "run", "ai-holiday-film"]
    assert command[-4:] == ["--start-at", "79200s", "--participants", "Ana,Bo"]


@pytest.mark.parametrize("wrong", [{"zone": "Mars/Base"}, {"working_from": "18:00:00"}, {"hours": "night"}])
def test_a_standing_drill_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError):
        standing(**wrong)
    with pytest.raises(ConfigurationError):
        build_section(Drills, {"standing": [{"name": "x"}]}, file="test")


def test_the_canarys_storm_is_found_by_the_detectors_that_need_a_day() -> None:
    material = make_storm()
    readings = list(read_material(material, lambda _: MentionScorer().score_mention))
    for detector in ("robust", "glr", "mean_sd", "hour_ratio", "static"):
        result = run_readings(material, build_rule(detector), readings)
        assert result.recall == 1.0, detector
        assert result.delay is not None
        assert result.delay < timedelta(minutes=30), detector


def outcome(made: Score, delivered: int) -> Outcome:
    folder = DrillFolder(Path("x"), DrillLane("drill-canary"))
    return Outcome(made, DrillView.of_brands(["acme"]), folder, delivered)


def test_the_canary_says_at_which_step_it_was_lost() -> None:
    from dataclasses import replace  # noqa: PLC0415

    whole = score()
    check_arrival(outcome(whole, 1))
    lost = replace(whole, pages=(), storms=tuple(replace(one, page=None) for one in whole.storms or ()))
    for made, delivered, where in (
        (lost, 1, "detector"),
        (replace(whole, cases=()), 1, "response worker"),
        (whole, 0, "channels for drills"),
    ):
        with pytest.raises(CanaryError, match=where):
            check_arrival(outcome(made, delivered))


def test_deliveries_are_read_from_the_response_workers_own_count() -> None:
    text = (
        "# TYPE crisis_notices_sent counter\n"
        'crisis_notices_sent_total{lane="drill-x",channel="a",reason="opened"} 2.0\n'
        'crisis_notices_sent_total{lane="drill-x",channel="b",reason="closed"} 1.0\n'
    )
    assert count_delivered(text) == 3
    assert count_delivered("") == 0


def test_the_canarys_silence_counts_from_its_start() -> None:
    registry = CollectorRegistry()
    metrics = CanaryMetrics(registry)
    metrics.begin(NOON)
    arrived = registry.get_sample_value("crisis_canary_last_arrival_seconds", {"lane": "live"})
    assert arrived == NOON.timestamp()
    metrics.note_loss()
    assert (
        registry.get_sample_value("crisis_canary_last_arrival_seconds", {"lane": "live"}) == NOON.timestamp()
    )
    metrics.note_arrival(NOON + timedelta(hours=1), timedelta(seconds=22))
    assert registry.get_sample_value("crisis_canary_round_seconds", {"lane": "live"}) == 22
    for flight in ("arrived", "lost"):
        labels = {"lane": "live", "outcome": flight}
        assert registry.get_sample_value("crisis_canary_rounds_total", labels) == 1
