"""The steps of the sentiment app over a recording, with Kafka and Faust's tables left out."""

from collections.abc import Awaitable, Iterable, Sequence
from typing import Any, cast

import pytest

from connectors.mention import Mention
from connectors.page import join_lines
from connectors.recording import list_sources
from connectors.timetable import Timetable
from streams.app import Sentiment
from streams.detect import DetectStep
from streams.durable import Outgoing
from streams.gapless import Received
from streams.metrics import StreamMetrics
from streams.score import ScoreMention
from streams.scoring.here import ScoringHere
from streams.settings import Settings
from streams.spike import FeedAlarm, Spike, read_spike
from streams.steps import RollStep, ScoreStep


class Table(dict[str, bytes]):
    """A table that is settled at once."""

    async def settle(self) -> None: ...


class FakeSentiment:
    """Topics by their names, and tables."""

    mentions, dead, ticks, readings, minutes, spikes = (
        "mentions",
        "mentions.dead",
        "ticks",
        "readings",
        "minutes",
        "spikes",
    )

    def __init__(self) -> None:
        self.windows = Table()
        self.judges = Table()


class Steps:
    """Takes pages through score, roll and detect, record by record, in the order of Kafka."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, brands: Sequence[str], score: ScoreMention, lane: str
    ) -> None:
        from prometheus_client import CollectorRegistry  # noqa: PLC0415

        self.sent: list[Outgoing] = []

        async def keep(records: Iterable[Outgoing]) -> list[Awaitable[object]]:
            self.sent.extend(records)
            return []

        monkeypatch.setattr("streams.steps.send", keep)
        monkeypatch.setattr("streams.detect.send", keep)
        self.fake = FakeSentiment()
        self._sentiment = cast("Sentiment", self.fake)
        self._lane, self._brands = lane, brands
        self._metrics = StreamMetrics(CollectorRegistry(), brands=brands, lane=lane)
        settings = self._settings()
        self._score_step = ScoreStep(self._sentiment, settings, self._metrics, ScoringHere(settings, score))

    def _settings(self, detector: str = "robust") -> Settings:
        document = {
            "kafka": {"lane": self._lane},
            "brands": [{"name": name} for name in self._brands],
            "streams": {"detector": detector},
        }
        return Settings.from_document(document, {}, file="test")

    def _take(self, topic: str) -> list[Outgoing]:
        taken, self.sent = self.sent, []
        assert all(cast("Any", one.topic) == topic for one in taken)
        return taken

    async def roll(self, mentions: Sequence[Mention]) -> list[Outgoing]:
        """Every record of `minutes`."""
        table = Timetable(list_sources(mentions), self._lane)
        roll = RollStep(self._sentiment, self._settings(), self._metrics)
        for offset, page in enumerate(table.write_pages(mentions)):
            raw = join_lines([line.to_json() for line in page.lines])
            record = received("mentions", offset, "replay", raw, page.at)
            await self._score_step.finish(record, await (await self._score_step.hand_in(record)))
            if offset % 7 == 6:
                await self._score_step.wait()
        await self._score_step.wait()
        records: list[Outgoing] = []
        for offset, reading in enumerate(self._take("readings")):
            await roll.take(received("readings", offset, reading.key, reading.value, page.at))
            await roll.wait()
            roll.write(0)
            await roll.settle()
            records += self._take("minutes")
        return records

    async def detect(self, minutes: Iterable[Outgoing], detector: str) -> list[Spike | FeedAlarm]:
        """Every change on `spikes`; a judge resumes from its snapshot at each record."""
        self.fake.judges.clear()
        detect = DetectStep(self._sentiment, self._settings(detector), self._metrics)
        for offset, record in enumerate(minutes):
            await detect.take(received("minutes", offset, record.key, record.value, None))
            detect.write(0)
            await detect.settle()
        read = [read_spike(record.value) for record in self._take("spikes")]
        return [
            change for change in read if isinstance(change, Spike | FeedAlarm)
        ]  # Time travels there, too.


def received(topic: str, offset: int, key: str, value: bytes, at: Any) -> Received:
    return Received(topic=topic, partition=0, offset=offset, key=key.encode(), value=value, sent_at=at)
