"""Warnings about reactions: reach that holds while the rate falls, and a rate below its own band."""

import pytest

from streams.account.signal import Kind, State
from tests.streams.account.ledger import day_of, find, from_day, keep_days

DIVERGENCE, DROP = Kind.REACH_ER_DIVERGENCE, Kind.ENGAGEMENT_DROP


@pytest.mark.need("000-01")
@pytest.mark.parametrize("reach", [0.95, 1.0, 1.05])
def test_reach_that_holds_while_the_rate_falls_by_two_fifths_is_a_warning(reach: float) -> None:
    buckets = keep_days(60, from_day(45, 0.60), from_day(45, reach), noise=0)
    found = find(DIVERGENCE, buckets)
    (signal,) = found.signals
    assert signal.is_open
    assert 45 < day_of(signal.since) <= 49
    figures = signal.last.figures
    assert figures["rate_change"] == pytest.approx(-0.40, abs=0.005)
    assert figures["reach_change"] == pytest.approx(reach - 1, abs=0.005)
    assert "-40 %" in signal.last.why


@pytest.mark.need("000-01")
def test_reach_and_rate_that_fall_equally_are_not() -> None:
    found = find(DIVERGENCE, keep_days(60, from_day(45, 0.60), from_day(45, 0.60), noise=0))
    assert not found.signals
    assert found.now.state is State.QUIET


@pytest.mark.need("000-01")
@pytest.mark.parametrize("fall", [0.65, 0.8, 1.0, 1.5])
def test_a_smaller_fall_and_a_rise_are_not(fall: float) -> None:
    assert not find(DIVERGENCE, keep_days(60, from_day(45, fall), noise=0)).signals


def test_one_viral_day_neither_hides_a_divergence_nor_is_one() -> None:
    viral = from_day(0, 1)
    once = keep_days(
        60, lambda day: 0.3 if day == 50 else viral(day), lambda day: 9 if day == 50 else 1, noise=0
    )
    assert not find(DIVERGENCE, once).signals
    fallen = keep_days(60, from_day(45, 0.55), lambda day: 9 if day == 50 else 1, noise=0)
    assert find(DIVERGENCE, fallen).signals


def test_a_rate_that_wanders_much_is_called_so_and_no_warning() -> None:
    buckets = keep_days(60, lambda day: (2.2, 0.2, 1.0)[day % 3] if day < 56 else 0.5, noise=0)
    found = find(DIVERGENCE, buckets)
    assert not found.signals
    assert found.now.state is State.UNKNOWN
    assert "wanders" in found.now.why


@pytest.mark.need("000-02")
def test_a_rate_below_its_band_for_three_days_is_a_warning_with_each_components_part() -> None:
    found = find(DROP, keep_days(60, likes=from_day(50, 0.4)))
    (signal,) = found.signals
    assert day_of(signal.since) == 52
    figures = signal.first.figures
    parts = [figures[f"share_of_fall_{name}"] or 0 for name in ("likes", "comments", "shares")]
    assert sum(parts) == pytest.approx(1)
    assert parts[0] > 0.85
    assert "Of the fall: likes" in signal.first.why


@pytest.mark.need("000-02")
def test_two_days_below_it_are_not() -> None:
    found = find(DROP, keep_days(60, lambda day: 0.4 if day in {50, 51} else 1))
    assert not found.signals
    assert found.now.state is State.QUIET


@pytest.mark.need("000-02")
def test_what_rises_while_the_rest_falls_is_told_apart() -> None:
    buckets = keep_days(60, from_day(50, 2), likes=from_day(50, 0.1), noise=0)
    (signal,) = find(DROP, buckets).signals
    assert "More than usual: comments and shares" in signal.first.why


def test_a_slow_slide_does_not_teach_that_sliding_is_usual() -> None:
    """2 % of the first rate a day, from day 60: the four weeks before always slide along."""
    buckets = keep_days(110, lambda day: max(0.3, 1 - 0.02 * max(0, day - 60)))
    (signal, *_) = find(DROP, buckets).signals
    assert 60 < day_of(signal.since) < 85


def test_reach_that_rose_is_named_as_a_reason() -> None:
    (signal, *_) = find(DROP, keep_days(60, from_day(50, 0.5), from_day(50, 3))).signals
    assert "more people saw it than usual" in signal.first.why


def test_a_drop_that_lasts_four_weeks_is_the_usual_from_then_on() -> None:
    (signal,) = find(DROP, keep_days(120, from_day(50, 0.5))).signals
    assert (signal.is_settled, signal.is_open) == (True, False)
    assert find(DROP, keep_days(120, from_day(50, 0.5))).now.state is State.QUIET


def test_a_second_drop_after_the_first_is_over_is_found_again() -> None:
    buckets = keep_days(110, lambda day: 0.5 if 50 <= day < 60 or 90 <= day < 100 else 1)
    first, second = find(DROP, buckets).signals
    assert day_of(first.since) == 52
    assert day_of(second.since) in {91, 92}
    assert not first.is_open
    assert day_of(first.until) in {59, 60, 61}


def test_days_without_figures_do_not_end_a_warning() -> None:
    """A file that breaks off is not calm."""
    buckets = keep_days(70, from_day(50, 0.5))
    blind = [b for b in buckets if not 55 <= day_of(b.at) < 68]
    (signal,) = find(DROP, blind).signals
    assert signal.is_open


@pytest.mark.parametrize("kind", [DIVERGENCE, DROP])
@pytest.mark.parametrize("days", [1, 3, 10, 16])
def test_too_little_history_is_said_and_no_warning(kind: Kind, days: int) -> None:
    found = find(kind, keep_days(days, from_day(days - 5, 0.1)))
    assert not found.signals
    assert found.now.state is State.UNKNOWN
    assert "Too little history" in found.now.why


def test_calm_accounts_are_hardly_ever_warned_of() -> None:
    """40 accounts of 120 days whose reach and rate wander by an eighth each day."""
    warned = [
        finding.kind
        for seed in range(40)
        for kind in (DIVERGENCE, DROP)
        if (finding := find(kind, keep_days(120, seed=seed, noise=0.12))).signals
    ]
    assert len(warned) <= 1


def test_a_handful_of_reactions_a_day_is_too_little_to_judge() -> None:
    """4 % of 100 people are four reactions: a day with none of them is nothing special."""
    found = find(DROP, keep_days(60, from_day(50, 0.3), lambda _: 0.005))
    assert not found.signals
    assert found.now.state is State.UNKNOWN
    assert "wanders so much" in found.now.why
