"""The board: where one worker's metrics are hung up, each under the lane it works in."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_BUCKETS: Final = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3)
"""Seconds."""


class Board:
    """Makes metrics whose first label is the lane, so that a drill is never taken for the real thing."""

    def __init__(self, registry: CollectorRegistry, lane: str) -> None:
        self.lane = lane
        self._registry = registry

    def counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(name, text, ("lane", *labels), registry=self._registry)

    def gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(name, text, ("lane", *labels), registry=self._registry)

    def stopwatch(self, name: str, text: str) -> Histogram:
        return Histogram(name, text, ("lane",), registry=self._registry, buckets=_BUCKETS)


def show_known(metric: Gauge, labels: tuple[str, ...], value: float | None) -> None:
    """Show nothing for what nobody can tell, where 0 would be an answer."""
    if value is not None:
        metric.labels(*labels).set(value)
        return
    with suppress(KeyError):  # It was not shown.
        metric.remove(*labels)


def reset(metrics: Iterable[Gauge]) -> None:
    """Set each series that there is to 0."""
    for metric in metrics:
        for family in metric.collect():
            for sample in family.samples:
                metric.labels(**sample.labels).set(0)
