"""Responding: what is sent before what is stored, and that a record read again is told once."""

import asyncio
import json
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from alerts.action import ActionKind
from alerts.casebook import Casebook
from alerts.house import HouseRules
from alerts.incident import Incident, IncidentState
from alerts.metrics import AlertMetrics
from alerts.notice import Notice, Reason
from alerts.quoted import Quoted
from alerts.respond import RespondStep
from alerts.sections import OnCall
from connectors.mention import Tick
from connectors.wire import Wire
from streams.gapless import Received
from streams.ruling import Ruling
from streams.spike import SpikePhase
from tests.alerts.configured import settings
from tests.alerts.examples import action, at, incident_of, spike
from tests.alerts.test_deliver import Burial, Table


class Topic:
    """Remembers what was sent to it."""

    def __init__(self) -> None:
        self.values: list[bytes] = []
        self.keys: list[str] = []

    async def send(self, *, key: str, value: bytes, headers: dict[str, bytes]) -> "asyncio.Future[None]":  # noqa: ARG002
        self.keys.append(key)
        self.values.append(value)
        sent: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        sent.set_result(None)
        return sent


class Room:
    """A step with its topics and its table."""

    def __init__(self, lane: str = "live") -> None:
        self.lane = lane
        self.table = Table()
        self.incidents, self.quotes, self.notices, self.rulings = Topic(), Topic(), Topic(), Topic()
        self.burial = Burial()
        app: Any = SimpleNamespace(
            casebooks=self.table,
            incidents=self.incidents,
            quotes=self.quotes,
            notices=self.notices,
            rulings=self.rulings,
        )
        metrics = AlertMetrics(CollectorRegistry(), brands=("acme",), channels=(), lane=lane)
        burial: Any = self.burial
        rules = HouseRules(people=(OnCall(name="Ana"), OnCall(name="Ben")))
        self.step = RespondStep(app, settings(CRISIS_LANE=lane), metrics, burial, rules)

    async def take(self, name: str, record: Wire | bytes, *, minutes: float = 18) -> None:
        value = record if isinstance(record, bytes) else record.to_json()
        await self.step(Received(f"{self.lane}.{name}", 0, 0, at(minutes), b"acme", value))

    @property
    def book(self) -> Casebook:
        return Casebook.from_json(self.table.kafka["acme"])

    def told(self) -> list[Reason]:
        """Each thing told once, through however many channels."""
        notices = (Notice.from_json(value) for value in self.notices.values)
        told = {one.incident.revision: one.reason for one in notices if one.incident}
        return list(told.values())


async def test_a_brands_tick_brings_what_is_due_and_everybodys_brings_nothing() -> None:
    room = Room()
    await room.take("spikes", spike())
    await room.take("ticks", Tick(at=at(30)))
    assert room.told() == [Reason.OPENED]
    await room.take("ticks", Tick(at=at(30), brand="acme"))
    assert room.told() == [Reason.OPENED, Reason.ESCALATED]
    assert room.book.incidents[0].called == "Ben"
    assert room.burial.reasons == []


async def test_in_a_drill_time_comes_with_the_spikes() -> None:
    room = Room("drill-1")
    await room.take("spikes", spike(lane="drill-1"), minutes=900)
    assert room.book.incidents[0].changed_at == at(18)
    await room.take("spikes", Tick(at=at(23), brand="acme", lane="drill-1"), minutes=900)
    assert room.told() == [Reason.OPENED, Reason.ESCALATED]


async def test_live_the_call_counts_from_when_the_detector_spoke() -> None:
    room = Room()
    await room.take("spikes", spike(), minutes=26)
    assert room.book.incidents[0].watch.next_page == at(31)


async def test_a_worker_that_died_before_it_stored_tells_the_same_again_and_nothing_else() -> None:
    room = Room()
    await room.take("spikes", spike())
    first = list(room.notices.values)
    room.table.clear()
    await room.take("spikes", spike())
    assert room.notices.values == first * 2
    assert {Incident.from_json(value).revision for value in room.incidents.values} == {0}


async def test_what_was_taken_down_is_overwritten_and_never_stood_on_what_is_kept_for_ever() -> None:
    room = Room()
    await room.take("spikes", spike())
    gone = spike().quotes[0]
    takedown = spike(phase=SpikePhase.WORSENED, at=at(30), removed=(gone.identity,))
    await room.take("spikes", takedown, minutes=30)
    first, last = (Quoted.from_json(value) for value in room.quotes.values)
    assert gone in first.quotes
    assert gone.identity not in {quote.identity for quote in last.quotes}
    assert len(set(room.quotes.keys)) == 1, "the same key, so that compaction removes the first"
    assert first.said == spike().said
    for value in room.incidents.values:
        assert Incident.from_json(value).quotes == ()
        assert Incident.from_json(value).said is None
        assert gone.excerpt.encode() not in value
        assert b"bring back" not in value


async def test_quotes_that_stand_already_are_not_written_again() -> None:
    room = Room()
    await room.take("spikes", spike())
    await room.take("actions", action(at=at(20)), minutes=20)
    assert len(room.incidents.values) == 2
    assert len(room.quotes.values) == 1


async def test_a_verdict_goes_to_the_detector() -> None:
    room = Room()
    await room.take("spikes", spike())
    await room.take("actions", action(ActionKind.FALSE_ALARM), minutes=20)
    (ruling,) = (Ruling.from_json(value) for value in room.rulings.values)
    assert (ruling.is_crisis, ruling.spikes) == (False, (spike().id,))


async def test_a_refused_deed_is_counted_and_remembered() -> None:
    room = Room()
    await room.take("spikes", spike())
    await room.take("actions", action(ActionKind.REVIEW), minutes=20)
    assert room.book.deeds == ("deed-review",)
    assert len(room.incidents.values) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("spikes", b"{"),
        ("ticks", b'{"at": "2026-03-02T15:00:00Z", "brand": "acme", "lane": "drill-1"}'),
        ("spikes", b'{"at": "2026-03-02T15:00:00Z", "brand": "", "type": "tick"}'),
        ("ticks", b'{"at": "2900-03-02T15:00:00Z", "brand": "acme"}'),
        ("actions", b'{"id": "a"}'),
    ],
)
async def test_what_cannot_be_read_is_buried(name: str, value: bytes) -> None:
    room = Room()
    await room.take(name, value)
    assert len(room.burial.reasons) == 1
    assert room.table == {}


async def test_a_casebook_of_before_there_was_a_clock_goes_on() -> None:
    room = Room()
    old = json.loads(incident_of(spike()).to_json())
    for name in ("watch", "reached", "due", "late", "cause", "found", "matrix", "because", "verdict"):
        del old[name]
    room.table["acme"] = json.dumps({"incidents": [old]}).encode()
    await room.take("ticks", Tick(at=at(300), brand="acme"))
    await room.take("actions", action(at=at(301)), minutes=301)
    assert room.book.incidents[0].state is IncidentState.ACKNOWLEDGED
