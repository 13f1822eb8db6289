"""The sheet: a dashboard with its answers as one web page, in Grafana's layout."""

from collections.abc import Sequence
from html import escape
from typing import Final

from tests.pictures.figures import COLOURS, find_colour, find_text, write_figure
from tests.pictures.panels import Panel, Series, Span
from tests.pictures.plot import draw_lines, draw_states

WIDTH: Final = 1416
"""Of the page."""
_COLUMNS: Final = 24
_CELL: Final = 30
_GAP: Final = 8
_MARGIN: Final = 12
_HEAD: Final = 34
"""A panel's title."""
_TITLE: Final = 44
"""The dashboard's."""
_LEGEND: Final = 24
_LETTER: Final = 6.4

_STYLE: Final = """
body { margin: 0; background: #111217; color: #ccccdc; font: 12px Inter, "Liberation Sans", sans-serif; }
h1 { position: absolute; left: 14px; top: 10px; margin: 0; font-size: 18px; font-weight: 500; } h1 small { color: #8e8e8e; font-size: 14px; margin-left: 12px; }
section { position: absolute; background: #181b1f; border: 1px solid #24272e; border-radius: 2px; box-sizing: border-box; overflow: hidden; }
h2 { margin: 0; padding: 8px 10px 6px; font-size: 14px; font-weight: 500; line-height: 18px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
section.row { background: none; border: none; } section.row h2 { font-size: 16px; padding: 6px 2px; }
.tiles { display: flex; gap: 6px; padding: 0 8px 8px; box-sizing: border-box; } .tiles.down { flex-direction: column; }
.tile { flex: 1 1 0; display: flex; flex-direction: column; align-items: center; justify-content: center; min-width: 0; min-height: 0; border-radius: 2px; text-align: center; }
.down .tile { flex-direction: row; justify-content: space-between; padding: 0 12px; }
.tile b { font-weight: 500; line-height: 1.2; } .tile span { max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
.none { display: flex; align-items: center; justify-content: center; color: #8e8e8e; font-size: 16px; }
.bar { display: flex; align-items: center; gap: 8px; padding: 3px 12px; } .bar i { height: 100%; display: block; } .bar div { flex: 1; background: #22252b; }
.legend { padding: 0 10px; display: flex; flex-wrap: wrap; gap: 0 14px; overflow: hidden; } .legend i { display: inline-block; width: 14px; height: 4px; border-radius: 2px; margin-right: 6px; vertical-align: 3px; }
.legend span { line-height: 22px; white-space: nowrap; }
svg { display: block; font-size: 11.5px; }
"""


def draw_sheet(title: str, said: str, panels: Sequence[Panel], span: Span) -> tuple[str, int]:
    """Draw the whole page; returns it with its height."""
    column = (WIDTH - 2 * _MARGIN + _GAP) / _COLUMNS
    parts, bottom = [], 0
    for panel in panels:
        grid = panel.source["gridPos"]
        width, height = round(grid["w"] * column) - _GAP, grid["h"] * (_CELL + _GAP) - _GAP
        top = _TITLE + grid["y"] * (_CELL + _GAP)
        place = f"left:{_MARGIN + round(grid['x'] * column)}px;top:{top}px;width:{width}px;height:{height}px"
        bottom = max(bottom, top + height + _MARGIN)
        is_row = panel.source["type"] == "row"
        heading = f"<h2>{'▾ ' if is_row else ''}{escape(panel.source['title'])}</h2>"
        inner = "" if is_row else _draw_panel(panel, span, width - 2, height - _HEAD - 2)
        sort = ' class="row"' if is_row else ""
        parts.append(f'<section{sort} style="{place}">{heading}{inner}</section>')
    head = f"<h1>{escape(title)}<small>{escape(said)}</small></h1>"
    page = f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style>{head}{"".join(parts)}'
    return page, bottom


def _draw_panel(panel: Panel, span: Span, width: int, height: int) -> str:
    if not panel.series:
        words = panel.defaults.get("noValue", "No data")
        return f'<div class="none" style="height:{height}px">{escape(words)}</div>'
    match panel.source["type"]:
        case "stat":
            return _draw_tiles(panel, width, height)
        case "bargauge":
            return _draw_bars(panel, height)
        case "state-timeline":
            return draw_states(panel, span, width, height)
        case "timeseries":
            legend, rows = _draw_legend(panel.series, width)
            return draw_lines(panel, span, width, height - rows * 22 - 4) + legend
    raise ValueError(f"panels of type `{panel.source['type']}` are not drawn yet")


def _draw_legend(series: Sequence[Series], width: int) -> tuple[str, int]:
    """Names below the plot, and how many lines they take; Grafana scrolls what is beyond a third of the panel."""
    rows, room = 1, width - 20.0
    for one in series:
        needed = len(one.name) * _LETTER + 34
        if needed > room:
            rows, room = rows + 1, width - 20.0
        room -= needed
    rows = min(rows, 3)
    names = "".join(
        f'<span><i style="background:{one.colour}"></i>{escape(one.name)}</span>' for one in series
    )
    return f'<div class="legend" style="height:{rows * 22}px">{names}</div>', rows


def _tell(panel: Panel, value: float) -> tuple[str, str]:
    """What is written for a value, and its colour."""
    meant = find_text(value, panel.defaults.get("mappings", ()))
    text = write_figure(value, panel.defaults["unit"], panel.defaults.get("decimals"))
    colour = find_colour(value, panel.steps) if panel.steps else COLOURS["green"]
    return meant or (text, colour)


def _draw_tiles(panel: Panel, width: int, height: int) -> str:
    """Side by side in a wide panel, below each other in a high one; as large as there is room for."""
    options, told = panel.source["options"], [_tell(panel, one.last) for one in panel.series]
    named = len(told) > 1 or options["textMode"] == "value_and_name"
    across = width > height or len(told) == 1
    wide = (width / len(told) if across else width) - 18
    high = (height if across else height / len(told)) - 10
    longest = max(len(text) for text, _ in told)
    size = max(12.0, min(high * (0.45 if named else 0.6), wide / (0.68 * longest), 60.0))
    small = max(
        11.0, min(size * 0.55, 16.0, wide / (0.56 * max(1, *(len(one.name) for one in panel.series))))
    )
    tiles = []
    for one, (text, colour) in zip(panel.series, told, strict=True):
        filled = options["colorMode"] == "background"
        look = f"background:{colour};color:#111217" if filled else f"color:{colour}"
        name = f'<span style="font-size:{small:.0f}px;{"" if filled else "color:#ccccdc"}">{escape(one.name)}</span>'
        value = f'<b style="font-size:{size:.0f}px">{escape(text)}</b>'
        tiles.append(f'<div class="tile" style="{look}">{name if named else ""}{value}</div>')
    return f'<div class="tiles{"" if across else " down"}" style="height:{height}px">{"".join(tiles)}</div>'


def _draw_bars(panel: Panel, height: int) -> str:
    room = min(height / len(panel.series), 60.0)
    most = max(one.last for one in panel.series) or 1.0
    named = max(len(one.name) for one in panel.series) * _LETTER
    bars = []
    for one in panel.series:
        text, colour = _tell(panel, one.last)
        bars.append(
            f'<div class="bar" style="height:{room - 6:.0f}px"><span style="width:{named:.0f}px">{escape(one.name)}</span>'
            f'<div style="height:70%"><i style="width:{one.last / most:.1%};background:{colour}"></i></div>'
            f'<b style="color:{colour}">{escape(text)}</b></div>'
        )
    return "".join(bars)
