"""The app: exactly these agents, topics of its lane only, and metrics that exist from the start."""

from datetime import UTC, datetime

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from alerts.action import ActionKind
from alerts.agents import add_agents
from alerts.app import ResponseApp, create_app
from alerts.deliver import Equipment
from alerts.incident import Incident
from alerts.metrics import AlertMetrics
from alerts.outbox import Box, accept
from alerts.respond import Record
from connectors.mention import Tick
from streams.spike import SpikePhase
from tests.alerts.configured import settings
from tests.alerts.examples import LIBRARY, START, action, at, incident_of, notice, spike
from tests.alerts.test_clock import run


def make(lane: str = "live") -> ResponseApp:
    chosen = settings(CRISIS_LANE=lane)
    response = create_app(chosen)
    metrics = AlertMetrics(CollectorRegistry(), brands=(), channels=(), lane=lane)
    equipment = Equipment(channels={}, library=LIBRARY, now=lambda: datetime.now(UTC))
    add_agents(response, chosen, metrics, equipment)
    return response


def test_the_app_has_exactly_these_agents() -> None:
    assert sorted(make().app.agents) == ["deliver", "respond"]


@pytest.mark.parametrize("lane", ["live", "drill-1"])
def test_every_topic_and_table_is_of_the_lane(lane: str) -> None:
    response = make(lane)
    topics = (response.signals, response.incidents, response.rulings, response.notices, response.dead)
    names = [name for one in topics for name in one.topics]
    assert sorted(names) == sorted(
        f"{lane}.{name}"
        for name in ("spikes", "actions", "ticks", "incidents", "rulings", "notices", "mentions.dead")
    )
    assert response.app.conf.id == f"crisis-response-{lane}"
    assert {table.partitions for table in (response.casebooks, response.boxes)} == {2}


def test_metrics_exist_before_anything_happens_and_carry_the_lane() -> None:
    registry = CollectorRegistry()
    metrics = AlertMetrics(registry, brands=("acme",), channels=("pr-room",), lane="drill-1")
    lines = [line for line in generate_latest(registry).decode().splitlines() if not line.startswith("#")]
    assert all('lane="drill-1"' in line for line in lines)
    for name in ("crisis_incidents_opened_total", "crisis_open_incidents", "crisis_undelivered_notices"):
        assert any(line.startswith(name) for line in lines)
    metrics.note_sent(notice(), START)
    assert (
        registry.get_sample_value(
            "crisis_detected_to_delivered_seconds_count", {"lane": "drill-1", "channel": "pr-room"}
        )
        == 0
    )


def test_what_is_open_and_what_is_undelivered_are_counted_from_the_state() -> None:
    registry = CollectorRegistry()
    metrics = AlertMetrics(registry, brands=("acme",), channels=("pr-room",), lane="live")
    metrics.show_incidents([incident_of(spike())])
    metrics.show_boxes([accept(Box(about=notice().about, touched=START), notice(), START)])
    at = {"lane": "live"}
    assert (
        registry.get_sample_value("crisis_open_incidents", {**at, "brand": "acme", "severity": "SEV2"}) == 1
    )
    pending = {**at, "channel": "pr-room", "stage": "pending"}
    assert registry.get_sample_value("crisis_undelivered_notices", pending) == 1
    metrics.show_incidents([])
    metrics.show_boxes([])
    assert (
        registry.get_sample_value("crisis_open_incidents", {**at, "brand": "acme", "severity": "SEV2"}) == 0
    )
    assert registry.get_sample_value("crisis_undelivered_notices", pending) == 0


def test_the_clock_of_an_incident_is_in_the_metrics() -> None:
    registry = CollectorRegistry()
    metrics = AlertMetrics(registry, brands=("acme",), channels=(), lane="live")
    before: Incident | None = None
    history: list[Record] = [
        spike(),
        Tick(at=at(23), brand="acme"),
        action(at=at(30)),
        action(ActionKind.REPLIED, at=at(79)),
        spike(phase=SpikePhase.CLOSED, at=at(240)),
    ]
    for outcome in run(*history):
        for incident in outcome.incidents:
            metrics.note_incident(before, incident)
            before = incident

    def read(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(name, {"lane": "live", **labels})

    milestone = {"severity": "SEV2", "milestone": "replied"}
    assert read("crisis_incident_milestone_seconds_sum", **milestone) == 61 * 60
    assert read("crisis_incident_targets_total", **milestone, standing="breached") == 1
    assert read("crisis_incident_targets_total", **milestone, standing="met") == 0
    paged = {"severity": "SEV2", "milestone": "paged"}
    assert read("crisis_incident_milestone_seconds_sum", **paged) == 18 * 60
    assert read("crisis_incident_recovery_seconds_sum", brand="acme") == 240 * 60
    assert read("crisis_calls_total", brand="acme", reason="escalated") == 1
    assert read("crisis_incidents_opened_total", brand="acme", severity="SEV2") == 1
