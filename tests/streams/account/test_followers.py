"""Warnings about followers: gross losses behind a growing total, and a decline before a tenth is gone."""

from dataclasses import replace

import pytest

from streams.account.signal import Kind, State
from tests.streams.account.ledger import Course, day_of, find, from_day, keep_days, review

LOSS, DECLINE = Kind.FOLLOWER_LOSS, Kind.FOLLOWER_DECLINE


@pytest.mark.need("000-05", "003-34")
def test_gross_and_net_churn_are_both_told() -> None:
    buckets = keep_days(40, noise=0, lost=from_day(33, 3), gained=from_day(33, 4))
    (standing,) = review(buckets).standings
    assert (standing.gained, standing.lost, standing.net) == (7 * 280, 7 * 180, 700)
    before = buckets[-8].followers or 0
    assert standing.gross_churn == pytest.approx(7 * 180 / before)
    assert standing.net_churn == pytest.approx(-700 / before)


@pytest.mark.need("000-05", "003-34")
def test_a_spike_of_losses_is_a_warning_although_the_total_grows() -> None:
    on_day_50: Course = lambda day: 6 if day == 50 else 1  # noqa: E731
    found = find(LOSS, keep_days(52, lost=on_day_50, gained=on_day_50))
    (signal,) = found.signals
    assert day_of(signal.since) == 50
    assert (signal.first.figures["net"] or -1) >= 0
    assert signal.first.figures["lost"] == pytest.approx(360, rel=0.3)
    assert "the total grew by" in signal.first.why


@pytest.mark.need("000-05")
def test_many_who_come_are_no_loss() -> None:
    assert not find(LOSS, keep_days(60, gained=from_day(50, 10))).signals


def test_losses_that_stay_up_are_a_warning_without_any_spike() -> None:
    found = find(LOSS, keep_days(60, lost=from_day(50, 1.7), noise=0))
    assert found.signals
    assert "for 3 days" in found.signals[0].first.why


def test_a_file_without_losses_says_that_the_total_hides_them() -> None:
    found = find(LOSS, [replace(one, lost=None) for one in keep_days(60, lost=from_day(50, 9))])
    assert not found.signals
    assert "does not tell how many followers left" in found.now.why


def test_a_loss_of_a_day_that_is_missing_makes_no_sum() -> None:
    buckets = keep_days(40)
    buckets[-2] = replace(buckets[-2], lost=None)
    (standing,) = review(buckets).standings
    assert (standing.lost, standing.net, standing.gross_churn) == (None, None, None)
    assert standing.gained is not None


def slide(first: int, days: int, most: float) -> Course:
    """From `first` on, within `days`, up to `most`, or down to it."""
    return lambda day: 1 + (most - 1) * min(1, max(0, (day - first) / days))


@pytest.mark.need("000-29")
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    ("days", "engagement", "lost"),
    [(3, 0.5, 15), (14, 0.5, 15), (35, 0.4, 15), (50, 0.4, 8)],
    ids=["at once", "in two weeks", "in five weeks", "in seven weeks"],
)
def test_the_alert_comes_before_a_tenth_of_the_followers_is_gone(
    seed: int, days: int, engagement: float, lost: float
) -> None:
    """The labelled decline: quality falls from day 60 on, and ten days later followers begin to leave."""
    buckets = keep_days(160, slide(60, days, engagement), lost=slide(70, days, lost), seed=seed)
    peak = max(one.followers or 0 for one in buckets[:75])
    gone = next(one.at for one in buckets if (one.followers or 0) <= 0.9 * peak)
    # As it was known then: nothing of what came later is in the file, and the last day is over.
    known = [one for one in buckets if one.at < gone]
    alerts = [
        (signal.since, finding.kind)
        for finding in review(known).findings
        for signal in finding.signals
        if day_of(signal.since) >= 60
    ]
    assert min(alerts)[0] < gone
    quality = [at for at, kind in alerts if kind in {Kind.ENGAGEMENT_DROP, Kind.REACH_ER_DIVERGENCE}]
    assert quality, "the decline of the content itself is seen, and not only that people leave"
    assert (gone - min(quality)).days >= 5


@pytest.mark.need("000-29")
def test_a_decline_says_when_a_tenth_would_be_gone() -> None:
    found = find(DECLINE, keep_days(75, lost=from_day(60, 5), noise=0))
    (signal,) = found.signals
    assert signal.is_open
    assert (signal.first.figures["gone"] or 0) >= 0.02
    assert "10 % are gone about 2026-03-" in signal.first.why or "about 2026-04-" in signal.first.why


def test_a_growing_account_is_in_no_decline() -> None:
    found = find(DECLINE, keep_days(75, gained=from_day(0, 2)))
    assert not found.signals
    assert found.now.state is State.QUIET


def test_without_numbers_of_followers_nothing_is_claimed() -> None:
    found = find(DECLINE, [replace(one, followers=None) for one in keep_days(75, lost=from_day(60, 5))])
    assert found.now.state is State.UNKNOWN


def test_calm_accounts_lose_nobody_in_particular() -> None:
    warned = [
        kind
        for seed in range(40)
        for kind in (LOSS, DECLINE)
        if find(kind, keep_days(120, seed=seed)).signals
    ]
    assert len(warned) <= 2


def test_what_came_later_changes_no_earlier_warning() -> None:
    buckets = keep_days(100, slide(60, 10, 0.4), lost=slide(65, 10, 8))
    later = review(buckets).findings
    for finding in review(buckets[:80]).findings:
        (same,) = (one for one in later if one.kind is finding.kind)
        assert [one.since for one in finding.signals] == [
            one.since for one in same.signals if day_of(one.since) < 80
        ]
