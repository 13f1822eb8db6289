"""What draws the pictures says what Grafana would: figures, colours, gaps, and every panel there is."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.grafana.test_dashboards import DASHBOARDS, FOLDER
from tests.pictures.figures import find_colour, write_figure
from tests.pictures.panels import Panel, Series, Span, ask_panels, read_dashboard
from tests.pictures.plot import draw_lines
from tests.pictures.samples import Sample, date_samples, write_lines
from tests.pictures.sheet import draw_sheet

BEGINS = datetime(2025, 12, 3, 8, tzinfo=UTC)
SPAN = Span(BEGINS, BEGINS + timedelta(hours=6))


class Peer:
    """Answers everything with one series that is missing for a while."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def query_range(self, expression: str, begins: float, ends: float, step: float) -> list[Any]:
        self.asked.append(expression)
        times = [begins + number * step for number in range(int((ends - begins) // step) + 1)]
        values = [[at, "NaN" if number == 3 else "0.5"] for number, at in enumerate(times)]
        return [{"metric": {"brand": "acme"}, "values": values}]

    def query_at(self, expression: str, at: float) -> list[Any]:
        self.asked.append(expression)
        return [{"metric": {"brand": "acme"}, "value": [at, "1"]}]


@pytest.mark.parametrize("name", DASHBOARDS)
def test_every_panel_of_a_dashboard_can_be_drawn(name: str) -> None:
    peer, dashboard = Peer(), read_dashboard(FOLDER / name)
    panels = list(ask_panels(dashboard, peer, SPAN, "drill-film"))
    page, height = draw_sheet(dashboard["title"], "", panels, SPAN)
    assert page.count("<section") == len(dashboard["panels"])
    assert "No data" not in page
    assert height > max(panel.source["gridPos"]["y"] for panel in panels) * 30
    assert not [one for one in peer.asked if "$" in one]


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (0.615, "percentunit", 0, "62%"),
        (1234, "short", None, "1.23 K"),
        (1.002, "short", 0, "1"),
        (1023.4, "short", 0, "1 K"),
        (1023.4, "locale", 0, "1,023"),
        (0, "short", None, "0"),
        (2670, "s", None, "44.5 mins"),
        (10_800, "s", None, "3 hours"),
        (60, "s", None, "1 min"),
        (0.05, "s", None, "50 ms"),
        (12.5, "currencyUSD", 2, "$12.50"),
    ],
)
def test_a_figure_is_written_as_grafana_writes_it(
    value: float, unit: str, decimals: int | None, text: str
) -> None:
    assert write_figure(value, unit, decimals) == text


def test_a_unit_nobody_has_drawn_yet_is_named() -> None:
    with pytest.raises(ValueError, match="bytes"):
        write_figure(1, "bytes")


def test_a_threshold_colours_from_its_value_on() -> None:
    steps: Sequence[Mapping[str, Any]] = [{"value": None, "color": "green"}, {"value": 1, "color": "red"}]
    assert find_colour(1, steps) == find_colour(9, steps) != find_colour(0.9, steps)


def test_what_was_not_answered_is_a_gap() -> None:
    begins = BEGINS.timestamp()
    points = [(begins + 60 * minute, 1.0) for minute in (0, 1, 2, 9, 10)]
    source = {"fieldConfig": {"defaults": {"unit": "short", "min": 0}}}
    drawn = draw_lines(Panel(source, [Series("acme", "#fff", points)], 60), SPAN, 600, 200)
    assert drawn.count("<polyline") == 2


def test_samples_are_dated_by_the_drills_clock_and_none_twice() -> None:
    samples = [Sample(BEGINS + timedelta(seconds=n), "crisis-sentiment", "a:1", "") for n in (0, 1, 2, 3)]

    def date(real: datetime) -> datetime:
        """It runs at 60, and stands still from the second moment to the third."""
        seconds = (real - BEGINS).total_seconds()
        return BEGINS + timedelta(seconds=60 * (seconds if seconds < 2 else seconds - 1))

    dated = [at for at, _ in date_samples(samples, date, timedelta(seconds=7))]
    assert dated == [BEGINS + timedelta(minutes=minute) for minute in (0, 1, 2)]


def test_a_sample_has_the_labels_that_a_scrape_adds() -> None:
    metrics = (
        'python_info{v="3"} 1.0\ncrisis_mood{mood="calm"} 1.0\ncrisis_x_total 2.0\ncrisis_x_created 9.0\n'
    )
    sample = Sample(BEGINS, "crisis-sentiment", "127.0.0.1:9101", metrics)
    own, stamp = 'instance="127.0.0.1:9101",job="crisis-sentiment"', f"{BEGINS.timestamp():.3f}"
    assert list(write_lines(sample, BEGINS)) == [
        f"up{{{own}}} 1 {stamp}\n",
        f'crisis_mood{{{own},mood="calm"}} 1.0 {stamp}\n',
        f"crisis_x_total{{{own}}} 2.0 {stamp}\n",
    ]
