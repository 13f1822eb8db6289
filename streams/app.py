"""The `sentiment` app of one lane: its topics and its tables, and nothing else."""

from dataclasses import dataclass
from typing import Final

import faust
from faust.types import TopicT

from connectors.settings import topic
from streams.durable import DurableTable
from streams.settings import Settings

SESSION: Final = 15.0
"""Seconds after which a worker that died takes its brands to another; Faust's own default is 60."""


@dataclass(frozen=True, slots=True)
class Sentiment:
    """The app with what its agents read and write."""

    app: faust.App
    mentions: TopicT
    dead: TopicT
    ticks: TopicT
    readings: TopicT
    minutes: TopicT
    judged: TopicT
    """`minutes` and `rulings` as one stream: both change a brand's judge, so one agent reads both."""
    spikes: TopicT
    windows: DurableTable
    """By brand: `WindowState`; by brand and minute: what was seen. One changelog, so that order is kept."""
    judges: DurableTable
    """By brand: `JudgeState`."""


WINDOWS: Final = "windows"
JUDGES: Final = "judges"


def name_app(lane: str) -> str:
    """Id of the app, and of its consumer group."""
    return f"crisis-sentiment-{lane}"


def create_app(settings: Settings) -> Sentiment:
    """Make the app; it connects to nothing before a worker starts it."""
    app = faust.App(
        id=name_app(settings.lane),
        broker=f"kafka://{settings.kafka.bootstrap}",
        store=settings.streams.store,
        datadir=str(settings.data_dir),
        autodiscover=False,
        topic_partitions=settings.kafka.partitions,
        topic_replication_factor=settings.kafka.replication,
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
            *(topic(settings.lane, name) for name in names),
            key_type=str,
            key_serializer="raw",
            value_type=bytes,
            value_serializer="raw",
            partitions=settings.kafka.partitions,
        )

    def keep(name: str) -> DurableTable:
        table = app.Table(
            name,
            key_type=str,
            value_type=bytes,
            partitions=settings.kafka.partitions,
        )
        assert isinstance(table, DurableTable)  # noqa: S101 - what `Table=` above asks for.
        return table

    return Sentiment(
        app=app,
        mentions=declare("mentions"),
        dead=declare("mentions.dead"),
        ticks=declare("ticks"),
        readings=declare("readings"),
        minutes=declare("minutes"),
        judged=declare("minutes", "rulings"),
        spikes=declare("spikes"),
        windows=keep(WINDOWS),
        judges=keep(JUDGES),
    )
