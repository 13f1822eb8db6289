"""Deliver: the step that takes notices to their channels, once, and the reminder of what is due again.

Before each attempt Kafka has it in the box's changelog that one is made, and after it what came of it. A
worker that finds an attempt without an end looks in the channel first, and where it finds nothing it sends
again with the mark of a repeat.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from alerts.app import ResponseApp
from alerts.channels.channel import Channel, Receipt
from alerts.dead import Burial
from alerts.errors import DeliveryError, Failure, RefusedError, TransientError, UnwelcomeError
from alerts.guidance import find_playbook
from alerts.house import UNCONFIGURED, HouseRules
from alerts.inbox import read_errand
from alerts.letter import Letter
from alerts.metrics import AlertMetrics
from alerts.notice import Notice, Nudge
from alerts.outbox import (
    Box,
    Item,
    Stage,
    Task,
    accept,
    begin,
    choose_due,
    fail,
    finish,
    is_over,
    pause_after,
)
from alerts.places import ChannelType
from alerts.playbook import Playbook
from alerts.routing import find_duty
from alerts.settings import Settings
from connectors.errors import UnreadableError
from streams.gapless import Received

log = logging.getLogger(__name__)

LOOKS: Final = 5
"""Failed attempts to look for a message after which it is sent without looking."""
REST: Final = timedelta(seconds=30)
"""Longest rest of a channel after a failure that names no time."""
REFRESH_EVERY: Final = timedelta(minutes=1)
"""Alertmanager keeps alerts in memory: one that restarts knows again within this."""
NUDGED_AGAIN: Final = timedelta(seconds=30)

_boxes: Final = msgspec.json.Decoder(Box)


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """What delivering needs from outside."""

    channels: Mapping[str, Channel]
    """Only those that the lane may use: there is no way to any other."""
    library: Mapping[str, Playbook]
    now: Callable[[], datetime]
    rules: HouseRules = UNCONFIGURED


class DeliverStep:
    """A notice goes into its box and out through its channel; a nudge repeats what is due."""

    def __init__(
        self,
        response: ResponseApp,
        settings: Settings,
        metrics: AlertMetrics,
        burial: Burial,
        equipment: Equipment,
    ) -> None:
        self._boxes = response.boxes
        self._settings = settings
        self._metrics = metrics
        self._burial = burial
        self._channels = equipment.channels
        self._library = equipment.library
        self._now = equipment.now
        self._refresh_every = {
            one.name: one.every or REFRESH_EVERY
            for one in settings.response.channels
            if one.type is ChannelType.ALERTMANAGER
        }
        self._resting: dict[str, datetime] = {}
        self.busy = ""
        """About what it is sending just now."""

    async def __call__(self, received: Received) -> None:
        try:
            errand = read_errand(received.value, lane=self._settings.lane)
        except UnreadableError as exc:
            await self._burial.bury(received, str(exc))
            return
        self._burial.note_readable()
        self.busy = errand.about
        try:
            await self._run(errand)
        finally:
            self.busy = ""

    async def _run(self, errand: Notice | Nudge) -> None:
        stored = self._boxes.get(errand.about)
        box = _boxes.decode(stored) if stored else None
        now = self._now()
        match errand:
            case Notice():
                before = box or Box(about=errand.about, touched=now)
                box = accept(before, errand, now)
                if box != before:
                    self._note_dropped(before, box)
                    await self._store(box)
            case Nudge():
                if box is None:
                    return
                if is_over(box, now):
                    del self._boxes[box.about]
                    await self._boxes.settle()
                    return
                item = box.find(errand.item)
                if item is None or item.attempt != errand.attempt:
                    return  # Somebody was faster.
        while item := choose_due(box, self._now(), rests=self.rests):
            box = await self._attempt(box, item)

    def rests(self, channel: str) -> bool:
        """Whether a channel is left alone for now, so that its trouble does not hold up others."""
        until = self._resting.get(channel)
        return until is not None and self._now() < until

    async def _attempt(self, box: Box, item: Item) -> Box:
        box, begun = begin(box, item, self._now())
        await self._store(box)
        try:
            receipt = await self._send(box, begun)
        except DeliveryError as exc:
            box = self._note_failure(box, begun, exc)
        else:
            every = self._refresh_every.get(begun.channel)
            box = finish(box, begun, receipt, self._now(), refresh_every=every)
            self._resting.pop(begun.channel, None)
            if begun.task is Task.TELL:
                self._metrics.note_sent(begun.notice, self._now())
            if begun.failure:
                log.info("notice delivered after all", extra=_fields(begun))
        await self._store(box)
        return box

    async def _send(self, box: Box, item: Item) -> Receipt | None:
        channel = self._channels.get(item.channel)
        if channel is None:
            what = "there is no such channel, or this lane may not use it"
            raise RefusedError(what, Failure.UNKNOWN_CHANNEL)
        letter = self._write(item.notice)
        parent = box.parents.get(item.channel)
        if item.task is not Task.TELL:
            if parent:
                await channel.revise(replace(letter, is_repeat=parent.is_repeat), parent=parent)
            return parent
        if item.tried is not None:
            found = await self._look(channel, letter, item, parent)
            if found:
                return found
            letter = replace(letter, is_repeat=True)
        self._metrics.note_attempt(item.channel, item.attempt, is_repeat=letter.is_repeat)
        receipt = await channel.tell(letter, parent=parent)
        return receipt and replace(receipt, is_repeat=letter.is_repeat)

    async def _look(
        self, channel: Channel, letter: Letter, item: Item, parent: Receipt | None
    ) -> Receipt | None:
        if not channel.remembers or item.tried is None:
            return None
        try:
            return await channel.find(letter, parent=parent, since=item.tried)
        except (RefusedError, UnwelcomeError):
            return None  # It cannot be looked up, so what follows is marked as a repeat.
        except DeliveryError:
            if item.attempt < LOOKS:
                raise
            return None

    def _write(self, notice: Notice) -> Letter:
        response = self._settings.response
        duty = find_duty(notice, response.oncall, lane=self._settings.lane)
        return Letter(
            notice=notice,
            playbook=find_playbook(self._library, notice.incident) if notice.incident else None,
            duty=duty,
            language=(duty and duty.language) or response.alerts.language,
            zone=ZoneInfo(response.alerts.zone),
            contents=next((one.ai_content for one in response.brands if one.name == notice.brand), ()),
        )

    def _note_failure(self, box: Box, item: Item, error: DeliveryError) -> Box:
        self._metrics.note_failure(item.channel, error.failure)
        now = self._now()
        self._rest(item, error, now)
        response = self._settings.response
        fallbacks = {channel.name: channel.fallback for channel in response.channels if channel.fallback}
        give_up_after = response.alerts.give_up_after
        failed = fail(box, item, error, now, give_up_after=give_up_after, fallbacks=fallbacks)
        outcome = failed.find(item.id)
        if outcome and outcome.stage is Stage.GIVEN_UP:
            log.error("notice given up: %s", error, extra=_fields(item))
        elif item.failure is not error.failure:
            log.warning("notice not delivered, will be retried: %s", error, extra=_fields(item))
        return failed

    def _rest(self, item: Item, error: DeliveryError, now: datetime) -> None:
        if isinstance(error, RefusedError):
            return  # It is the message's fault.
        pause = pause_after(item.attempt, error)
        is_asked = isinstance(error, TransientError) and error.retry_after
        self._resting[item.channel] = now + (pause if is_asked else min(pause, REST))

    def _note_dropped(self, before: Box, after: Box) -> None:
        kept = {item.id for item in after.items}
        for item in before.items:
            if item.id not in kept:
                self._metrics.note_dropped(item.channel)
                log.error("notice dropped for newer ones", extra=_fields(item))

    async def _store(self, box: Box) -> None:
        self._boxes[box.about] = box.to_json()
        await self._boxes.settle()


class Reminder:
    """Finds what is due in the boxes of this worker; a timer may read the table, only the agent writes it."""

    def __init__(self, step: DeliverStep, now: Callable[[], datetime], *, lane: str) -> None:
        self._step = step
        self._now = now
        self._lane = lane
        self._nudged: dict[tuple[str, int], datetime] = {}

    def find_due(self, boxes: list[Box]) -> Iterator[Nudge]:
        """Say of which boxes the agent has to be reminded; of the same attempt only now and then."""
        now = self._now()
        self._nudged = {key: at for key, at in self._nudged.items() if now - at < NUDGED_AGAIN}
        for box in boxes:
            if box.about == self._step.busy:
                continue
            if is_over(box, now):
                nudge = Nudge(about=box.about, lane=self._lane)
            elif item := choose_due(box, now, rests=self._step.rests):
                nudge = Nudge(about=box.about, item=item.id, attempt=item.attempt, lane=self._lane)
            else:
                continue
            key = (nudge.item or nudge.about, nudge.attempt)
            if key not in self._nudged:
                self._nudged[key] = now
                yield nudge


def read_box(raw: bytes) -> Box:
    """Read a box as the table holds it."""
    return _boxes.decode(raw)


def _fields(item: Item) -> dict[str, object]:
    notice = item.notice
    return {"notice": notice.id, "about": notice.about, "channel": item.channel, "attempt": item.attempt}
