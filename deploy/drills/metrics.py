"""The canary's metrics. They carry the lane whose installation it proves, not the lane it runs in."""

from datetime import datetime, timedelta
from enum import StrEnum

from prometheus_client import CollectorRegistry, Counter, Gauge


class Flight(StrEnum):
    """How a round of the canary ended."""

    ARRIVED = "arrived"
    LOST = "lost"


class CanaryMetrics:
    """What the canary says on `/metrics`.

    Args:
        registry: where they are registered; a fresh one for each test.
        lane: whose path is proven.
    """

    def __init__(self, registry: CollectorRegistry, *, lane: str = "live") -> None:
        self._lane = lane
        self.rounds = Counter(
            "crisis_canary_rounds_total", "Rounds of the canary.", ("lane", "outcome"), registry=registry
        )
        self.arrived_at = Gauge(
            "crisis_canary_last_arrival_seconds",
            "When the canary last came through, in seconds since 1970.",
            ("lane",),
            registry=registry,
        )
        self.took = Gauge(
            "crisis_canary_round_seconds",
            "How long the last arrival took, from first mention to delivered message.",
            ("lane",),
            registry=registry,
        )
        for flight in Flight:
            self.rounds.labels(lane, flight)

    def begin(self, at: datetime) -> None:
        """It has just started: silence counts from here, also when nothing ever arrives."""
        self.arrived_at.labels(self._lane).set(at.timestamp())

    def note_arrival(self, at: datetime, took: timedelta) -> None:
        self.rounds.labels(self._lane, Flight.ARRIVED).inc()
        self.arrived_at.labels(self._lane).set(at.timestamp())
        self.took.labels(self._lane).set(took.total_seconds())

    def note_loss(self) -> None:
        self.rounds.labels(self._lane, Flight.LOST).inc()
