"""A chart can be read on a wide screen and on a phone, however close its marks stand."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from deploy.chart import STYLE, Chart, Layer, Mark, draw_svg, write_page, write_table

BEGINS = datetime(2025, 12, 2, 10, 0, tzinfo=UTC)
LETTER = 8.0
"""Width of a figure of a mark's number, generously."""


def draw(*minutes: int) -> Sequence[str]:
    """Both pictures of a day and a half with marks at these minutes."""
    marks = [Mark(at=BEGINS + timedelta(minutes=minute), title=f"mark at {minute}") for minute in minutes]
    counts = Layer(name="all", values=[7.0] * 146)
    chart = Chart(title="Acme", begins=BEGINS, step=timedelta(minutes=15), layers=[counts], marks=marks)
    return re.findall(r"<svg.*?</svg>", draw_svg(chart), re.DOTALL)


def numbers(picture: str) -> list[tuple[float, float]]:
    """Left edge and base line of each mark's number."""
    found = re.findall(r'<text class="mark-name[^"]*" x="([\d.]+)" y="([\d.]+)"', picture)
    return [(float(x), float(y)) for x, y in found]


def lines(picture: str) -> list[tuple[float, float]]:
    """Where each mark's line stands, and its upper end."""
    found = re.findall(r'<line class="mark[^"]*" x1="([\d.]+)" y1="([\d.]+)"', picture)
    return [(float(x), float(y)) for x, y in found]


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("minutes", [(1422, 1425, 1430, 1477, 1484, 1531), (600, 601, 602, 603), (0, 2190)])
def test_no_line_goes_through_a_number_and_no_numbers_meet(minutes: tuple[int, ...], which: int) -> None:
    picture = draw(*minutes)[which]
    told = numbers(picture)
    assert len(told) == len(minutes)
    for (x, y), (other, level) in combinations(told, 2):
        assert abs(y - level) >= 12 or other >= x + LETTER
    for number, (x, y) in enumerate(told):
        for line, (at, upper) in enumerate(lines(picture)):
            assert line == number or at >= x + LETTER or at <= x or upper >= y


def test_every_number_is_within_the_picture() -> None:
    for picture in draw(*range(600, 606), 2189):
        width, height = map(int, re.findall(r'viewBox="0 0 (\d+) (\d+)"', picture)[0])
        for x, y in numbers(picture):
            assert x + LETTER <= width
            assert 9 <= y <= height


def test_there_is_no_empty_room_above_a_chart_without_marks() -> None:
    bare, marked = (int(re.findall(r'viewBox="0 0 \d+ (\d+)"', draw(*at)[0])[0]) for at in ((), (600,)))
    assert bare < marked


def test_a_phone_is_shown_a_narrow_picture_with_fewer_labels() -> None:
    wide, narrow = draw()
    assert 'class="chart wide"' in wide
    assert 'class="chart narrow"' in narrow
    assert narrow.count('text-anchor="middle"') < wide.count('text-anchor="middle"')
    phone = STYLE[STYLE.index("@media (max-width: 600px)") :]
    assert "svg.chart.wide { display: none; }" in phone
    assert "svg.chart.narrow { display: block; }" in phone


def test_labels_stand_at_round_hours_and_counts() -> None:
    wide, _ = draw()
    assert re.findall(r'text-anchor="middle">([^<]+)<', wide) == [
        "12:00",
        "18:00",
        "03 Dec",
        "06:00",
        "12:00",
        "18:00",
    ]
    assert re.findall(r'text-anchor="end">([^<]+)<', wide) == ["0", "5", "10"]


def test_a_date_in_a_table_has_room_on_a_phone() -> None:
    page = write_page("Acme", write_table(("step", "due"), [("pause", "due 03 Dec 09:53")]))
    assert '<td class="time">due 03 Dec 09:53</td>' in page
    assert "<td>pause</td>" in page
    assert "td.time { min-width: 6em; }" in page[page.index("@media (max-width: 600px)") :]
