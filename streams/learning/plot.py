"""The calibration plot: what a scorer claims against what comes true, for a terminal and as a picture."""

from collections.abc import Iterable, Sequence
from typing import Final

from streams.learning.evaluation import CalibrationBin

WIDTH: Final = 30
"""Signs of a bar in a terminal."""

_SIZE: Final = 320
_EDGE: Final = 40


def draw_bars(bins: Sequence[CalibrationBin]) -> list[str]:
    """A line for each bin: `|` where its claim is, `#` as far as it was right."""
    lines = []
    for part in bins:
        bar = list("#" * round(part.right * WIDTH) + "." * (WIDTH - round(part.right * WIDTH)))
        bar[min(WIDTH - 1, int(part.confidence * WIDTH))] = "|"
        lines.append(
            f"claims {part.confidence:4.0%}  {''.join(bar)}  right {part.right:4.0%} of {part.texts:,}"
        )
    return lines


def draw_picture(bins: Sequence[CalibrationBin], title: str) -> str:
    """The same as SVG: dots on the diagonal are claims that come true; larger dots are more texts."""
    most = max((part.texts for part in bins), default=1)
    end = _EDGE + _SIZE

    def place(part: CalibrationBin) -> str:
        x, y = _EDGE + part.confidence * _SIZE, end - part.right * _SIZE
        what = f"claims {part.confidence:.0%}, right {part.right:.0%} of {part.texts}"
        radius = 3 + 9 * (part.texts / most) ** 0.5
        return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="#c0392b"><title>{what}</title></circle>'

    return "\n".join(_frame(title, (place(part) for part in bins)))


def _frame(title: str, dots: Iterable[str]) -> Iterable[str]:
    end, whole = _EDGE + _SIZE, _SIZE + 2 * _EDGE
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-family="sans-serif" font-size="12">'
    yield f'<rect width="{whole}" height="{whole}" fill="white"/>'
    yield f'<path d="M{_EDGE} {_EDGE}V{end}H{end}" fill="none" stroke="#333"/>'
    yield f'<path d="M{_EDGE} {end}L{end} {_EDGE}" stroke="#999" stroke-dasharray="4"/>'
    yield f'<text x="{_EDGE}" y="24">{_escape(title)}</text>'
    yield f'<text x="{end}" y="{end + 24}" text-anchor="end">confidence claimed</text>'
    yield f'<text x="14" y="{_EDGE}" transform="rotate(-90 14 {_EDGE})" text-anchor="end">share that was right</text>'
    yield from dots
    yield "</svg>"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
