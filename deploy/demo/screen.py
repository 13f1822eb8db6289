"""The screen: what the demo shows while it runs, as a picture or as lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from rich.box import ROUNDED, SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from deploy.view import BrandView, LaneView, share
from streams.detector import Mood

MOOD_STYLES: Final[Mapping[Mood, str]] = {
    Mood.WARMING_UP: "blue",
    Mood.CALM: "green",
    Mood.WATCH: "yellow",
    Mood.SPIKE: "bold white on red",
    Mood.CANNOT_TELL: "magenta",
}
_BARS: Final = " ▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Scene:
    """All that one picture needs."""

    title: str
    phase: str
    view: LaneView
    begins: datetime
    ends: datetime
    moods: Mapping[str, Mood] = field(default_factory=dict)
    command: str = "crisis demo"

    @property
    def done(self) -> float:
        """Part of the simulated time that has been judged."""
        if self.view.judged is None:
            return 0.0
        return min(1.0, max(0.0, (self.view.judged - self.begins) / (self.ends - self.begins)))


def draw(scene: Scene) -> RenderableType:
    """Draw the whole picture."""
    clock = stamp(scene.view.judged) if scene.view.judged else "–"
    head = Table.grid(expand=True, padding=(0, 1))
    head.add_column(width=42, no_wrap=True)
    head.add_column(ratio=1)
    head.add_column(justify="right", no_wrap=True)
    head.add_row(
        Text.assemble(("simulated time  ", "dim"), (clock, "bold")),
        ProgressBar(total=1.0, completed=scene.done, complete_style="cyan", finished_style="cyan"),
        Text.assemble((f"{scene.view.mentions:,}", "bold"), (" mentions", "dim")),
    )
    body = Group(head, _draw_brands(scene), Text.assemble(("▶ ", "cyan"), scene.phase))
    return Panel(
        body,
        title=f"[bold]{scene.command}[/] · {scene.title}",
        title_align="left",
        box=ROUNDED,
        border_style="cyan",
    )


def _draw_brands(scene: Scene) -> Table:
    table = Table(box=SIMPLE_HEAD, expand=True, padding=(0, 1), header_style="dim")
    table.add_column("brand", no_wrap=True)
    table.add_column("mood", no_wrap=True, min_width=12)
    for title in ("mentions", "negative,\nlast hour", "unscored,\nlast hour"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("negative\nmentions, by hour", ratio=1, no_wrap=True)
    for name, brand in scene.view.brands.items():
        mood = scene.moods.get(name)
        recent = brand.recent
        table.add_row(
            Text(name, style="bold"),
            Text(f" {mood} ", style=MOOD_STYLES[mood]) if mood else Text("–", style="dim"),
            f"{brand.total.mentions:,}",
            percent(share(recent.negative, recent.mentions - recent.unscored)),
            percent(share(recent.unscored, recent.mentions)),
            Text(_curve(brand), style="red"),
        )
    return table


def _curve(brand: BrandView) -> str:
    return sparkline([counts.negative for counts in brand.curve()])


def sparkline(values: Sequence[int]) -> str:
    """One character a value; the highest is full, and zero is empty."""
    top = max(values, default=0)
    steps = len(_BARS) - 1
    return "".join(_BARS[-(-value * steps // top)] if top else _BARS[0] for value in values)


def write_line(scene: Scene) -> str:
    """The same as a line, for a terminal that cannot be redrawn."""
    clock = stamp(scene.view.judged) if scene.view.judged else "–"
    brands = [
        f"{name}: {scene.moods.get(name, '–')}, negative {percent(share(recent.negative, recent.mentions - recent.unscored))},"
        f" unscored {percent(share(recent.unscored, recent.mentions))}"
        for name, brand in scene.view.brands.items()
        for recent in (brand.recent,)
    ]
    return f"{clock} · {scene.view.mentions:,} mentions · {' · '.join(brands)} · {scene.phase}"


def stamp(at: datetime) -> str:
    return f"{at:%a %d %b %Y %H:%M} UTC"


def percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"
