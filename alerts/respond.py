"""Respond: the step that takes spikes, feed alarms and actions into a brand's casebook."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

import msgspec

from alerts.action import Action, ActionKind
from alerts.app import ResponseApp
from alerts.casebook import Casebook, Outcome
from alerts.clock import pass_time
from alerts.dead import Burial
from alerts.deeds import apply_action
from alerts.house import HouseRules
from alerts.inbox import read_action, read_signal, read_tick
from alerts.incident import Incident, Role
from alerts.metrics import AlertMetrics
from alerts.moment import find_moment
from alerts.opening import apply_feed, apply_spike
from alerts.quoted import find_quoted, strip_quotes
from alerts.rationing import Ration, apply_silence, ration
from alerts.settings import Settings
from connectors.errors import UnreadableError
from connectors.mention import Tick
from connectors.settings import topic
from streams.durable import Outgoing, send_and_wait
from streams.gapless import Received
from streams.spike import FeedAlarm, Spike

log = logging.getLogger(__name__)

_casebooks: Final = msgspec.json.Decoder(Casebook)

Record = Spike | FeedAlarm | Action | Tick
"""What changes a casebook."""


class RespondStep:
    """What a record changes becomes incidents' next records, notices, and rulings for the detector."""

    def __init__(
        self,
        response: ResponseApp,
        settings: Settings,
        metrics: AlertMetrics,
        burial: Burial,
        rules: HouseRules,
    ) -> None:
        self._response = response
        self._settings = settings
        self._metrics = metrics
        self._burial = burial
        self._rules = rules
        self._readers: Mapping[str, Callable[..., Record | None]] = {
            topic(settings.lane, "actions"): read_action,
            topic(settings.lane, "ticks"): read_tick,
            topic(settings.lane, "spikes"): read_signal,
        }

    async def __call__(self, received: Received) -> None:
        try:
            record = self._readers[received.topic](received.value, lane=self._settings.lane)
        except UnreadableError as exc:
            await self._burial.bury(received, str(exc))
            return
        self._burial.note_readable()
        if record is None:
            return
        stored = self._response.casebooks.get(record.brand)
        book = _casebooks.decode(stored) if stored else Casebook()
        now = find_moment(record, received.sent_at)
        outcome = apply_record(book, record, self._rules, now=now)
        if outcome.refused and isinstance(record, Action):
            self._metrics.note_refusal()
            log.warning("action refused", extra={"action": record.id, "why": outcome.refused})
        rationed = ration(
            outcome,
            brand=record.brand,
            at=now,
            response=self._settings.response,
            lane=self._settings.lane,
            person=self._rules.find_person(record.brand, Role.PRIMARY, now),
        )
        if rationed.casebook == book:
            return
        known = {case.id: case for case in book.incidents}
        await send_and_wait(self._outgoing(known, outcome, rationed))
        self._response.casebooks[record.brand] = rationed.casebook.to_json()
        await self._response.casebooks.settle()
        for incident in outcome.incidents:
            self._metrics.note_incident(known.get(incident.id), incident)
            known[incident.id] = incident
        self._metrics.note_kept(record.brand, rationed.kept)

    def _outgoing(self, known: Mapping[str, Incident], outcome: Outcome, rationed: Ration) -> list[Outgoing]:
        response = self._response
        latest = {one.id: one for one in outcome.incidents}
        quoted = [found for one in latest.values() if (found := find_quoted(known.get(one.id), one))]
        words = [Outgoing(response.quotes, one.incident, one.to_json()) for one in quoted]
        changes = [
            Outgoing(response.incidents, one.id, strip_quotes(one).to_json()) for one in outcome.incidents
        ]
        notices = [Outgoing(response.notices, one.about, one.to_json()) for one in rationed.notices]
        rulings = [Outgoing(response.rulings, one.brand, one.to_json()) for one in outcome.rulings]
        return [*words, *changes, *notices, *rulings]


def apply_record(book: Casebook, record: Record, rules: HouseRules, *, now: datetime) -> Outcome:
    """Let time pass until the record's moment, then take the record in."""
    match record:
        case Tick():
            return pass_time(book, now, rules)
        case Action(kind=ActionKind.SILENCE | ActionKind.END_SILENCE):
            return apply_silence(book, replace(record, at=now))
        case Action():
            return apply_action(book, replace(record, at=now), rules)
        case FeedAlarm():
            return apply_feed(book, record)
        case Spike():
            earlier = pass_time(book, now, rules)
            outcome = apply_spike(earlier.casebook, record, rules, now=now).after(earlier)
            return replace(outcome, casebook=outcome.casebook.with_clock(now))
