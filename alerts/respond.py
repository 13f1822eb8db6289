"""Respond: the step that takes spikes, feed alarms and actions into a brand's casebook."""

import logging
from typing import Final

import msgspec

from alerts.action import Action
from alerts.app import ResponseApp
from alerts.casebook import Casebook, Outcome
from alerts.dead import Burial
from alerts.deeds import apply_action
from alerts.inbox import read_action, read_signal
from alerts.metrics import AlertMetrics
from alerts.opening import apply_feed, apply_spike
from alerts.routing import address
from alerts.settings import Settings
from connectors.errors import UnreadableError
from connectors.settings import topic
from streams.durable import Outgoing, send_and_wait
from streams.gapless import Received
from streams.spike import FeedAlarm, Spike

log = logging.getLogger(__name__)

_casebooks: Final = msgspec.json.Decoder(Casebook)


class RespondStep:
    """What a record changes becomes an incident's next record, and notices."""

    def __init__(
        self, response: ResponseApp, settings: Settings, metrics: AlertMetrics, burial: Burial
    ) -> None:
        self._response = response
        self._settings = settings
        self._metrics = metrics
        self._burial = burial
        self._actions = topic(settings.lane, "actions")

    async def __call__(self, received: Received) -> None:
        read = read_action if received.topic == self._actions else read_signal
        try:
            record = read(received.value, lane=self._settings.lane)
        except UnreadableError as exc:
            await self._burial.bury(received, str(exc))
            return
        self._burial.note_readable()
        stored = self._response.casebooks.get(record.brand)
        book = _casebooks.decode(stored) if stored else Casebook()
        outcome = _apply(book, record)
        if outcome.refused:
            self._metrics.note_refusal()
            log.warning("action refused", extra={"action": record.id, "why": outcome.refused})
        if outcome.casebook == book:
            return
        await send_and_wait(self._outgoing(outcome))
        self._response.casebooks[record.brand] = outcome.casebook.to_json()
        await self._response.casebooks.settle()
        if outcome.incident:
            self._metrics.note_incident(outcome.incident)

    def _outgoing(self, outcome: Outcome) -> list[Outgoing]:
        records = []
        if outcome.incident:
            incident = outcome.incident
            records.append(Outgoing(self._response.incidents, incident.id, incident.to_json()))
        if outcome.telling:
            notices = address(outcome.telling, self._settings.response, lane=self._settings.lane)
            records += [
                Outgoing(self._response.notices, notice.about, notice.to_json()) for notice in notices
            ]
        return records


def _apply(book: Casebook, record: Spike | FeedAlarm | Action) -> Outcome:
    match record:
        case Spike():
            return apply_spike(book, record)
        case FeedAlarm():
            return apply_feed(book, record)
        case Action():
            return apply_action(book, record)
