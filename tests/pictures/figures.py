"""Figures: a number as Grafana writes it, and the colour it gives it."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

COLOURS: Final[Mapping[str, str]] = {
    "green": "#73bf69",
    "semi-dark-yellow": "#f2cc0c",
    "light-blue": "#8ab8ff",
    "semi-dark-orange": "#ff780a",
    "red": "#f2495c",
    "blue": "#5794f2",
    "purple": "#b877d9",
    "violet": "#705da0",
    "dark-green": "#37872d",
    "yellow": "#fade2a",
    "orange": "#ff9830",
    "text": "#8e8e8e",
    "gray": "#8e8e8e",
}
"""Of the dark theme."""
CLASSIC: Final = tuple(COLOURS)[:10]
"""What series get one after the other, when a panel says nothing."""
_SCALES: Final = ((1e9, " Bil"), (1e6, " Mil"), (1e3, " K"))
_SPANS: Final = ((604_800, "weeks"), (86_400, "days"), (3_600, "hours"), (60, "mins"), (1, "s"))


def write_figure(value: float, unit: str, decimals: int | None = None) -> str:
    """Write a value in a panel's unit."""
    match unit:
        case "percentunit":
            return f"{_round(100 * value, decimals)}%"
        case "s":
            return _write_span(value, decimals)
        case "currencyUSD":
            return f"${_round(value, decimals)}"
        case "locale":
            return f"{value:,.{decimals or 0}f}"
        case "short":
            size, name = next((one for one in _SCALES if abs(value) >= one[0]), (1.0, ""))
            return _round(value / size, decimals if decimals is not None or not name else 2) + name
    raise ValueError(f"the unit `{unit}` is not drawn yet")


def _write_span(value: float, decimals: int | None) -> str:
    if 0 < abs(value) < 1:
        return f"{_round(1000 * value, decimals)} ms"
    size, name = next((one for one in _SPANS if abs(value) >= one[0]), _SPANS[-1])
    number = _round(value / size, decimals)
    return f"{number} {name[:-1] if number == '1' and name != 's' else name}"


def _round(value: float, decimals: int | None) -> str:
    """With as many places as asked for; without, so that three digits can be seen."""
    if decimals is not None:
        return f"{value:.{decimals}f}"
    places = 0 if value == 0 else max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:.{min(places, 5)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def find_colour(value: float, steps: Sequence[Mapping[str, Any]]) -> str:
    """Of the last threshold that the value reaches."""
    reached = [step for step in steps if step["value"] is None or value >= step["value"]]
    return COLOURS[reached[-1]["color"]]


def find_text(value: float, mappings: Sequence[Mapping[str, Any]]) -> tuple[str, str] | None:
    """Words and colour that stand for a value, where the panel has some."""
    for mapping in mappings:
        meant = mapping["options"].get(f"{value:g}") if mapping["type"] == "value" else None
        if meant is not None:
            return meant["text"], COLOURS[meant["color"]]
    return None
