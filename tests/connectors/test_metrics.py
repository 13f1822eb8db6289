"""The vocabulary of metrics."""

import re
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry

from connectors.errors import (
    ConnectorError,
    GoneError,
    MisconfiguredError,
    PermanentError,
    TransientError,
    UnreadableError,
)
from connectors.metrics import ConnectorMetrics, Failure
from tests.connectors.fakes import FakeClock
from tests.connectors.samples import NOON


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TransientError(""), Failure.TRANSIENT),
        (TransientError("", timedelta()), Failure.RATE_LIMITED),
        (PermanentError(""), Failure.PERMANENT),
        (GoneError(""), Failure.PERMANENT),
        (MisconfiguredError(""), Failure.MISCONFIGURED),
        (UnreadableError(""), Failure.UNREADABLE),
        (ConnectorError(""), Failure.TRANSIENT),
    ],
)
def test_every_error_has_a_reason(error: ConnectorError, reason: Failure) -> None:
    assert Failure.of(error) is reason


def test_names_follow_the_card_and_labels_are_bounded() -> None:
    registry = CollectorRegistry()
    ConnectorMetrics(registry).create_labels(["newsroom"])
    for metric in registry.collect():
        assert re.fullmatch(r"crisis_connector_[a-z_]+", metric.name)
        for sample in metric.samples:
            assert set(sample.labels) <= {"source", "reason", "le"}


def test_the_lag_of_a_silent_source_grows() -> None:
    registry, clock = CollectorRegistry(), FakeClock()
    metrics = ConnectorMetrics(registry)
    metrics.follow_lag("newsroom", NOON - timedelta(seconds=30), clock.now)
    labels = {"source": "newsroom"}
    assert registry.get_sample_value("crisis_connector_lag_seconds", labels) == 30
    clock.at += timedelta(minutes=10)
    assert registry.get_sample_value("crisis_connector_lag_seconds", labels) == 630
