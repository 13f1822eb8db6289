"""The vocabulary of the receiver's metrics; a dashboard may use these names and no others."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Outcome(StrEnum):
    """What became of a delivery."""

    TAKEN = "taken"
    """Kafka has it: 200."""
    UNSIGNED = "unsigned"
    """No signature, or a wrong one: 401."""
    TOO_LARGE = "too_large"
    """413."""
    TOO_MANY = "too_many"
    """429."""
    UNREADABLE = "unreadable"
    """400, 408 or 415."""
    UNAVAILABLE = "unavailable"
    """Kafka, or a platform asked for more, does not answer: 503; the sender delivers again."""


class Event(StrEnum):
    """What became of one event of a delivery that was taken."""

    NEW = "new"
    EDITED = "edited"
    DELETED = "deleted"
    OWN = "own"
    """The brand's own words: kept, not counted."""
    IGNORED = "ignored"
    UNREAD = "unread"
    """In `mentions.dead`."""


class ReceiverMetrics:
    """Counts for every configured hook; `source` is the connector's name in the configuration."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.deliveries = Counter(
            "crisis_receiver_deliveries",
            "Deliveries by what became of them.",
            ("source", "outcome"),
            registry=registry,
        )
        self.events = Counter(
            "crisis_receiver_events",
            "Events of the deliveries taken, by what became of them.",
            ("source", "event"),
            registry=registry,
        )
        self.delivery_seconds = Histogram(
            "crisis_receiver_delivery_seconds",
            "From a delivery's first byte to its answer.",
            ("source",),
            buckets=_SECONDS,
            registry=registry,
        )
        self.strangers = Counter(
            "crisis_receiver_strangers", "Requests to addresses that are no hook.", registry=registry
        )
        self.up = Gauge(
            "crisis_receiver_up",
            "1 while Kafka acknowledges what the receiver sends, 0 else.",
            registry=registry,
        )

    def create_labels(self, sources: Iterable[str]) -> None:
        """Make every label set at the start, so that a rate is 0 and not absent."""
        for source in sources:
            self.delivery_seconds.labels(source)
            for outcome in Outcome:
                self.deliveries.labels(source, outcome)
            for event in Event:
                self.events.labels(source, event)
        self.up.set(0)
