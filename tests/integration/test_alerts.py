"""The response worker as a process on a real broker: told once, in a thread, also when it is killed."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from alerts.action import ActionKind
from alerts.incident import Incident, IncidentState
from alerts.notice import Notice, read_notice
from connectors.publisher import Publisher, Record
from connectors.settings import topic
from deploy.slack_standin import Fault
from streams.spike import FeedAlarm, Severity, Spike, SpikePhase
from tests.alerts.examples import action, alarm, at, incident_of, notice, spike
from tests.integration.adapter import KEY, Adapter
from tests.integration.conftest import Broker
from tests.integration.lane import Lane
from tests.integration.workspace import ROOM, Workspace

TOKEN = {"SLACK_TOKEN": "xoxb-1"}
LIVE_ONLY = """
[[channels]]
name = "live-room"
type = "slack"
to = "C0000000001"
secret_env = "SLACK_TOKEN"
"""


@pytest.fixture
def slack() -> Iterator[Workspace]:
    workspace = Workspace()
    yield workspace
    workspace.stop()


@pytest.fixture
def lane(broker: Broker, tmp_path: Path) -> Iterator[Lane]:
    opened = Lane(broker.address, broker.name("drill"), ["acme"], tmp_path, extra=ROOM + LIVE_ONLY)
    yield opened
    opened.close()


def start(lane: Lane, slack: Workspace, name: str = "response-1") -> Any:
    return lane.start(name, package="alerts", CRISIS_SLACK_URL=slack.url, **TOKEN)


def send(lane: Lane, name: str, *values: bytes, key: str = "acme") -> None:
    publisher = Publisher(lane.bootstrap)
    try:
        publisher.send([Record(topic(lane.name, name), key, value) for value in values])
    finally:
        publisher.close()


def in_lane(lane: Lane, **changes: Any) -> Spike:
    return spike(lane=lane.name, **changes)


def incidents(lane: Lane) -> list[Incident]:
    """In order within an incident, repeats left out."""
    return [Incident.from_json(raw) for raw in dict.fromkeys(value for _, value in lane.read("incidents"))]


def notices(lane: Lane) -> list[Notice]:
    read = [read_notice(raw) for raw in dict.fromkeys(value for _, value in lane.read("notices"))]
    return [one for one in read if isinstance(one, Notice)]


def test_an_incident_is_told_once_and_goes_on_in_its_thread(lane: Lane, slack: Workspace) -> None:
    worker = start(lane, slack)
    send(lane, "spikes", in_lane(lane).to_json(), in_lane(lane).to_json(), b"{not json")
    sent = slack.standin.sent
    lane.wait_for(lambda: len(sent) == 1)
    send(lane, "actions", action(lane=lane.name).to_json())
    lane.wait_for(lambda: len(sent) == 2)
    worse = in_lane(lane, phase=SpikePhase.WORSENED, at=at(30), severity=Severity.SEV1)
    closed = in_lane(lane, phase=SpikePhase.CLOSED, at=at(40))  # Before anybody has to be asked.
    dead: FeedAlarm = alarm(lane=lane.name)
    send(lane, "spikes", worse.to_json(), closed.to_json(), dead.to_json())
    lane.wait_for(lambda: len(sent) == 5 and sent[0].updates >= 1 and "Talk is falling" in sent[0].text)
    # One thread for the incident; the dead feed is a thing of its own, told whenever its turn comes.
    assert [bool(one.thread_ts) for one in sent[:2]] == [False, True]
    assert sorted(bool(one.thread_ts) for one in sent) == [False, False, True, True, True]
    assert all(one.text.startswith("[DRILL] ") for one in sent)
    assert {one.channel for one in sent} == {"C0123456789"}
    assert [one.state for one in incidents(lane)] == [
        IncidentState.OPEN,
        IncidentState.ACKNOWLEDGED,
        IncidentState.ACKNOWLEDGED,
        IncidentState.RECOVERING,
    ]
    assert [value for _, value in lane.read("mentions.dead")] == [b"{not json"]
    assert worker.stop() == 0


def test_what_slack_refuses_for_now_is_told_later(lane: Lane, slack: Workspace) -> None:
    slack.play(
        Fault(method="chat.postMessage", status=429, headers={"Retry-After": "1"}),
        Fault(method="chat.postMessage", status=503, body="<html>"),
    )
    worker = start(lane, slack)
    send(lane, "spikes", in_lane(lane).to_json())
    lane.wait_for(lambda: len(slack.standin.sent) == 1)
    assert slack.standin.calls["chat.postMessage"] == 3
    assert slack.standin.sent[0].text.startswith("[DRILL] (repeat) ")
    assert worker.stop() == 0


def test_state_survives_a_restart_without_its_local_store(lane: Lane, slack: Workspace) -> None:
    first = start(lane, slack)
    send(lane, "spikes", in_lane(lane).to_json())
    lane.wait_for(lambda: len(slack.standin.sent) == 1)
    assert first.stop() == 0
    lane.workers.remove(first)
    shutil.rmtree(lane.home / first.name)
    second = start(lane, slack)
    closed = in_lane(lane, phase=SpikePhase.CLOSED, at=at(22))
    send(lane, "spikes", in_lane(lane).to_json(), closed.to_json())
    lane.wait_for(lambda: len(slack.standin.sent) == 2)
    assert slack.standin.sent[1].thread_ts == slack.standin.sent[0].ts
    assert second.stop() == 0


@pytest.mark.parametrize("got_through", [True, False])
def test_killed_between_sending_and_writing_it_down_it_tells_once_or_marks_the_repeat(
    broker: Broker,
    lane: Lane,
    slack: Workspace,
    got_through: bool,  # noqa: FBT001
) -> None:
    if broker.kind == "embedded":
        pytest.skip("noida-db never drops a group member that died by kill -9")
    slack.play(Fault(method="chat.postMessage", hang=True, after=got_through))
    worker = start(lane, slack)
    send(lane, "spikes", in_lane(lane).to_json())
    lane.wait_for(lambda: slack.standin.calls["chat.postMessage"] == 1)
    worker.kill()
    start(lane, slack)
    lane.wait_for(lambda: len(slack.standin.sent) == 1 and slack.standin.calls["conversations.history"] == 1)
    closed = in_lane(lane, phase=SpikePhase.CLOSED, at=at(22))
    send(lane, "spikes", closed.to_json())
    lane.wait_for(lambda: len(slack.standin.sent) == 2)
    first, second = slack.standin.sent
    assert second.thread_ts == first.ts
    assert ("(repeat)" in first.text) == (not got_through)


def test_killed_again_and_again_everybody_is_told_once(broker: Broker, lane: Lane, slack: Workspace) -> None:
    if broker.kind == "embedded":
        pytest.skip("noida-db never drops a group member that died by kill -9")
    # Six crises within three minutes: each of a theme of its own, and none long enough for a second call.
    wanted = [
        in_lane(lane, id=f"spike-{number}", at=at(18 + number / 2), themes={f"theme-{number}": 9})
        for number in range(6)
    ]
    told = slack.standin.sent
    for number, one in enumerate(wanted):
        worker = start(lane, slack)
        closed = replace(one, phase=SpikePhase.CLOSED, at=at(18.3 + number / 2))
        send(lane, "spikes", one.to_json(), closed.to_json())
        calls = slack.standin.calls["chat.postMessage"]
        lane.wait_for(lambda calls=calls: slack.standin.calls["chat.postMessage"] > calls)  # type: ignore[misc]
        worker.kill()  # Somewhere in the middle of the second notice.
    start(lane, slack)
    lane.wait_for(
        lambda: len({one.metadata["event_payload"]["notice"] for one in told if one.metadata}) == 12
    )
    lane.wait_for(lambda: len([one for one in told if not one.thread_ts and one.updates]) == 6)
    for wrote in notices(lane):
        copies = slack.standin.carrying(wrote.id)
        assert len(copies) in (1, 2)
        assert all("(repeat)" in copy.text for copy in copies[1:])
    assert {case.id for case in incidents(lane)} == {incident_of(one).id for one in wanted}
    assert len(incidents(lane)) == 12


def test_a_drill_worker_holds_no_live_channel(lane: Lane, slack: Workspace) -> None:
    worker = start(lane, slack)
    incident = incident_of(in_lane(lane))
    forged = notice(incident, channel="live-room", lane=lane.name)
    send(lane, "notices", forged.to_json(), key=forged.about)
    send(lane, "spikes", in_lane(lane, id="another").to_json())
    lane.wait_for(lambda: len(slack.standin.sent) == 1)
    assert {one.channel for one in slack.standin.sent} == {"C0123456789"}
    assert worker.stop() == 0


def test_the_worker_shows_its_metrics(lane: Lane, slack: Workspace, free_tcp_port: int) -> None:
    environ = {"CRISIS_SLACK_URL": slack.url, **TOKEN, "CRISIS_WEB_PORT": str(free_tcp_port)}
    worker = lane.start("response-1", package="alerts", **environ)
    send(lane, "spikes", in_lane(lane).to_json())
    lane.wait_for(lambda: len(slack.standin.sent) == 1)
    with urlopen(Request(f"http://127.0.0.1:{free_tcp_port}/metrics"), timeout=5) as reply:
        shown = reply.read().decode()
    assert f'crisis_incidents_opened_total{{brand="acme",lane="{lane.name}",severity="SEV2"}} 1.0' in shown
    assert worker.stop() == 0


@pytest.mark.need("003-13")
def test_what_answers_by_itself_is_told_to_pause_within_a_minute_and_to_resume_at_the_end(
    broker: Broker, tmp_path: Path, slack: Workspace
) -> None:
    """No route names the adapter; what people are spared it is told as well (tests/alerts/test_rationing.py)."""
    adapter = Adapter()
    bot = f"""
[[channels]]
name = "reply-bot"
type = "webhook"
url = "{adapter.url}"
secret_env = "BOT_KEY"
pauses = true
drill = true
"""
    lane = Lane(broker.address, broker.name("drill"), ["acme"], tmp_path, extra=ROOM + bot)
    try:
        lane.start("response-1", package="alerts", CRISIS_SLACK_URL=slack.url, BOT_KEY=KEY, **TOKEN)
        mild = in_lane(lane, severity=Severity.SEV3)
        began = time.monotonic()
        send(lane, "spikes", mild.to_json())
        lane.wait_for(lambda: bool(adapter.told))
        told_at, data = adapter.told[0]
        assert told_at - began < 60
        incident = incident_of(mild)
        assert (data["automatic_replies"], data["brand"]) == ("pause", "acme")
        assert data["incident"]["id"] == incident.id
        ended = action(ActionKind.FALSE_ALARM, id="end", incident=incident.id, text="an old joke")
        send(lane, "actions", replace(ended, lane=lane.name).to_json())
        lane.wait_for(lambda: adapter.told[-1][1]["automatic_replies"] == "resume")
    finally:
        lane.close()
        adapter.stop()
