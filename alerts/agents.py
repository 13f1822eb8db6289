"""The agents of the `response` app: respond and deliver, and the timers beside them.

Each agent is one durable step (streams/durable.py); what it decides stands in a pure module.
"""

from typing import Final

import msgspec
from faust.types import StreamT

from alerts.app import ResponseApp
from alerts.casebook import Casebook
from alerts.dead import Burial
from alerts.deliver import DeliverStep, Equipment, Reminder, read_box
from alerts.metrics import AlertMetrics
from alerts.moment import LIVE
from alerts.respond import RespondStep
from alerts.settings import Settings
from alerts.wake import Waker
from streams.durable import Outgoing, Steps, send_and_wait

REMIND_EVERY: Final = 1.0
WAKE_EVERY: Final = 2.0
"""A deadline of minutes may be noticed two seconds late."""
COUNT_EVERY: Final = 5.0


def add_agents(
    response: ResponseApp, settings: Settings, metrics: AlertMetrics, equipment: Equipment
) -> None:
    """Give the app its agents and timers; called once."""
    app, limit = response.app, settings.response.alerts.max_unreadable
    respond_step = RespondStep(
        response, settings, metrics, Burial(response.dead, metrics, limit=limit), equipment.rules
    )
    deliver_step = DeliverStep(
        response, settings, metrics, Burial(response.dead, metrics, limit=limit), equipment
    )
    reminder = Reminder(deliver_step, equipment.now, lane=settings.lane)
    waker = Waker(equipment.now, settings.response, lane=settings.lane)

    async def respond(stream: StreamT[bytes]) -> None:
        await steps.repeat(stream, respond_step)

    async def deliver(stream: StreamT[bytes]) -> None:
        await steps.repeat(stream, deliver_step)

    steps = Steps(app, settings.response.kafka)
    app.agent(response.signals, name="respond")(respond)
    app.agent(response.notices, name="deliver")(deliver)

    async def remind() -> None:
        if app.rebalancing:
            return
        boxes = [read_box(raw) for raw in response.boxes.values()]
        metrics.show_boxes(boxes)
        nudges = reminder.find_due(boxes)
        await send_and_wait([Outgoing(response.notices, one.about, one.to_json()) for one in nudges])

    async def count() -> None:
        if app.rebalancing:
            return
        books = [msgspec.json.decode(raw, type=Casebook) for raw in response.casebooks.values()]
        metrics.show_incidents(case for book in books for case in book.incidents)

    async def wake() -> None:
        if app.rebalancing:
            return
        books = (
            (brand, msgspec.json.decode(raw, type=Casebook)) for brand, raw in response.casebooks.items()
        )
        ticks = list(waker.find_due(books))
        await send_and_wait([Outgoing(response.ticks, one.brand, one.to_json()) for one in ticks])

    if settings.lane == LIVE:
        app.timer(interval=WAKE_EVERY, name="wake")(wake)
    app.timer(interval=REMIND_EVERY, name="remind")(remind)
    app.timer(interval=COUNT_EVERY, name="count")(count)
    steps.watch((response.signals, response.notices), equipment.now)
