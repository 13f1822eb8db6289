"""The `response` app of one lane: its topics and its tables, and nothing else."""

from dataclasses import dataclass
from typing import Final

import faust
from faust.types import TopicT

from alerts.settings import Settings
from connectors.settings import topic
from streams.durable import DurableTable

SESSION: Final = 15.0
"""Seconds after which a worker that died leaves its incidents to another; Faust's own default is 60."""


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
    kafka, lane = settings.response.kafka, settings.lane
    app = faust.App(
        id=name_app(lane),
        broker=f"kafka://{kafka.bootstrap}",
        store=settings.response.alerts.store,
        datadir=str(settings.data_dir),
        autodiscover=False,
        topic_partitions=kafka.partitions,
        topic_replication_factor=kafka.replication,
        topic_disable_leader=True,
        web_enabled=False,  # `/metrics` is served by prometheus_client, without Faust's own pages.
        broker_commit_interval=1.0,  # A restart repeats at most a second's worth.
        broker_session_timeout=SESSION,
        consumer_group_instance_id=settings.worker,
        consumer_auto_offset_reset="earliest",
        Table=DurableTable,
    )

    def declare(*names: str) -> TopicT:
        return app.topic(
            *(topic(lane, name) for name in names),
            key_type=str,
            key_serializer="raw",
            value_type=bytes,
            value_serializer="raw",
            partitions=kafka.partitions,
        )

    def keep(name: str) -> DurableTable:
        table = app.Table(name, key_type=str, value_type=bytes, partitions=kafka.partitions)
        assert isinstance(table, DurableTable)  # noqa: S101 - what `Table=` above asks for.
        return table

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
