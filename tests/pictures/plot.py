"""Plots: a panel over time as SVG, lines or states, as Grafana draws them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from deploy.ticks import choose_moments, choose_values
from tests.pictures.figures import find_colour, find_text, write_figure
from tests.pictures.panels import Panel, Series, Span

_RIGHT: Final = 8
_TOP: Final = 6
_BOTTOM: Final = 20
_LETTER: Final = 6.2
"""Width of a letter of the axes, about."""
_DIM: Final = "#8e8e8e"
_GRID: Final = "#2c3038"


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a plot stands within its picture, and what its axes span."""

    width: int
    height: int
    left: int
    span: Span
    low: float
    high: float

    def x(self, at: float) -> float:
        begins, ends = self.span.begins.timestamp(), self.span.ends.timestamp()
        return round(self.left + (at - begins) / (ends - begins) * (self.width - self.left - _RIGHT), 1)

    def y(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.height - _BOTTOM - share * (self.height - _TOP - _BOTTOM), 1)


def draw_lines(panel: Panel, span: Span, width: int, height: int) -> str:
    """Draw the lines of a panel; stacked where it says so."""
    layers = _stack(panel.series) if _is_stacked(panel) else [(one, None) for one in panel.series]
    decimals = panel.defaults.get("decimals")
    ticks = _value_ticks(panel, [value for one, _ in layers for _, value in one.points], height)
    labels = [write_figure(tick, panel.defaults["unit"], decimals) for tick in ticks]
    left = max(26, round(max(map(len, labels)) * _LETTER) + 10)
    frame = Frame(width, height, left, span, ticks[0], ticks[-1])
    parts = [*_draw_axes(frame, ticks, labels)]
    for series, ground in layers:
        parts += _draw_series(panel, frame, series, ground)
    if panel.custom.get("thresholdsStyle", {}).get("mode") == "line":
        for step in panel.steps:
            if step["value"] is not None and frame.low <= step["value"] <= frame.high:
                y, colour = frame.y(step["value"]), find_colour(step["value"], panel.steps)
                parts.append(f'<path d="M{frame.left} {y}H{width - _RIGHT}" stroke="{colour}"/>')
    return _wrap(parts, width, height)


def draw_states(panel: Panel, span: Span, width: int, height: int) -> str:
    """Draw what each series stood at, as coloured stretches with their words."""
    left = round(max(len(one.name) for one in panel.series) * _LETTER) + 18
    frame = Frame(width, height, left, span, 0, 1)
    room = (height - _BOTTOM) / len(panel.series)
    parts = [*_draw_times(frame)]
    for number, series in enumerate(panel.series):
        top = round(number * room + room * 0.1, 1)
        parts.append(_write(left - 8, top + room * 0.4 + 4, series.name, "end", "#ccccdc"))
        for begins, ends, value in _merge(series.points, panel.step):
            word, colour = find_text(value, panel.defaults.get("mappings", ())) or (f"{value:g}", _DIM)
            x, far = frame.x(begins), min(frame.x(ends), width - _RIGHT)
            parts.append(
                f'<rect x="{x}" y="{top}" width="{far - x:.1f}" height="{room * 0.8:.1f}" fill="{colour}" fill-opacity=".75"/>'
            )
            if len(word) * _LETTER + 8 < far - x:
                parts.append(_write((x + far) / 2, top + room * 0.4 + 4, word, "middle", "#111217"))
    return _wrap(parts, width, height)


def _is_stacked(panel: Panel) -> bool:
    return bool(panel.custom.get("stacking", {}).get("mode") == "normal")


def _stack(series: Sequence[Series]) -> list[tuple[Series, Series | None]]:
    """Each with what it stands on; the uppermost first, so that the lower ones lie over it."""
    stacked: list[tuple[Series, Series | None]] = []
    for one in series:
        ground = stacked[-1][0] if stacked else None
        below = dict(ground.points) if ground else {}
        summed = [(at, value + below.get(at, 0.0)) for at, value in one.points]
        stacked.append((Series(one.name, one.colour, summed), ground))
    return stacked


def _value_ticks(panel: Panel, values: Sequence[float], height: int) -> Sequence[float]:
    low = panel.defaults.get("min", min(values))
    high = panel.defaults.get("max", max(values))
    is_counted = panel.defaults["unit"] == "short" and panel.defaults.get("decimals") == 0
    return choose_values(low, high, max(2, height // 45), whole=is_counted)


def _draw_axes(frame: Frame, ticks: Sequence[float], labels: Sequence[str]) -> Iterator[str]:
    for tick, label in zip(ticks, labels, strict=True):
        y = frame.y(tick)
        yield f'<path d="M{frame.left} {y}H{frame.width - _RIGHT}" stroke="{_GRID}"/>'
        yield _write(frame.left - 6, y + 4, label, "end", _DIM)
    yield from _draw_times(frame)


def _draw_times(frame: Frame) -> Iterator[str]:
    for at in choose_moments(frame.span.begins, frame.span.ends, (frame.width - frame.left) // 75):
        x = frame.x(at.timestamp())
        yield f'<path d="M{x} {_TOP}V{frame.height - _BOTTOM}" stroke="{_GRID}"/>'
        if frame.left < x < frame.width - 16:
            yield _write(x, frame.height - 5, f"{at:%H:%M}", "middle", _DIM)


def _draw_series(panel: Panel, frame: Frame, series: Series, ground: Series | None) -> Iterator[str]:
    below = dict(ground.points) if ground else {}
    opacity, thick = panel.custom.get("fillOpacity", 0) / 100, panel.custom.get("lineWidth", 1)
    shows_points = panel.custom.get("showPoints") == "always"
    for stretch in _split([one for one in series.points if frame.x(one[0]) >= frame.left], panel.step):
        for at, value in stretch if shows_points or len(stretch) == 1 else ():
            yield f'<circle cx="{frame.x(at)}" cy="{frame.y(value)}" r="2.5" fill="{series.colour}"/>'
        line = " ".join(f"{frame.x(at)},{frame.y(value)}" for at, value in stretch)
        floor = " ".join(f"{frame.x(at)},{frame.y(below.get(at, 0.0))}" for at, _ in reversed(stretch))
        yield f'<polygon points="{line} {floor}" fill="{series.colour}" fill-opacity="{opacity}"/>'
        yield f'<polyline points="{line}" fill="none" stroke="{series.colour}" stroke-width="{thick}"/>'


def _split(points: Sequence[tuple[float, float]], step: int) -> Iterator[list[tuple[float, float]]]:
    """Stretches without a gap: Grafana leaves out what was not answered."""
    stretch: list[tuple[float, float]] = []
    for point in points:
        if stretch and point[0] - stretch[-1][0] > step:
            yield stretch
            stretch = []
        stretch.append(point)
    if stretch:
        yield stretch


def _merge(points: Sequence[tuple[float, float]], step: int) -> Iterator[tuple[float, float, float]]:
    """Beginning, end and value of what stays the same."""
    for stretch in _split(points, step):
        begins, value = stretch[0]
        for at, now in stretch[1:]:
            if now != value:
                yield begins, at, value
                begins, value = at, now
        yield begins, stretch[-1][0] + step, value


def _write(x: float, y: float, words: str, anchor: str, colour: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'


def _wrap(parts: Sequence[str], width: int, height: int) -> str:
    return f'<svg width="{width}" height="{height}">{"".join(parts)}</svg>'
