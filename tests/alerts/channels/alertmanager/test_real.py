"""A real Alertmanager shows one alert for an incident's whole life, and nothing after it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from alerts.channels.alertmanager.client import AlertmanagerChannel
from alerts.channels.channel import Receipt
from alerts.errors import RefusedError
from alerts.incident import Incident, IncidentState
from alerts.letter import Letter
from alerts.notice import Reason
from streams.spike import FeedState, Severity, SpikeKind
from tests.alerts.channels.alertmanager.peer import BINARY, list_alerts, run_alertmanager, wait_until
from tests.alerts.channels.receiver import Receiver
from tests.alerts.examples import alarm, incident_of, letter, notice, spike

pytestmark = pytest.mark.skipif(BINARY is None, reason="Alertmanager is not installed")

QUIET = timedelta(seconds=1.5)
"""Many group intervals: a ghost would have come."""


@pytest.fixture
async def people() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    await receiver.start()
    yield receiver
    await receiver.stop()


@pytest.fixture
async def alertmanager(people: Receiver, tmp_path: Path) -> AsyncIterator[str]:
    async with run_alertmanager(f"{people.url}/people", tmp_path) as url:
        yield url


def connect(url: str) -> AlertmanagerChannel:
    return AlertmanagerChannel(
        "am",
        url=url,
        labels={"team": "pr"},
        token=None,
        timeout=timedelta(seconds=5),
        now=lambda: datetime.now(UTC),
    )


def live(number: int, reason: Reason, **changes: Any) -> Letter:
    incident = replace(
        incident_of(spike(severity=Severity.SEV3, kind=SpikeKind.NEGATIVE)), revision=number, **changes
    )
    return letter(notice(incident, id=f"notice-{number}", reason=reason))


LIFE = (
    live(0, Reason.OPENED),
    live(1, Reason.WORSENED, severity=Severity.SEV1, observed=400.0),
    live(2, Reason.CHANGED, severity=Severity.SEV1, kind=SpikeKind.BACKLASH),
    live(3, Reason.CHANGED, severity=Severity.SEV1, state=IncidentState.ACKNOWLEDGED, owner="anna"),
    live(4, Reason.CHANGED, severity=Severity.SEV1, state=IncidentState.CONTAINED, owner="anna"),
    live(5, Reason.CLOSED, severity=Severity.SEV1, state=IncidentState.RECOVERING, owner="anna"),
)
END = live(6, Reason.CLOSED, severity=Severity.SEV1, state=IncidentState.RESOLVED, owner="anna")


def told(people: Receiver, brand: str) -> list[tuple[str, str]]:
    """What people were told of a brand: how it stands, and how severe it is."""
    return [
        (alert["status"], alert["annotations"].get("severity", alert["labels"].get("severity", "")))
        for request in people.requests
        for alert in request.json["alerts"]
        if alert["labels"]["brand"] == brand
    ]


async def push(url: str, *alerts: dict[str, Any]) -> None:
    async with httpx.AsyncClient() as client:
        assert (await client.post(f"{url}/api/v2/alerts", json=list(alerts))).status_code == 200


async def test_one_alert_for_the_whole_life_and_no_ghost_after_it(
    alertmanager: str, people: Receiver
) -> None:
    channel = connect(alertmanager)
    receipt: Receipt | None = None
    for one in LIFE:
        receipt = await channel.tell(one, parent=receipt)
        assert receipt
        await channel.revise(one, parent=receipt)  # What the refresh does.
        (alert,) = list_alerts(alertmanager)
        assert alert["annotations"]["notice"] == one.notice.id
        assert alert["labels"] == {
            "alertname": "CrisisIncident",
            "brand": "acme",
            "incident": one.notice.about,
            "lane": "live",
            "team": "pr",
        }
    await wait_until(lambda: ("firing", "SEV3") in told(people, "acme"))
    # Beside it, the same crisis as one would push it by severity: a warning, and then a critical alert.
    warning = {"labels": {"alertname": "Naive", "brand": "globex", "severity": "warning"}}
    critical = {"labels": {"alertname": "Naive", "brand": "globex", "severity": "critical"}}
    await push(alertmanager, critical)
    await wait_until(lambda: ("firing", "critical") in told(people, "globex"))
    await push(alertmanager, warning)
    # Both crises end.
    await channel.tell(END, parent=receipt)
    await push(alertmanager, {**critical, "endsAt": datetime.now(UTC).isoformat()})
    await wait_until(lambda: ("resolved", "SEV1") in told(people, "acme"))
    await wait_until(lambda: ("firing", "warning") in told(people, "globex"))  # The ghost of the naive way.
    for _ in range(3):
        assert receipt
        await channel.revise(END, parent=receipt)
        await asyncio.sleep(QUIET.total_seconds() / 3)  # Waiting for nothing to come has no condition.
    assert [status for status, _ in told(people, "acme")].index("resolved") == len(told(people, "acme")) - 1
    assert [alert for alert in list_alerts(alertmanager) if alert["labels"]["brand"] == "acme"] == []


async def test_what_was_perhaps_sent_is_found_by_the_very_notice(alertmanager: str) -> None:
    channel = connect(alertmanager)
    first, second = LIFE[:2]
    assert await channel.find(first, parent=None, since=first.notice.at) is None
    receipt = await channel.tell(first, parent=None)
    assert await channel.find(first, parent=None, since=first.notice.at) == receipt
    assert await channel.find(second, parent=receipt, since=first.notice.at) is None


async def test_a_dead_feed_has_an_alert_until_it_is_back(alertmanager: str, people: Receiver) -> None:
    channel = connect(alertmanager)
    await channel.tell(letter(notice(feed=alarm())), parent=None)
    (alert,) = list_alerts(alertmanager)
    assert alert["labels"]["alertname"] == "CrisisFeedDead"
    await wait_until(lambda: told(people, "acme") == [("firing", "")])
    back = notice(feed=alarm(state=FeedState.BACK), reason=Reason.FEED_BACK)
    await channel.tell(letter(back), parent=None)
    await wait_until(lambda: ("resolved", "") in told(people, "acme"))
    assert list_alerts(alertmanager) == []


async def test_a_drill_of_the_same_story_is_another_alert_and_marked(alertmanager: str) -> None:
    channel = connect(alertmanager)
    await channel.tell(LIFE[0], parent=None)
    drill: Incident = incident_of(spike(lane="drill-1", onset=datetime(2199, 1, 1, tzinfo=UTC)))
    await channel.tell(letter(notice(drill, lane="drill-1")), parent=None)
    listed = {alert["labels"]["lane"]: alert for alert in list_alerts(alertmanager)}
    assert set(listed) == {"live", "drill-1"}
    assert listed["drill-1"]["annotations"]["summary"].startswith("[DRILL] ")
    assert "[DRILL]" not in listed["live"]["annotations"]["summary"]


async def test_what_alertmanager_refuses_is_refused(alertmanager: str) -> None:
    channel = AlertmanagerChannel(
        "am",
        url=alertmanager,
        labels={"1brand": "x"},
        token=None,
        timeout=timedelta(seconds=5),
        now=lambda: datetime.now(UTC),
    )
    with pytest.raises(RefusedError, match="Alertmanager answered 400"):
        await channel.tell(LIFE[0], parent=None)
