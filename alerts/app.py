"""The `response` app of one lane: its topics and its tables, and nothing else."""

from dataclasses import dataclass
from functools import partial
from typing import Final

import faust
from faust.types import TopicT

from alerts.settings import Settings
from streams.durable import DurableTable
from streams.lane_app import declare_topic, keep_table, open_app


@dataclass(frozen=True, slots=True)
class ResponseApp:
    """The app with what its agents read and write."""

    app: faust.App
    signals: TopicT
    """`spikes`, `actions` and `ticks` as one stream: all change a brand's casebook, so one agent reads all."""
    spikes: TopicT
    actions: TopicT
    ticks: TopicT
    incidents: TopicT
    quotes: TopicT
    rulings: TopicT
    notices: TopicT
    dead: TopicT
    casebooks: DurableTable
    """By brand: `Casebook`."""
    boxes: DurableTable
    """By incident or feed alarm: `Box`."""


CASEBOOKS: Final = "casebooks"
BOXES: Final = "boxes"


def name_app(lane: str) -> str:
    """Id of the app, and of its consumer group."""
    return f"crisis-response-{lane}"


def create_app(settings: Settings) -> ResponseApp:
    """Make the app; it connects to nothing before a worker starts it."""
    kafka, store = settings.response.kafka, settings.response.alerts.store
    app = open_app(name_app(settings.lane), kafka, settings.workplace, store=store)
    declare, keep = partial(declare_topic, app, kafka), partial(keep_table, app, kafka)
    return ResponseApp(
        app=app,
        signals=declare("spikes", "actions", "ticks"),
        spikes=declare("spikes"),
        actions=declare("actions"),
        ticks=declare("ticks"),
        incidents=declare("incidents"),
        quotes=declare("quotes"),
        rulings=declare("rulings"),
        notices=declare("notices"),
        dead=declare("mentions.dead"),
        casebooks=keep(CASEBOOKS),
        boxes=keep(BOXES),
    )
