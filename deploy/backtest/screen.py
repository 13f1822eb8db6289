"""The back-test in the terminal: the table, a small curve for each brand, and what a row cannot say."""

from collections.abc import Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from deploy.backtest.curve import Curve
from deploy.backtest.result import Result, Total
from deploy.backtest.words import HEADS, write_notes, write_row, write_total
from deploy.demo.screen import sparkline

_WIDTH = 72


def draw_results(results: Sequence[Result]) -> RenderableType:
    """Draw everything."""
    # Narrow, so that no figure breaks on a terminal of eighty columns.
    table = Table(box=SIMPLE_HEAD, header_style="dim", padding=0, pad_edge=False)
    for number, head in enumerate(HEADS):
        table.add_column(head.replace(" ", "\n", 1), justify="right" if number else "left", no_wrap=True)
    for result in results:
        table.add_row(*write_row(result))
    if len(results) > 1:
        table.add_section()
        table.add_row(*write_total(Total(results=results)), style="bold")
    parts: list[RenderableType] = [table]
    for result in results:
        parts += _draw_result(result)
    return Group(*parts)


def _draw_result(result: Result) -> Iterator[RenderableType]:
    yield Text(f"{result.recording} · {result.rule}", style="bold")
    for brand, curve in result.curves.items():
        span = f"{curve.begins:%Y-%m-%d %H:%M} to {result.ends:%Y-%m-%d %H:%M}"
        yield Text(f"  {brand}, negative mentions, {span}", style="dim")
        yield Text(f"  {sparkline(_shorten(curve))}", style="red", no_wrap=True)
    for note in write_notes(result):
        style = "red" if note.startswith(("✗", "false")) else "green" if note.startswith("✓") else ""
        yield Text(f"  {note}", style=style)
    yield Text()


def _shorten(curve: Curve) -> list[int]:
    step = -(-len(curve.negative) // _WIDTH)
    return [sum(curve.negative[at : at + step]) for at in range(0, len(curve.negative), step)]
