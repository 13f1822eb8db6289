"""The back-test as a web page: a table, and for each brand of each recording a chart."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from html import escape
from typing import Final

from deploy.backtest.curve import Curve
from deploy.backtest.finding import Found, Page
from deploy.backtest.result import Result, Total
from deploy.backtest.words import HEADS, write_notes, write_row, write_total
from deploy.chart import Chart, Layer, Mark, Span, draw_svg, list_marks, write_page, write_table

KEY: Final = (
    '<p class="key"><i style="background:#d5dbe1"></i>all mentions<i style="background:#d9534f"></i>negative'
    '<i style="background:#7b1e3a"></i>against AI-made content<i style="background:#f6c344"></i>true storm'
    '<i style="background:#1f4e8c"></i>page</p>'
)


def write_report(results: Sequence[Result]) -> str:
    """Write the page; what strangers named is escaped."""
    rows = [write_row(result) for result in results]
    if len(results) > 1:
        rows.append(write_total(Total(results=results)))
    rules = " · ".join(dict.fromkeys(result.rule for result in results))
    body = [
        f'<p class="dim">Detector: {escape(rules)}. All times in UTC.</p>',
        write_table(HEADS, rows, numbers=frozenset(range(1, len(HEADS)))),
        KEY,
        *(_write_result(result) for result in results),
    ]
    return write_page("Back-test", "\n".join(body))


def _write_result(result: Result) -> str:
    parts = [f"<h2>{escape(result.recording)}</h2>"]
    for brand in result.curves:
        chart = draw_chart(result, brand)
        parts += [f"<h3>{escape(brand)}</h3>", draw_svg(chart), list_marks(chart)]
    parts.append("<ul>" + "".join(f"<li>{escape(note)}</li>" for note in write_notes(result)) + "</ul>")
    return "\n".join(parts)


def draw_chart(result: Result, brand: str) -> Chart:
    """The chart of one brand."""
    curve = result.curves[brand]
    return Chart(
        title=f"{result.recording}, {brand}: mentions every {curve.step_minutes} min",
        begins=curve.begins,
        step=timedelta(minutes=curve.step_minutes),
        layers=layers_of(curve),
        spans=spans_of(result.storms or (), brand),
        marks=[_mark(page) for page in result.pages if page.brand == brand],
    )


def layers_of(curve: Curve) -> tuple[Layer, ...]:
    """What is drawn of a curve, the highest first."""
    return (
        Layer(name="all", values=curve.mentions),
        Layer(name="negative", values=curve.negative),
        Layer(name="backlash", values=curve.backlash),
    )


def spans_of(storms: Iterable[Found], brand: str) -> list[Span]:
    """The true storms of a brand."""
    return [
        Span(begins=one.storm.onset, ends=one.storm.end, title=one.storm.about or "true storm")
        for one in storms
        if one.brand == brand
    ]


def _mark(page: Page) -> Mark:
    sort = "false" if page.is_true is False else ""
    return Mark(at=page.at, title=f"{page.at:%d %b %H:%M}, {page.severity} {page.kind}", sort=sort)
