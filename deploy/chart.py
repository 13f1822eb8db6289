"""A chart: a curve over time with spans behind it and marks on it, as one SVG that needs nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Final

WIDTH: Final = 960
HEIGHT: Final = 240
_LEFT: Final = 48
_RIGHT: Final = 12
_TOP: Final = 50
_ROW: Final = 15
_ROWS: Final = 3
_ROOM: Final = 18
"""What the number of a mark needs, with some air."""
_BOTTOM: Final = 26
_TICKS: Final = 8

STYLE: Final = """
svg.chart { width: 100%; height: auto; font: 12px system-ui, sans-serif; display: block; }
svg.chart .axis { stroke: #9aa3ad; } svg.chart .grid { stroke: #e4e7ea; } svg.chart text { fill: #4b5560; }
svg.chart .all { fill: #d5dbe1; } svg.chart .negative { fill: #d9534f; } svg.chart .backlash { fill: #7b1e3a; }
svg.chart .span { fill: #f6c34433; stroke: #d79b00; stroke-dasharray: 3 3; }
svg.chart .mark { stroke: #1f4e8c; stroke-width: 2; } svg.chart .mark.false, svg.chart .mark.note { stroke: #8a8a8a; stroke-dasharray: 4 3; }
ol.marks { columns: 2; font-size: 14px; margin: 4px 0 16px; color: #4b5560; }
@media (max-width: 600px) { ol.marks { columns: 1; } }
svg.chart .mark-name { fill: #1f4e8c; font-weight: 600; } svg.chart .mark-name.false, svg.chart .mark-name.note { fill: #6a6a6a; }
"""
"""For the page's <style>; each class is named by what it shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One height for each step; a later layer is drawn over the earlier ones."""

    name: str
    """Its class in `STYLE`, and its words in the legend."""
    values: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time behind the curve."""

    begins: datetime
    ends: datetime
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A moment."""

    at: datetime
    title: str
    sort: str = ""
    """`false` and `note` are drawn in grey."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """All that is drawn."""

    title: str
    begins: datetime
    step: timedelta
    layers: Sequence[Layer]
    spans: Sequence[Span] = ()
    marks: Sequence[Mark] = ()

    @property
    def ends(self) -> datetime:
        return self.begins + max((len(layer.values) for layer in self.layers), default=1) * self.step


def draw_svg(chart: Chart) -> str:
    """Draw it; every word is escaped. Marks carry numbers, which `list_marks` explains."""
    top = max((value for layer in chart.layers for value in layer.values), default=0) or 1
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(chart.title)}">',
        f"<title>{escape(chart.title)}</title>",
        *(_draw_span(chart, span) for span in chart.spans),
        *_draw_grid(chart, top),
        *(_draw_layer(chart, layer, top) for layer in chart.layers),
        *_draw_marks(chart),
        "</svg>",
    ]
    return "\n".join(parts)


def _x(chart: Chart, at: datetime) -> float:
    share = (at - chart.begins) / (chart.ends - chart.begins)
    return round(_LEFT + min(1.0, max(0.0, share)) * (WIDTH - _LEFT - _RIGHT), 1)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - _BOTTOM - value / top * (HEIGHT - _TOP - _BOTTOM), 1)


def _draw_layer(chart: Chart, layer: Layer, top: float) -> str:
    """Steps, filled to the ground: a count belongs to its whole step."""
    points = [f"{_x(chart, chart.begins)},{_y(0, top)}"]
    for number, value in enumerate(layer.values):
        left, right = chart.begins + number * chart.step, chart.begins + (number + 1) * chart.step
        points += [f"{_x(chart, left)},{_y(value, top)}", f"{_x(chart, right)},{_y(value, top)}"]
    points.append(f"{_x(chart, chart.begins + len(layer.values) * chart.step)},{_y(0, top)}")
    return f'<polygon class="{escape(layer.name)}" points="{" ".join(points)}"/>'


def _draw_span(chart: Chart, span: Span) -> str:
    left, right = _x(chart, span.begins), _x(chart, span.ends)
    return (
        f'<rect class="span" x="{left}" y="{_TOP}" width="{max(right - left, 1):.1f}"'
        f' height="{HEIGHT - _TOP - _BOTTOM}"><title>{escape(span.title)}</title></rect>'
    )


def _draw_marks(chart: Chart) -> Iterable[str]:
    """Each with its number above; neighbours stand in rows, so that all can be read."""
    ends = [0.0] * _ROWS
    for number, mark in enumerate(chart.marks, 1):
        x, sort = _x(chart, mark.at), escape(mark.sort)
        row = next((row for row, end in enumerate(ends) if end <= x), number % _ROWS)
        ends[row] = x + _ROOM
        y = _TOP - 5 - _ROW * row
        yield f'<line class="mark {sort}" x1="{x}" y1="{y + 3}" x2="{x}" y2="{HEIGHT - _BOTTOM}"/>'
        yield f'<text class="mark-name {sort}" x="{x + 2}" y="{y}">{number}</text>'


def list_marks(chart: Chart) -> str:
    """What the numbers of the marks stand for, as an HTML list; nothing where there is no mark."""
    if not chart.marks:
        return ""
    return '<ol class="marks">' + "".join(f"<li>{escape(mark.title)}</li>" for mark in chart.marks) + "</ol>"


def _draw_grid(chart: Chart, top: float) -> Iterable[str]:
    for value in (0, top / 2, top):
        y = _y(value, top)
        yield f'<line class="grid" x1="{_LEFT}" y1="{y}" x2="{WIDTH - _RIGHT}" y2="{y}"/>'
        yield f'<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{value:g}</text>'
    span = chart.ends - chart.begins
    form = "%H:%M" if span <= timedelta(hours=36) else "%d %b %H:%M" if span < timedelta(days=8) else "%d %b"
    for number in range(_TICKS):
        at = chart.begins + span * number / _TICKS
        yield f'<text x="{_x(chart, at)}" y="{HEIGHT - 8}">{at:{form}}</text>'
    yield f'<line class="axis" x1="{_LEFT}" y1="{_y(0, top)}" x2="{WIDTH - _RIGHT}" y2="{_y(0, top)}"/>'


def write_page(title: str, body: str, *, style: str = "") -> str:
    """Write a page that needs nothing but itself.

    Args:
        title: of the page, escaped here.
        body: HTML, already escaped.
        style: more of it, for the page's own parts.
    """
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_PAGE}{STYLE}{style}</style></head>\n<body><main>\n<h1>{escape(title)}</h1>\n"
        f"{body}\n</main></body></html>\n"
    )


_PAGE: Final = """
body { margin: 0; background: #fff; color: #1c2329; font: 16px/1.5 system-ui, "Noto Sans", "Noto Sans CJK TC", sans-serif; }
main { max-width: 1000px; margin: 0 auto; padding: 20px 16px 48px; }
h1 { font-size: 24px; margin: 0 0 12px; } h2 { font-size: 18px; margin: 28px 0 8px; } h3 { font-size: 15px; margin: 18px 0 4px; }
table { border-collapse: collapse; width: 100%; margin: 8px 0 16px; } .scroll { overflow-x: auto; }
th, td { text-align: left; padding: 5px 12px 5px 0; border-bottom: 1px solid #e4e7ea; vertical-align: top; }
th { color: #5b6670; font-weight: 600; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.good { color: #17713a; font-weight: 600; } .bad { color: #b3261e; font-weight: 600; } .dim { color: #5b6670; }
.key { font-size: 13px; color: #5b6670; margin: 0 0 4px; } .key i { display: inline-block; width: 10px; height: 10px; margin: 0 4px 0 12px; }
blockquote { margin: 4px 0; padding-left: 12px; border-left: 4px solid #d5dbe1; }
"""


def write_table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: frozenset[int] = frozenset()
) -> str:
    """Write a table; every cell is escaped, and one that begins with ✓ or ✗ is coloured.

    Args:
        heads: of the columns.
        rows: each as long as `heads`.
        numbers: columns that stand to the right.
    """

    def cell(tag: str, column: int, text: str) -> str:
        sorts = (
            ["number"] * (column in numbers)
            + ["good"] * text.startswith("✓")
            + ["bad"] * text.startswith("✗")
        )
        mark = f' class="{" ".join(sorts)}"' if sorts else ""
        return f"<{tag}{mark}>{escape(text)}</{tag}>"

    head = "".join(cell("th", column, text) for column, text in enumerate(heads))
    body = "".join(
        "<tr>" + "".join(cell("td", column, text) for column, text in enumerate(row)) + "</tr>"
        for row in rows
    )
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
