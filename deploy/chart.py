"""A chart: a curve over time with spans behind it and marks on it, as one SVG that needs nothing else."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import escape
from typing import Final

from deploy.ticks import choose_moments, choose_values

_WIDE: Final = 960
_NARROW: Final = 420
"""For phones: the same curve, and letters that can still be read."""
_TALL: Final = 164
"""Of the curve; the numbers of the marks stand above it."""
_LEFT: Final = 48
_RIGHT: Final = 12
_TOP: Final = 12
_ROW: Final = 15
_ROWS: Final = 8
_ROOM: Final = 18
"""What the number of a mark needs, with some air."""
_BOTTOM: Final = 26
_LABEL: Final = 90
"""Between two labels of the time axis, at least."""

STYLE: Final = """
svg.chart { width: 100%; height: auto; font: 12px system-ui, sans-serif; display: block; }
svg.chart .axis { stroke: #9aa3ad; } svg.chart .grid { stroke: #e4e7ea; } svg.chart text { fill: #4b5560; }
svg.chart .all { fill: #d5dbe1; } svg.chart .negative { fill: #d9534f; } svg.chart .backlash { fill: #7b1e3a; }
svg.chart .span { fill: #f6c34433; stroke: #d79b00; stroke-dasharray: 3 3; }
svg.chart .mark { stroke: #1f4e8c; stroke-width: 2; } svg.chart .mark.false, svg.chart .mark.note { stroke: #8a8a8a; stroke-dasharray: 4 3; }
ol.marks { columns: 2; font-size: 14px; margin: 4px 0 16px; color: #4b5560; }
svg.chart.narrow { display: none; }
@media (max-width: 600px) { ol.marks { columns: 1; } svg.chart.wide { display: none; } svg.chart.narrow { display: block; } }
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


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a chart stands within one picture of it."""

    chart: Chart
    name: str
    width: int
    values: Sequence[float]
    rows: Sequence[int]
    """For each mark the row of its number, counted from below."""

    @classmethod
    def of(cls, chart: Chart, name: str, width: int) -> "_Frame":
        top = max((value for layer in chart.layers for value in layer.values), default=0)
        bare = cls(chart, name, width, choose_values(0, top, 3, whole=True), ())
        return replace(bare, rows=bare.place_marks())

    @property
    def top(self) -> int:
        return _TOP + _ROW * max((row + 1 for row in self.rows), default=0)

    @property
    def floor(self) -> int:
        return self.top + _TALL

    def x(self, at: datetime) -> float:
        share = (at - self.chart.begins) / (self.chart.ends - self.chart.begins)
        return round(_LEFT + min(1.0, max(0.0, share)) * (self.width - _LEFT - _RIGHT), 1)

    def y(self, value: float) -> float:
        return round(self.floor - value / self.values[-1] * _TALL, 1)

    def place_marks(self) -> Sequence[int]:
        """Put each number above those it would run into, so that no later mark's line goes through it."""
        rows: list[int] = []
        places = [self.x(mark.at) for mark in self.chart.marks]
        for number in reversed(range(len(places))):
            near = [
                row for row, x in zip(rows, places[number + 1 :], strict=True) if x < places[number] + _ROOM
            ]
            rows.insert(0, min(max(near, default=-1) + 1, _ROWS - 1))
        return rows


def draw_svg(chart: Chart) -> str:
    """Draw it for wide screens and for phones, one of which is shown; every word is escaped.

    Marks, in the order of their time, carry numbers, which `list_marks` explains.
    """
    frames = (_Frame.of(chart, "wide", _WIDE), _Frame.of(chart, "narrow", _NARROW))
    return "\n".join(_draw_frame(frame) for frame in frames)


def _draw_frame(frame: _Frame) -> str:
    title = escape(frame.chart.title)
    height = frame.floor + _BOTTOM
    parts = [
        f'<svg class="chart {frame.name}" viewBox="0 0 {frame.width} {height}" role="img" aria-label="{title}">',
        f"<title>{title}</title>",
        *(_draw_span(frame, span) for span in frame.chart.spans),
        *_draw_grid(frame),
        *(_draw_layer(frame, layer) for layer in frame.chart.layers),
        *_draw_marks(frame),
        "</svg>",
    ]
    return "\n".join(parts)


def _draw_layer(frame: _Frame, layer: Layer) -> str:
    """Steps, filled to the ground: a count belongs to its whole step."""
    begins, step = frame.chart.begins, frame.chart.step
    points = [f"{frame.x(begins)},{frame.y(0)}"]
    for number, value in enumerate(layer.values):
        left, right = begins + number * step, begins + (number + 1) * step
        points += [f"{frame.x(left)},{frame.y(value)}", f"{frame.x(right)},{frame.y(value)}"]
    points.append(f"{frame.x(begins + len(layer.values) * step)},{frame.y(0)}")
    return f'<polygon class="{escape(layer.name)}" points="{" ".join(points)}"/>'


def _draw_span(frame: _Frame, span: Span) -> str:
    left, right = frame.x(span.begins), frame.x(span.ends)
    return (
        f'<rect class="span" x="{left}" y="{frame.top}" width="{max(right - left, 1):.1f}"'
        f' height="{_TALL}"><title>{escape(span.title)}</title></rect>'
    )


def _draw_marks(frame: _Frame) -> Iterable[str]:
    """Each with its number above; neighbours stand in rows, so that all can be read."""
    for number, (mark, row) in enumerate(zip(frame.chart.marks, frame.rows, strict=True), 1):
        x, sort = frame.x(mark.at), escape(mark.sort)
        y = frame.top - 4 - _ROW * row
        yield f'<line class="mark {sort}" x1="{x}" y1="{y - 9}" x2="{x}" y2="{frame.floor}"/>'
        yield f'<text class="mark-name {sort}" x="{x + 3:.1f}" y="{y}">{number}</text>'


def list_marks(chart: Chart) -> str:
    """What the numbers of the marks stand for, as an HTML list; nothing where there is no mark."""
    if not chart.marks:
        return ""
    return '<ol class="marks">' + "".join(f"<li>{escape(mark.title)}</li>" for mark in chart.marks) + "</ol>"


def _draw_grid(frame: _Frame) -> Iterable[str]:
    right = frame.width - _RIGHT
    for value in frame.values:
        y = frame.y(value)
        yield f'<line class="grid" x1="{_LEFT}" y1="{y}" x2="{right}" y2="{y}"/>'
        yield f'<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{value:g}</text>'
    moments = choose_moments(frame.chart.begins, frame.chart.ends, (right - _LEFT) // _LABEL)
    for at in moments:
        x, form = frame.x(at), "%H:%M" if at.hour or at.minute else "%d %b"
        yield f'<line class="axis" x1="{x}" y1="{frame.floor}" x2="{x}" y2="{frame.floor + 4}"/>'
        yield f'<text x="{x}" y="{frame.floor + 18}" text-anchor="middle">{at:{form}}</text>'
    yield f'<line class="axis" x1="{_LEFT}" y1="{frame.floor}" x2="{right}" y2="{frame.floor}"/>'


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


_TIME: Final = re.compile(r"\d\d:\d\d$")
"""A cell that ends so gets room for its date on one line."""
_PAGE: Final = """
body { margin: 0; background: #fff; color: #1c2329; font: 16px/1.5 system-ui, "Noto Sans", "Noto Sans CJK TC", sans-serif; }
main { max-width: 1000px; margin: 0 auto; padding: 20px 16px 48px; }
h1 { font-size: 24px; margin: 0 0 12px; } h2 { font-size: 18px; margin: 28px 0 8px; } h3 { font-size: 15px; margin: 18px 0 4px; }
table { border-collapse: collapse; width: 100%; margin: 8px 0 16px; } .scroll { overflow-x: auto; }
th, td { text-align: left; padding: 5px 12px 5px 0; border-bottom: 1px solid #e4e7ea; vertical-align: top; }
th { color: #5b6670; font-weight: 600; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
@media (max-width: 600px) { table { font-size: 14px; } th, td { padding-right: 8px; } td.time { min-width: 6em; } }
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
            + ["time"] * bool(_TIME.search(text))
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
