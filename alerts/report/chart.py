"""Charts as inline SVG: they need no script, no font and no network, and print."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from html import escape
from typing import Final

from alerts.report.story import Bucket

WIDTH: Final = 760
HEIGHT: Final = 250
LEFT: Final = 44
TOP: Final = 58
BOTTOM: Final = 26
ROW: Final = 22
LABELS: Final = 120
BARS_SHOWN: Final = 8
LANES: Final = 4
"""Rows for the names of marks, so that those close together can be read."""
LETTER: Final = 6
"""Width of a letter, about."""
TOGETHER: Final = 3
"""Marks closer than this are one line."""
APART: Final = 8
"""Between the name of a mark and the next in its row."""
_WIDE: Final = "\u2e80"
"""From here on signs are twice as wide."""

Marks = Sequence[tuple[str, datetime]]


def draw_talk(
    buckets: Sequence[Bucket],
    length: timedelta,
    marks: Marks,
    names: tuple[str, str],
    title: str,
    *,
    zone: tzinfo = UTC,
) -> str:
    """Draw negative mentions over time, those against AI-made content in front, and the incident's marks.

    Args:
        buckets: without gaps, in order.
        length: of each bucket.
        marks: what to name on the time axis; those outside of it are left out.
        names: of the two series.
        title: for those who cannot see the chart.
        zone: of the times at its edges.
    """
    if not buckets:
        return ""
    start, end = buckets[0].start, buckets[-1].start + length
    most = max([1, *(bucket.negative for bucket in buckets)])
    plot = WIDTH - LEFT - 8
    floor = HEIGHT - BOTTOM

    def x(at: datetime) -> float:
        return LEFT + plot * ((at - start) / (end - start))

    def tall(count: int) -> float:
        return (floor - TOP) * count / most

    wide = max(plot / len(buckets) - 1, 0.5)
    parts = [
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH - 8}" y1="{floor - tall(count):.1f}" y2="{floor - tall(count):.1f}"/>'
        f'<text class="axis" x="{LEFT - 6}" y="{floor - tall(count) + 4:.1f}" text-anchor="end">{count}</text>'
        for count in sorted({0, most // 2, most})
    ]
    for bucket in buckets:
        for kind, count in (("negative", bucket.negative), ("backlash", bucket.backlash)):
            if count:
                parts.append(
                    f'<rect class="{kind}" x="{x(bucket.start):.1f}" y="{floor - tall(count):.1f}" '
                    f'width="{wide:.1f}" height="{tall(count):.1f}"/>'
                )
    parts += _draw_marks([(name, x(at)) for name, at in marks if start <= at <= end], floor)
    form = "%d %b %H:%M"
    parts += [
        f'<text class="axis" x="{LEFT}" y="{HEIGHT - 8}">{start.astimezone(zone):{form}}</text>',
        f'<text class="axis" x="{WIDTH - 8}" y="{HEIGHT - 8}" text-anchor="end">{end.astimezone(zone):{form}}</text>',
        _draw_legend(names),
    ]
    return _wrap(parts, HEIGHT, title)


def draw_bars(counts: Mapping[str, int], title: str) -> str:
    """Draw a few counts as bars, the largest first."""
    shown = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:BARS_SHOWN]
    if not shown:
        return ""
    most = max([1, *(count for _, count in shown)])
    parts = []
    for row, (name, count) in enumerate(shown):
        y = row * ROW
        wide = (WIDTH / 2 - LABELS - 40) * count / most
        parts.append(
            f'<text class="axis" x="{LABELS - 8}" y="{y + 15}" text-anchor="end">{escape(name)}</text>'
            f'<rect class="negative" x="{LABELS}" y="{y + 3}" width="{max(wide, 1):.1f}" height="{ROW - 6}"/>'
            f'<text class="axis" x="{LABELS + wide + 6:.1f}" y="{y + 15}">{count}</text>'
        )
    return _wrap(parts, len(shown) * ROW, title, width=WIDTH // 2)


def _join_marks(marks: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Marks in their order; those that stand on one line share a name."""
    joined: list[tuple[str, float]] = []
    for name, x in sorted(marks, key=lambda mark: mark[1]):
        if joined and x - joined[-1][1] < TOGETHER:
            joined[-1] = (f"{joined[-1][0]}, {name}", joined[-1][1])
        else:
            joined.append((name, x))
    return joined


def _draw_marks(marks: Sequence[tuple[str, float]], floor: float) -> list[str]:
    parts = []
    ends = [0.0] * LANES
    for name, x in _join_marks(marks):
        wide = sum(2 * LETTER if sign >= _WIDE else LETTER for sign in name) + APART
        anchor, shift, begin = ("end", -3, x - wide) if x > WIDTH - wide else ("start", 3, x)
        lane = next((number for number, end in enumerate(ends) if begin >= end), ends.index(min(ends)))
        ends[lane] = begin + wide
        y = 12 + lane * 12
        parts.append(
            f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="{y - 8}" y2="{floor}"/>'
            f'<text class="name" x="{x + shift:.1f}" y="{y}" text-anchor="{anchor}">{escape(name)}</text>'
        )
    return parts


def _draw_legend(names: tuple[str, str]) -> str:
    y, parts, at = HEIGHT - 8, [], WIDTH / 2 - 130
    for kind, name in zip(("negative", "backlash"), names, strict=True):
        parts.append(
            f'<rect class="{kind}" x="{at:.0f}" y="{y - 9}" width="10" height="10"/>'
            f'<text class="axis" x="{at + 15:.0f}" y="{y}">{escape(name)}</text>'
        )
        at += 90
    return "".join(parts)


def _wrap(parts: Sequence[str], height: int, title: str, *, width: int = WIDTH) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>{"".join(parts)}</svg>'
    )
