"""The desk's metrics: every name a dashboard may use."""

from enum import StrEnum

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Outcome(StrEnum):
    """What became of a gesture; a label of metrics."""

    RECORDED = "recorded"
    SHOWN = "shown"
    """A form, a status, a help."""
    INVALID = "invalid"
    """A form with something missing: it stayed open."""
    UNKNOWN_PERSON = "unknown_person"
    NOT_RECORDED = "not_recorded"
    """Kafka did not answer; the person was told."""
    FORGED = "forged"
    REPLAYED = "replayed"
    UNREADABLE = "unreadable"


class DeskMetrics:
    """Counts gestures and how long people waited for an answer."""

    def __init__(self, registry: CollectorRegistry, *, lane: str) -> None:
        self._lane = lane
        self.gestures = Counter(
            "crisis_desk_gestures_total",
            "What people did in Slack, by what became of it.",
            ["lane", "outcome"],
            registry=registry,
        )
        self.seconds = Histogram(
            "crisis_desk_answer_seconds",
            "From Slack's request to our answer; Slack gives up after 3.",
            ["lane"],
            registry=registry,
            buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 10),
        )
        self.open_incidents = Gauge(
            "crisis_desk_open_incidents",
            "Incidents that the desk knows to be open.",
            ["lane"],
            registry=registry,
        )
        for outcome in Outcome:
            self.gestures.labels(lane, outcome)
        self.seconds.labels(lane)
        self.open_incidents.labels(lane)

    def note(self, outcome: Outcome) -> None:
        self.gestures.labels(self._lane, outcome).inc()

    def note_answer(self, seconds: float) -> None:
        self.seconds.labels(self._lane).observe(seconds)

    def show_open(self, count: int) -> None:
        self.open_incidents.labels(self._lane).set(count)
