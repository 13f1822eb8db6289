"""The clock of the live lane: what a worker tells the partitions that it reads."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from unittest.mock import AsyncMock, Mock

import pytest

from connectors.mention import Tick
from streams import agents
from streams.settings import Settings

START = datetime(2026, 11, 23, 11, tzinfo=UTC)


class Clocks:
    """The wall clock and the steady one, as `datetime` and `time` have them."""

    def __init__(self) -> None:
        self.passed, self.wrong = timedelta(days=1), timedelta()

    def now(self, zone: object) -> datetime:
        del zone
        return START + self.passed + self.wrong

    def monotonic(self) -> float:
        return self.passed.total_seconds()


async def test_a_time_that_jumped_ahead_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks, timers = Clocks(), list[Callable[[], Awaitable[None]]]()
    monkeypatch.setattr(agents, "datetime", clocks)
    monkeypatch.setattr(agents, "time", clocks)
    sentiment = Mock(mentions=Mock(send=AsyncMock()), ticks=Mock(send=AsyncMock()))
    sentiment.mentions.get_topic_name.return_value = "live.mentions"
    sentiment.app.consumer.assignment.return_value = [Mock(topic="live.mentions", partition=0)]
    sentiment.app.timer = lambda **_: timers.append
    settings = Settings.from_document({"brands": [{"name": "acme"}]}, {}, file="crisis.toml")
    agents._add_clock(sentiment, settings)
    for wrong in (timedelta(), timedelta(hours=6), timedelta()):
        clocks.passed, clocks.wrong = clocks.passed + timedelta(seconds=15), wrong
        await timers[0]()
    told = [Tick.from_json(call.kwargs["value"]).at for call in sentiment.ticks.send.await_args_list]
    assert told == [START + timedelta(days=1, seconds=seconds) for seconds in (15, 45)]
    assert sentiment.mentions.send.await_count == 2
