"""The `sentiment` app of one lane: its topics and its tables, and nothing else."""

from dataclasses import dataclass
from functools import partial
from typing import Final

import faust
from faust.types import TopicT

from streams.durable import DurableTable
from streams.lane_app import declare_topic, keep_table, open_app
from streams.settings import Settings


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
    kafka = settings.kafka
    app = open_app(name_app(settings.lane), kafka, settings.workplace, store=settings.streams.store)
    declare, keep = partial(declare_topic, app, kafka), partial(keep_table, app, kafka)
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
