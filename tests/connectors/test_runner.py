"""The runner: one failing source harms no other, and waits are what was promised."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry

from connectors.connector import Assignment, Batch
from connectors.errors import ConnectorError, MisconfiguredError, PermanentError, TransientError
from connectors.mention import Mention
from connectors.metrics import ConnectorMetrics, Failure
from connectors.runner import Delayed, Open, Runner, Stopped
from connectors.sweep import Sweep, Sweeper
from tests.connectors.fakes import FakeClock, FakePublisher, of_type
from tests.connectors.samples import make_mention
from tests.connectors.test_sweep import Scripted, assign, end

MINUTE = timedelta(minutes=1)
ENOUGH = MisconfiguredError("the token has expired")


@dataclass
class Bench:
    """A runner with everything around it made for tests."""

    publisher: FakePublisher = field(default_factory=FakePublisher)
    clock: FakeClock = field(default_factory=FakeClock)
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    events: list[Sweep | Delayed | Stopped] = field(default_factory=list)
    opened: list[Assignment] = field(default_factory=list)

    async def run(self, *sources: tuple[Assignment, Open]) -> tuple[Stopped, ...]:
        metrics = ConnectorMetrics(self.registry)
        sweeper = Sweeper(self.publisher, metrics, now=self.clock.now)
        runner = Runner(sweeper, metrics, clock=self.clock, randomness=lambda: 0.0, report=self.events.append)
        return await runner.run(sources)

    def script(self, *runs: Scripted, name: str = "forum") -> tuple[Assignment, Open]:
        waiting = list(runs)

        def open_next(assignment: Assignment) -> Scripted:
            self.opened.append(assignment)
            return waiting.pop(0)

        return replace(assign(), name=name), open_next

    def count(self, reason: Failure, source: str = "forum") -> float | None:
        return self.registry.get_sample_value(
            "crisis_connector_failures_total", {"source": source, "reason": reason.value}
        )


@pytest.fixture
def bench() -> Bench:
    return Bench()


async def test_it_sweeps_waits_and_sweeps_again(bench: Bench) -> None:
    connector = Scripted(end(make_mention(1)), end(make_mention(2), cursor=b"3"), ENOUGH)
    (stopped,) = await bench.run(bench.script(connector))

    assert stopped == Stopped("forum", "the token has expired")
    assert bench.clock.slept == [timedelta(minutes=2)] * 2
    assert bench.publisher.values("live.cursors") == [b"2", b"3"]
    assert connector.closed == 1
    assert bench.count(Failure.MISCONFIGURED) == 1


async def test_after_a_failure_a_new_connector_resumes_from_the_cursor_saved_last(bench: Bench) -> None:
    first = Scripted(end(make_mention(1)), TransientError("503"))
    second = Scripted(ENOUGH)
    await bench.run(bench.script(first, second))

    assert [assignment.cursor for assignment in bench.opened] == [b"1", b"2"]
    assert (first.closed, second.closed) == (1, 1)


async def test_a_mention_that_kafka_did_not_take_is_fetched_and_sent_again(bench: Bench) -> None:
    bench.publisher = FakePublisher(TransientError("no broker"))
    await bench.run(bench.script(Scripted(end(make_mention(1))), Scripted(end(make_mention(1)), ENOUGH)))
    assert bench.opened[1].cursor == b"1"
    assert len(of_type(bench.publisher.lines(), Mention)) == 1


@pytest.mark.parametrize(
    ("error", "wait", "reason"),
    [
        (TransientError("503"), timedelta(seconds=5), Failure.TRANSIENT),
        (TransientError("429", timedelta(hours=1)), timedelta(hours=1), Failure.RATE_LIMITED),
        (PermanentError("404"), timedelta(minutes=2), Failure.PERMANENT),
    ],
)
async def test_each_error_has_its_wait_and_its_label(
    bench: Bench, error: ConnectorError, wait: timedelta, reason: Failure
) -> None:
    await bench.run(bench.script(Scripted(error), Scripted(ENOUGH)))
    assert bench.clock.slept == [wait]
    assert bench.count(reason) == 1
    assert bench.events[0] == Delayed("forum", str(error), wait)


async def test_waits_grow_while_it_fails_and_start_over_after_a_success(bench: Bench) -> None:
    failing = [Scripted(TransientError("503")) for _ in range(3)]
    recovered = Scripted(end(), TransientError("503"))
    await bench.run(bench.script(*failing, recovered, Scripted(ENOUGH)))
    assert [wait.total_seconds() for wait in bench.clock.slept] == [5, 10, 20, 120, 5]


async def test_one_stopped_source_does_not_stop_the_other(bench: Bench) -> None:
    busy = Scripted(*(end(make_mention(number), cursor=b"%d" % number) for number in range(5)), ENOUGH)
    stopped = await bench.run(
        bench.script(Scripted(MisconfiguredError("no token")), name="broken"),
        bench.script(busy, name="busy"),
    )
    assert {each.source: each.why for each in stopped} == {
        "broken": "no token",
        "busy": "the token has expired",
    }
    assert len(of_type(bench.publisher.lines(), Mention)) == 5
    assert bench.registry.get_sample_value("crisis_connector_up", {"source": "broken"}) == 0


async def test_options_that_cannot_be_used_stop_the_source(bench: Bench) -> None:
    def refuse(_: Assignment) -> Scripted:
        raise MisconfiguredError("the saved cursor cannot be read")

    (stopped,) = await bench.run((assign(), refuse))
    assert "cursor" in stopped.why


async def test_a_programming_error_is_seen_and_ends_no_other_source(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Scripted(ValueError("https://x.example/?token=hunter2"))
    stopped = await bench.run(
        bench.script(broken, Scripted(ENOUGH), name="broken"),
        bench.script(Scripted(end(make_mention(1)), end(make_mention(2), cursor=b"3"), ENOUGH), name="busy"),
    )
    assert [each.source for each in stopped] == ["broken", "busy"]
    assert len(of_type(bench.publisher.lines(), Mention)) == 2
    assert broken.closed == 1
    assert bench.count(Failure.UNEXPECTED, "broken") == 1
    (told,) = [event for event in bench.events if isinstance(event, Delayed)]
    assert told.source == "broken"
    assert "ValueError" in told.why
    assert told.next_in == timedelta(minutes=2)
    assert "test_sweep.py" in caplog.text, "the log says where"
    assert "hunter2" not in caplog.text + told.why


async def test_a_source_that_cannot_even_be_closed_ends_no_other(bench: Bench) -> None:
    class Stuck(Scripted):
        async def close(self) -> None:
            raise RuntimeError("half open")

    (stopped,) = await bench.run(bench.script(Stuck(TransientError("503")), Scripted(ENOUGH)))
    assert stopped.why == "the token has expired"


class Hanging(Scripted):
    """Never answers."""

    def __init__(self, on_asked: Callable[[], None]) -> None:
        super().__init__()
        self._on_asked = on_asked

    async def fetch_batch(self) -> Batch:
        self._on_asked()
        await asyncio.Event().wait()
        raise AssertionError


async def test_cancelled_it_ends_at_once_and_closes_what_is_open(bench: Bench) -> None:
    asked = asyncio.Event()
    connector = Hanging(asked.set)
    task = asyncio.create_task(bench.run(bench.script(connector)))
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert connector.closed == 1


async def test_every_label_is_there_from_the_start(bench: Bench) -> None:
    await bench.run(bench.script(Scripted(ENOUGH)))
    assert bench.count(Failure.RATE_LIMITED) == 0
    assert bench.registry.get_sample_value("crisis_connector_mentions_total", {"source": "forum"}) == 0


async def test_what_a_sweep_remembers_is_there_when_it_is_opened_again(bench: Bench) -> None:
    def remember(**memory: bytes | None) -> Batch:
        return replace(end(cursor=memory.get("a") or b"3"), memory=memory)

    first = Scripted(remember(a=b"1", b=b"1"), remember(a=b"2", b=None), TransientError("503"))
    await bench.run(bench.script(first, Scripted(ENOUGH)))
    assert [dict(assignment.memory) for assignment in bench.opened] == [{}, {"a": b"2"}]


async def test_a_wait_is_shown_until_it_works_again(bench: Bench) -> None:
    seen: list[float | None] = []

    def look(_: timedelta) -> None:
        name = "crisis_connector_wait_seconds"
        seen.append(bench.registry.get_sample_value(name, {"source": "forum"}))

    bench.clock.on_sleep = look
    slow = TransientError("429", timedelta(minutes=7))
    await bench.run(bench.script(Scripted(slow), Scripted(end(), ENOUGH)))
    assert seen == [420, 0]
