"""Draw the pictures of the README and of docs/drills.md anew, from what really ran.

Plays a drill with the holiday film, in which a script does what Ana and Bo do (seven minutes), lets a real Prometheus
answer every query of the dashboards over six hours of it, and draws the panels as Grafana lays them out. No Grafana
takes part. The other picture is the drill's own report. Needs the extra `embedded`, prometheus, promtool and chromium.

With --folder the drill is kept there, and taken from there the next time: after a change of a dashboard or of the
report, drawing takes seconds. Its `overview.png` and `response.png` show the dashboards whole.

Example:
    python -m tests.pictures.draw --folder /tmp/rehearsal
"""

import contextlib
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import click

from tests.grafana.peer import Prometheus, run_prometheus
from tests.pictures.panels import Span, ask_panels, read_dashboard
from tests.pictures.rehearsal import ENDS_AT, Rehearsal
from tests.pictures.sheet import WIDTH, draw_sheet
from tests.pictures.shot import take_shot
from tests.pictures.team import LANE

ROOT: Final = Path(__file__).parents[2]
IMAGES: Final = ROOT / "docs" / "images"
DASHBOARDS: Final = ROOT / "grafana" / "dashboards"
SHOWN: Final = timedelta(hours=6)
"""As the overview does when it is opened."""
ROWS_SHOWN: Final = 31
"""Of Grafana's grid, in the README: up to what is being said."""
REPORT: Final = (1000, 1330)
"""Width, and how much of the report's top is shown."""


@click.command(help=__doc__)
@click.option("--folder", type=click.Path(path_type=Path), help="Where the drill is kept, or is already.")
def main(folder: Path | None) -> None:
    with _open_folder(folder) as root:
        rehearsal = Rehearsal(root)
        if not rehearsal.is_recorded:
            click.echo("playing the drill")
            rehearsal.play()
        ends = (rehearsal.folder.read_journal().begins + ENDS_AT).replace(minute=0, second=0, microsecond=0)
        span = Span(ends - SHOWN, ends)
        with run_prometheus({}, root) as peer:
            for path in sorted(DASHBOARDS.glob("*.json")):
                _draw_dashboard(path, peer, span, root / f"{path.stem}.png")
            picture = IMAGES / "dashboard.png"
            _draw_dashboard(DASHBOARDS / "overview.json", peer, span, picture, rows=ROWS_SHOWN)
        width, height = REPORT
        take_shot(rehearsal.write_report(), IMAGES / "drill-report.png", width=width, height=height)


@contextlib.contextmanager
def _open_folder(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="crisis-pictures-") as made:
        yield Path(made)


def _draw_dashboard(
    path: Path, peer: Prometheus, span: Span, picture: Path, *, rows: int | None = None
) -> None:
    dashboard = read_dashboard(path)
    panels = [
        panel
        for panel in ask_panels(dashboard, peer, span, LANE)
        if rows is None or panel.source["gridPos"]["y"] + panel.source["gridPos"]["h"] <= rows
    ]
    said = f"lane {LANE} · brand All · {span.begins:%d %b %Y, %H:%M} to {span.ends:%H:%M} UTC"
    page, height = draw_sheet(dashboard["title"], said, panels, span)
    with tempfile.TemporaryDirectory(prefix="crisis-pictures-") as folder:
        file = Path(folder) / "sheet.html"
        file.write_text(page, encoding="utf-8")
        take_shot(file, picture, width=WIDTH, height=height)
    click.echo(f"{picture}: {len(panels)} panels, {picture.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
