"""The report of a drill in the terminal."""

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from deploy.drills.report import Report

_STYLES = {"✓": "green", "✗": "red"}


def draw_report(report: Report) -> RenderableType:
    """Draw all parts."""
    return Group(*_draw(report))


def _draw(report: Report) -> Iterator[RenderableType]:
    yield Rule(Text(report.title, style="bold"), style="cyan")
    yield Text(report.lead)
    for part in report.parts():
        yield Text(f"\n{part.title}", style="bold")
        for line in part.lines:
            yield Text(f"  {line}", style=_STYLES.get(line[:1], ""))
        if part.heads:
            table = Table(box=SIMPLE_HEAD, header_style="dim", padding=(0, 1))
            for head in part.heads:
                table.add_column(head, overflow="fold")
            for row in part.rows:
                table.add_row(*(Text(cell, style=_STYLES.get(cell[:1], "")) for cell in row))
            yield table
