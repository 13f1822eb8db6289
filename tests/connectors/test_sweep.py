"""A sweep: mentions first, then the promise and the cursor, and nothing promised that was not sent."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry

from connectors.connector import Assignment, Batch
from connectors.cursors import split_memory
from connectors.due import Due
from connectors.errors import PermanentError, TransientError
from connectors.limits import Quota
from connectors.mention import Heartbeat, Mention
from connectors.metrics import ConnectorMetrics
from connectors.settings import Brand
from connectors.sweep import Sweep, Sweeper
from tests.connectors.fakes import FakeClock, FakePublisher, of_type
from tests.connectors.samples import NOON, make_mention

TWO_MINUTES = timedelta(minutes=2)


class Scripted:
    """A connector that returns what it is told."""

    def __init__(self, *batches: Batch | Exception, sources: Sequence[str] = ("forum",)) -> None:
        self.batches = list(batches)
        self.sources = tuple(sources)
        self.closed = 0

    async def fetch_batch(self) -> Batch:
        batch = self.batches.pop(0)
        if isinstance(batch, Exception):
            raise batch
        return batch

    async def close(self) -> None:
        self.closed += 1


def part(*mentions: Mention) -> Batch:
    return Batch(mentions, next_in=timedelta())


def end(*mentions: Mention, cursor: bytes = b"2") -> Batch:
    return Batch(mentions, next_in=TWO_MINUTES, upto=NOON, cursor=cursor)


def assign(cursor: bytes | None = b"1") -> Assignment:
    return Assignment("forum", (Brand(name="acme"),), TWO_MINUTES, "live", cursor)


async def sweep(
    connector: Scripted, publisher: FakePublisher, registry: CollectorRegistry | None = None
) -> Sweep:
    metrics = ConnectorMetrics(registry or CollectorRegistry())
    due = Due(NOON, TWO_MINUTES)
    return await Sweeper(publisher, metrics, now=FakeClock().now).run_sweep(connector, assign(), due)


async def test_mentions_then_heartbeat_then_cursor() -> None:
    publisher = FakePublisher()
    done = await sweep(Scripted(part(make_mention(1)), end(make_mention(2))), publisher)

    assert [type(line) for line in publisher.lines()] == [Mention, Mention, Heartbeat]
    assert publisher.lines()[-1] == Heartbeat(source="forum", upto=NOON, brands=("acme",))
    assert publisher.records[-1].topic == "live.cursors"
    assert (publisher.records[-1].key, publisher.records[-1].value) == ("forum", b"2")
    assert done == Sweep("forum", 2, NOON, TWO_MINUTES, b"2", {})


async def test_each_shard_has_its_key_its_pages_and_its_heartbeat() -> None:
    publisher = FakePublisher()
    mentions = [make_mention(number, source=f"sky#{number % 2}") for number in range(6)]
    await sweep(Scripted(end(*mentions), sources=("sky#0", "sky#1")), publisher)

    for shard in ("sky#0", "sky#1"):
        pages = [record for record in publisher.records if record.key == shard]
        assert len(pages) == 2
    assert {mention.source for _, mention in publisher.pages()[0].mentions} == {"sky#0"}
    assert [beat.source for beat in of_type(publisher.lines(), Heartbeat)] == ["sky#0", "sky#1"]


async def test_the_oldest_mention_comes_first() -> None:
    publisher = FakePublisher()
    await sweep(Scripted(end(make_mention(3), make_mention(1), make_mention(2))), publisher)
    times = [mention.published_at for mention in of_type(publisher.lines(), Mention)]
    assert times == sorted(times)


async def test_a_quiet_sweep_still_beats_and_an_unchanged_cursor_is_not_saved_again() -> None:
    publisher = FakePublisher()
    await sweep(Scripted(end(cursor=b"1")), publisher)
    assert [type(line) for line in publisher.lines()] == [Heartbeat]
    assert publisher.values("live.cursors") == []


async def test_a_source_that_cannot_say_how_far_it_is_promises_nothing() -> None:
    publisher = FakePublisher()
    await sweep(Scripted(Batch((), next_in=TWO_MINUTES, cursor=b"2")), publisher)
    assert publisher.lines() == []
    assert publisher.values("live.cursors") == [b"2"]


@pytest.mark.parametrize("failing", [0, 1])
async def test_when_kafka_fails_nothing_is_promised_and_no_cursor_saved(failing: int) -> None:
    failures = [None] * failing + [TransientError("no broker")]
    publisher = FakePublisher(*failures)
    with pytest.raises(TransientError):
        await sweep(Scripted(part(make_mention(1)), end(make_mention(2))), publisher)
    assert of_type(publisher.lines(), Heartbeat) == []
    assert publisher.values("live.cursors") == []


async def test_when_the_platform_fails_in_the_middle_no_cursor_is_saved() -> None:
    publisher = FakePublisher()
    with pytest.raises(PermanentError):
        await sweep(Scripted(part(make_mention(1)), PermanentError("gone")), publisher)
    assert [type(line) for line in publisher.lines()] == [Mention]
    assert publisher.values("live.cursors") == []


async def test_what_was_sent_is_counted() -> None:
    registry = CollectorRegistry()
    publisher = FakePublisher()
    await sweep(Scripted(end(*map(make_mention, range(600)))), publisher, registry)

    def read(name: str) -> float | None:
        return registry.get_sample_value(f"crisis_connector_{name}", {"source": "forum"})

    assert read("mentions_total") == 600
    assert read("pages_total") == 2
    assert read("page_bytes_total") == sum(map(len, publisher.values("live.mentions")[:2]))
    assert read("sweep_seconds_count") == 1
    assert read("up") == 1
    assert read("lag_seconds") == 0


async def test_what_is_left_and_what_was_looked_at_is_shown() -> None:
    registry = CollectorRegistry()
    batch = Batch((make_mention(1),), TWO_MINUTES, NOON, b"2", read=40, unreadable=3, quota=Quota(300, 75))
    await sweep(Scripted(batch), FakePublisher(), registry)

    def read(name: str) -> float | None:
        return registry.get_sample_value(f"crisis_connector_{name}", {"source": "forum"})

    assert (read("read_total"), read("unreadable_total"), read("quota_ratio")) == (40, 3, 0.25)


async def test_the_memory_is_saved_before_the_cursor_that_relies_on_it() -> None:
    publisher = FakePublisher()
    batch = Batch((), TWO_MINUTES, NOON, b"2", memory={"sent/1": b"rows", "sent/0": None})
    await sweep(Scripted(batch), publisher)
    saved = [(record.key, record.value) for record in publisher.records if record.topic == "live.cursors"]
    assert saved == [("forum/sent/1", b"rows"), ("forum/sent/0", None), ("forum", b"2")]
    kept = {"forum/sent/1": b"rows", "forum": b"2", "forum2/sent/9": b"x"}
    assert split_memory(kept, "forum") == {"sent/1": b"rows"}
