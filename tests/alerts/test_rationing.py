"""Rationing in the respond step: silences by their actions, what is kept is counted, records that come twice."""

from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from alerts.action import Action, ActionKind
from alerts.casebook import Casebook
from alerts.house import UNCONFIGURED
from alerts.metrics import AlertMetrics
from alerts.notice import Notice, Reason
from alerts.respond import RespondStep
from connectors.mention import Tick
from streams.durable import Outgoing
from streams.gapless import Received
from streams.spike import FeedAlarm, Severity, Spike
from tests.alerts.configured import TEXT, settings
from tests.alerts.examples import action, alarm, at, incident_of, silence, spike
from tests.alerts.test_deliver import Burial, Table


class Step:
    """A step with its table, and what it sent."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, text: str = TEXT) -> None:
        self.table = Table()
        self.sent: list[Outgoing] = []
        self.registry = CollectorRegistry()
        metrics = AlertMetrics(self.registry, brands=("acme",), channels=(), lane="live")
        app: Any = SimpleNamespace(
            casebooks=self.table,
            incidents="incidents",
            quotes="quotes",
            notices="notices",
            rulings="rulings",
        )
        burial: Any = Burial()
        self.step = RespondStep(app, settings(text), metrics, burial, UNCONFIGURED)
        monkeypatch.setattr("alerts.respond.send_and_wait", self._send)

    async def _send(self, records: list[Outgoing]) -> None:
        self.sent += records

    async def take(self, record: Spike | FeedAlarm | Action | Tick, now: datetime) -> list[Notice]:
        """Give the notices that a record led to."""
        topic = {Spike: "spikes", FeedAlarm: "spikes", Action: "actions", Tick: "ticks"}[type(record)]
        self.sent.clear()
        await self.step(Received(f"live.{topic}", 0, 0, now, b"acme", record.to_json()))
        return [Notice.from_json(one.value) for one in self.sent if str(one.topic) == "notices"]

    def kept(self, cause: str) -> float:
        labels = {"lane": "live", "brand": "acme", "cause": cause}
        return self.registry.get_sample_value("crisis_notices_suppressed_total", labels) or 0.0


def begin(**changes: Any) -> Action:
    usual = Action(
        id="quiet",
        brand="acme",
        incident="",
        kind=ActionKind.SILENCE,
        by="anna",
        at=at(0),
        silence=silence(),
    )
    return replace(usual, **changes)


async def test_a_silence_holds_for_the_next_spike_and_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    step = Step(monkeypatch)
    assert step.kept("silence") == 0
    assert await step.take(begin(), at(0)) == []
    assert await step.take(spike(severity=Severity.SEV3), at(18)) == []
    assert {str(one.topic) for one in step.sent} == {"incidents", "quotes"}
    assert step.kept("silence") == 1
    assert [one.why for one in await step.take(Tick(at=at(241), brand="acme"), at(241))] != []


async def test_the_same_record_again_changes_and_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    step = Step(monkeypatch)
    await step.take(spike(), at(18))
    before = dict(step.table)
    assert await step.take(spike(), at(18)) == []
    assert dict(step.table) == before
    await step.take(begin(), at(19))
    ledger = Casebook.from_json(step.table["acme"]).ledger
    await step.take(begin(), at(19))
    assert Casebook.from_json(step.table["acme"]).ledger == ledger


async def test_a_worker_that_died_before_it_wrote_the_casebook_writes_the_same_notices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    step = Step(monkeypatch)
    first = await step.take(spike(), at(18))
    step.table.clear()
    assert await step.take(spike(), at(18)) == first


async def test_a_silence_that_cannot_be_is_refused_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    step = Step(monkeypatch)
    await step.take(begin(silence=silence(severities=(Severity.SEV1,))), at(0))
    assert step.registry.get_sample_value("crisis_actions_refused_total", {"lane": "live"}) == 1
    assert Casebook.from_json(step.table["acme"]).ledger.silences == ()


BOT = """
[[channels]]
name = "reply-bot"
type = "webhook"
url = "https://bot.acme.example/crisis"
secret_env = "BOT_KEY"
pauses = true
"""


async def test_what_answers_by_itself_pauses_in_every_open_incident_whatever_people_are_spared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No route names it, and a silence keeps the incident from everybody else."""
    step = Step(monkeypatch, TEXT + BOT)
    await step.take(begin(), at(0))
    calm = spike(severity=Severity.SEV3)
    (opened,) = await step.take(calm, at(18))
    assert (opened.channel, opened.reason) == ("reply-bot", Reason.OPENED)
    assert step.kept("silence") == 1
    ended = action(ActionKind.FALSE_ALARM, incident=incident_of(calm).id, by="anna", text="an old joke")
    (over,) = await step.take(ended, at(20))
    assert (over.channel, over.reason) == ("reply-bot", Reason.CLOSED)


async def test_it_is_told_beside_the_people_of_any_route_and_of_nothing_but_incidents(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    step = Step(monkeypatch, TEXT + BOT)
    told = [one.channel for one in await step.take(spike(), at(18))]
    assert told == ["pr-room", "screen", "reply-bot"]
    assert [one.channel for one in await step.take(alarm(), at(19))] == ["screen"]


async def test_when_the_days_pages_are_spent_it_is_told_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    step = Step(monkeypatch, TEXT + BOT + "\n[noise]\npages_a_day = 2\n")
    told = []
    for number, theme in enumerate(("slop", "jobs", "bias")):
        one = spike(id=f"s-{number}", severity=Severity.SEV3, themes={theme: 9}, at=at(18 + number))
        told.append([notice.channel for notice in await step.take(one, at(18 + number))])
    assert told[0] == ["pr-room", "reply-bot"]
    assert told[-1] == ["reply-bot"]
