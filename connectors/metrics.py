"""The vocabulary of connector metrics; a dashboard may use these names and no others."""

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from connectors.due import Due
from connectors.errors import (
    ConnectorError,
    MisconfiguredError,
    PermanentError,
    TransientError,
    UnexpectedError,
    UnreadableError,
)

_SWEEP_BUCKETS: Final = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)


class Failure(StrEnum):
    """Why a sweep failed."""

    TRANSIENT = "transient"
    RATE_LIMITED = "rate_limited"
    """Transient, and the platform named a time."""
    PERMANENT = "permanent"
    MISCONFIGURED = "misconfigured"
    UNREADABLE = "unreadable"
    UNEXPECTED = "unexpected"
    """A fault of this program's own."""

    @classmethod
    def of(cls, error: ConnectorError) -> "Failure":
        """The label under which an error is counted."""
        match error:
            case TransientError(retry_after=wait) if wait is not None:
                return cls.RATE_LIMITED
            case PermanentError():
                return cls.PERMANENT
            case MisconfiguredError():
                return cls.MISCONFIGURED
            case UnreadableError():
                return cls.UNREADABLE
            case UnexpectedError():
                return cls.UNEXPECTED
            case _:
                return cls.TRANSIENT


class ConnectorMetrics:
    """Counts for every configured source; `source` is the connector's name in the configuration."""

    def __init__(self, registry: CollectorRegistry) -> None:
        label = ("source",)
        self.mentions = Counter(
            "crisis_connector_mentions", "Mentions acknowledged by Kafka.", label, registry=registry
        )
        self.pages = Counter(
            "crisis_connector_pages", "Pages acknowledged by Kafka.", label, registry=registry
        )
        self.bytes = Counter(
            "crisis_connector_page_bytes",
            "Bytes of the pages acknowledged by Kafka, before compression.",
            label,
            registry=registry,
        )
        self.sweep_seconds = Histogram(
            "crisis_connector_sweep_seconds",
            "From the first request of a sweep to its saved cursor.",
            label,
            buckets=_SWEEP_BUCKETS,
            registry=registry,
        )
        self.failures = Counter(
            "crisis_connector_failures",
            "Sweeps that failed, by reason.",
            ("source", "reason"),
            registry=registry,
        )
        self.lag_seconds = Gauge(
            "crisis_connector_lag_seconds",
            "How far the source's last heartbeat is behind the clock.",
            label,
            registry=registry,
        )
        self.read = Counter(
            "crisis_connector_read", "Things looked at, about a brand or not.", label, registry=registry
        )
        self.unreadable = Counter(
            "crisis_connector_unreadable", "Things that could not be read.", label, registry=registry
        )
        self.paid_posts = Counter(
            "crisis_connector_paid_posts",
            "Posts read that the platform charges for.",
            label,
            registry=registry,
        )
        self.paid_dollars = Counter(
            "crisis_connector_paid_dollars",
            "Money spent on the platform's API, at most.",
            label,
            registry=registry,
        )
        self.quota_ratio = Gauge(
            "crisis_connector_quota_ratio",
            "What is left of the platform's rate limit, from 0 to 1; NaN where it does not say.",
            label,
            registry=registry,
        )
        self.wait_seconds = Gauge(
            "crisis_connector_wait_seconds",
            "How long the source waits before it asks again after a failure; 0 while it works.",
            label,
            registry=registry,
        )
        self.overdue_seconds = Gauge(
            "crisis_connector_overdue_seconds",
            "How long a good look of the source has been due; 0 while it is not, or the platform has it wait.",
            label,
            registry=registry,
        )
        self.up = Gauge(
            "crisis_connector_up", "1 while the last sweep succeeded, 0 else.", label, registry=registry
        )

    def create_labels(self, sources: Iterable[str]) -> None:
        """Make every label set at the start, so that a rate is 0 and not absent."""
        for source in sources:
            for metric in (
                self.mentions,
                self.pages,
                self.bytes,
                self.sweep_seconds,
                self.read,
                self.unreadable,
                self.paid_posts,
                self.paid_dollars,
            ):
                metric.labels(source)
            for reason in Failure:
                self.failures.labels(source, reason)
            self.up.labels(source).set(0)
            self.wait_seconds.labels(source).set(0)
            self.overdue_seconds.labels(source).set(0)
            self.lag_seconds.labels(source).set(float("nan"))
            self.quota_ratio.labels(source).set(float("nan"))

    def follow_lag(self, source: str, upto: datetime, now: Callable[[], datetime]) -> None:
        """Let the lag grow from here on its own: a source that hangs must not look fresh."""
        self.lag_seconds.labels(source).set_function(partial(_measure_lag, upto, now))

    def follow_due(self, source: str, due: Due, now: Callable[[], datetime]) -> None:
        """Show from here on how late the source is, whatever becomes of its task."""
        self.overdue_seconds.labels(source).set_function(lambda: due.late_for(now()).total_seconds())


def _measure_lag(upto: datetime, now: Callable[[], datetime]) -> float:
    return (now() - upto).total_seconds()
