"""Panels: a dashboard's JSON, asked of a real Prometheus as Grafana asks."""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol

from tests.pictures.figures import CLASSIC, COLOURS

SCRAPED_EVERY: Final = timedelta(seconds=15)
"""`timeInterval` of grafana/provisioning/datasources/prometheus.yaml."""
_POINTS: Final = 55
"""A column's width in points; Grafana asks for no more of them than it can draw."""
_STEPS: Final = (1, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 21600)
_UNITS: Final = {"s": 1, "m": 60, "h": 3600}


class Peer(Protocol):
    """Answers PromQL."""

    def query_range(self, expression: str, begins: float, ends: float, step: float) -> list[Any]: ...

    def query_at(self, expression: str, at: float) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Span:
    """The time range of a dashboard."""

    begins: datetime
    ends: datetime

    def step_of(self, columns: int, least: str) -> int:
        """Seconds between two points of a panel, which may say how many they are at least, as `5m`."""
        wanted = int(least[:-1]) * _UNITS[least[-1]] if least else 0
        drawn = (self.ends - self.begins).total_seconds() / (columns * _POINTS)
        return next(step for step in _STEPS if step >= max(wanted, drawn, SCRAPED_EVERY.total_seconds()))


@dataclass(frozen=True, slots=True)
class Series:
    """One line, tile or bar."""

    name: str
    colour: str
    """What it has of its own, where neither thresholds nor words colour it."""
    points: Sequence[tuple[float, float]]
    """Seconds and value; what is not there was not answered."""

    @property
    def last(self) -> float:
        return self.points[-1][1]


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel with its answers."""

    source: Mapping[str, Any]
    """As in the JSON."""
    series: Sequence[Series]
    step: int = 0

    @property
    def defaults(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.source["fieldConfig"]["defaults"]
        return found

    @property
    def custom(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.defaults.get("custom", {})
        return found

    @property
    def steps(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.defaults.get("thresholds", {}).get("steps", ())
        return found


def read_dashboard(path: Path) -> Mapping[str, Any]:
    dashboard: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return dashboard


def ask_panels(dashboard: Mapping[str, Any], peer: Peer, span: Span, lane: str) -> Iterator[Panel]:
    """Every panel with its answers, rows among them, from the top."""
    for source in sorted(dashboard["panels"], key=lambda one: (one["gridPos"]["y"], one["gridPos"]["x"])):
        if source["type"] == "row":
            yield Panel(source, ())
        else:
            yield _ask_panel(source, peer, span, lane)


def _ask_panel(source: Mapping[str, Any], peer: Peer, span: Span, lane: str) -> Panel:
    begins, ends = span.begins.timestamp(), span.ends.timestamp()
    found: list[tuple[str, Sequence[tuple[float, float]]]] = []
    step = 0
    for target in source["targets"]:
        step = span.step_of(source["gridPos"]["w"], target.get("interval", ""))
        query = _fill(target["expr"], step, span, lane)
        if target.get("instant"):
            answer = [{**one, "values": [one["value"]]} for one in peer.query_at(query, ends)]
        else:
            answer = peer.query_range(query, begins - begins % step, ends - ends % step, step)
        for one in answer:
            points = [(float(at), float(value)) for at, value in one["values"]]
            known = [point for point in points if math.isfinite(point[1])]
            if known:
                found.append((_name(target["legendFormat"], one["metric"]), known))
    coloured = _fix_colours(source)
    return Panel(
        source,
        [
            Series(name, coloured.get(name) or COLOURS[CLASSIC[number % len(CLASSIC)]], points)
            for number, (name, points) in enumerate(found)
        ],
        step,
    )


def _fill(expression: str, step: int, span: Span, lane: str) -> str:
    scraped = int(SCRAPED_EVERY.total_seconds())
    seconds = int((span.ends - span.begins).total_seconds())
    variables = {
        "$__rate_interval": f"{max(step + scraped, 4 * scraped)}s",
        "$__range": f"{seconds}s",
        "$lane": lane,
        "$brand": ".*",
    }
    for variable, value in variables.items():
        expression = expression.replace(variable, value)
    return expression


def _name(form: str, labels: Mapping[str, str]) -> str:
    return re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda found: labels.get(found[1], ""), form)


def _fix_colours(source: Mapping[str, Any]) -> Mapping[str, str]:
    """Colours that the panel gives to series by their names."""
    return {
        name: COLOURS.get(one["value"]["fixedColor"], one["value"]["fixedColor"])
        for override in source["fieldConfig"]["overrides"]
        if override["matcher"]["id"] == "byNames"
        for one in override["properties"]
        if one["id"] == "color"
        for name in override["matcher"]["options"]["names"]
    }
