"""Axes are labelled at round numbers and moments, and what is drawn lies between them."""

from datetime import UTC, datetime, timedelta

import pytest

from deploy.ticks import choose_moments, choose_values

BEGINS = datetime(2025, 12, 2, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("low", "high", "values"),
    [
        (0, 69, [0, 25, 50, 75]),
        (0, 1, [0, 0.5, 1]),
        (-7, 12, [-10, 0, 10, 20]),
        (0, 0.03, [0, 0.01, 0.02, 0.03]),
        (3, 3, [3, 3.5, 4]),
        (0, 0, [0, 0.5, 1]),
    ],
)
def test_values_are_round_and_cover_the_span(low: float, high: float, values: list[float]) -> None:
    assert choose_values(low, high, 3) == values


@pytest.mark.parametrize(("high", "values"), [(0, [0, 1]), (1, [0, 1]), (5, [0, 2, 4, 6]), (7, [0, 5, 10])])
def test_what_is_counted_has_no_halves(high: float, values: list[float]) -> None:
    assert choose_values(0, high, 3, whole=True) == values


@pytest.mark.parametrize(
    ("span", "at_most", "labels"),
    [
        (timedelta(hours=36.5), 8, ["02 12:00", "02 18:00", "03 00:00", "03 06:00", "03 12:00", "03 18:00"]),
        (timedelta(hours=36.5), 4, ["02 12:00", "03 00:00", "03 12:00"]),
        (timedelta(minutes=50), 8, [f"02 10:{minute:02}" for minute in (0, 15, 30, 45)]),
        (timedelta(days=21), 4, ["08 00:00", "15 00:00", "22 00:00"]),
    ],
)
def test_moments_are_round_and_within_the_span(span: timedelta, at_most: int, labels: list[str]) -> None:
    assert [f"{at:%d %H:%M}" for at in choose_moments(BEGINS, BEGINS + span, at_most)] == labels


def test_a_span_of_years_has_a_few_moments_yet() -> None:
    assert 1 <= len(choose_moments(BEGINS, BEGINS + timedelta(days=3650), 8)) <= 17
