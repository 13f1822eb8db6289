"""A dead connector raises the alarm within five minutes, and one that only waits never does.

The real runner and sweeper go by a clock made for tests, their `/metrics` is read every 15 seconds as the
shipped configuration says, and promtool runs the shipped rule over what was read.
"""

import asyncio
import json
import shutil
import subprocess
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from prometheus_client import CollectorRegistry

from connectors.connector import Assignment, Batch
from connectors.errors import MisconfiguredError, PermanentError, TransientError
from connectors.metrics import ConnectorMetrics
from connectors.runner import Runner
from connectors.settings import Brand
from connectors.sweep import Sweeper
from tests.connectors.fakes import FakeClock, FakePublisher
from tests.connectors.samples import NOON

RULES: Final = Path(__file__).parents[2] / "deploy" / "prometheus" / "rules.yml"
FIRING: Final = 'ALERTS{alertname="CrisisSourceFails", alertstate="firing"}'
SCRAPE: Final = timedelta(seconds=15)
GROUP_WAIT: Final = timedelta(seconds=30)
"""Alertmanager's default: how long a new alert waits for others."""
WITHIN: Final = timedelta(minutes=5)
SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=seconds) for seconds in (1, 60, 3_600, 86_400))
NEVER: Final = timedelta()

pytestmark = [
    pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed"),
    pytest.mark.need("004-10"),
]


@dataclass
class ScrapedClock(FakeClock):
    """Time that stops on its way for each scrape, and for good at the end."""

    scrape: Callable[[], None] = lambda: None
    ends_at: timedelta = 2 * HOUR
    over: asyncio.Event = field(default_factory=asyncio.Event)
    _scraped: int = 0

    @property
    def passed(self) -> timedelta:
        return self.at - NOON

    async def sleep(self, for_: timedelta) -> None:
        until = self.passed + max(for_, NEVER)
        while self._scraped * SCRAPE <= until:
            self.at = NOON + self._scraped * SCRAPE
            self.scrape()
            self._scraped += 1
            if self.passed >= self.ends_at:
                self.over.set()
                await asyncio.Event().wait()
        self.at = NOON + until
        await asyncio.sleep(0)


Answer = Callable[[ScrapedClock], Awaitable[Batch]]


@dataclass
class Platform:
    """A connector whose answers hang on the time; each look takes a second at least."""

    clock: ScrapedClock
    answer: Answer
    sources: tuple[str, ...] = ("forum",)

    async def fetch_batch(self) -> Batch:
        await self.clock.sleep(SECOND)
        return await self.answer(self.clock)

    async def close(self) -> None:
        pass


async def scrape_source(answer: Answer, every: timedelta) -> list[float]:
    """Run one source for two hours; what Prometheus reads of it, every 15 seconds."""
    registry, read = CollectorRegistry(), list[float]()

    def scrape() -> None:
        late = registry.get_sample_value("crisis_connector_overdue_seconds", {"source": "forum"})
        assert late is not None
        read.append(late)

    clock = ScrapedClock(scrape=scrape)
    metrics = ConnectorMetrics(registry)
    runner = Runner(
        Sweeper(FakePublisher(), metrics, now=clock.now),
        metrics,
        clock=clock,
        randomness=lambda: 0.0,
        report=lambda _: None,
    )
    assignment = Assignment("forum", (Brand(name="acme"),), every, "live", None)
    running: asyncio.Task[object] = asyncio.create_task(
        runner.run([(assignment, lambda _: Platform(clock, answer))])
    )
    over = asyncio.create_task(clock.over.wait())
    await asyncio.wait((running, over), return_when=asyncio.FIRST_COMPLETED)
    if not over.done():  # It has stopped; other sources keep the process alive.
        running.result()
        running = asyncio.create_task(clock.sleep(clock.ends_at))
        await over
    running.cancel()
    return read


def ask_promtool(read: list[float], tmp_path: Path, *questions: tuple[timedelta, str, bool]) -> None:
    """Whether the expression, asked at that moment, finds the source, as the third says."""
    test = {
        "interval": "15s",
        "input_series": [
            {
                "series": 'crisis_connector_overdue_seconds{source="forum", instance="a"}',
                "values": " ".join(f"{late:.3f}" for late in read),
            }
        ],
        "promql_expr_test": [
            {
                "expr": f"max by (source) ({expression})",
                "eval_time": f"{at.total_seconds():.0f}s",
                "exp_samples": [{"labels": '{source="forum"}', "value": 1}] if expected else [],
            }
            for at, expression, expected in questions
        ],
    }
    cases = tmp_path / "cases.yml"
    cases.write_text(json.dumps({"rule_files": [str(RULES)], "evaluation_interval": "15s", "tests": [test]}))
    asked = subprocess.run(["promtool", "test", "rules", cases], capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stdout + asked.stderr


def well(every: timedelta, *, is_last: bool = True) -> Batch:
    return Batch((), next_in=every if is_last else timedelta(), upto=NOON, cursor=b"1" if is_last else None)


def dies(error: Exception, *, every: timedelta, after: timedelta) -> Answer:
    async def answer(clock: ScrapedClock) -> Batch:
        if clock.passed > after:
            raise error
        return well(every)

    return answer


def hangs(*, every: timedelta, after: timedelta) -> Answer:
    async def answer(clock: ScrapedClock) -> Batch:
        if clock.passed > after:
            await clock.sleep(DAY)
        return well(every)

    return answer


def breaks_off(*, every: timedelta, after: timedelta) -> Answer:
    """As a stream does: a look lasts as long as the stream, and the next begins at once."""

    async def answer(clock: ScrapedClock) -> Batch:
        await clock.sleep(min(every, max(after - clock.passed, NEVER)))
        if clock.passed >= after:
            raise TransientError("the stream has ended")
        return well(timedelta(microseconds=1))

    return answer


def begins_and_fails(*, every: timedelta, after: timedelta) -> Answer:
    batches = 0

    async def answer(clock: ScrapedClock) -> Batch:
        nonlocal batches
        if clock.passed <= after:
            return well(every)
        batches += 1
        if batches % 2 == 0:
            raise TransientError("503 for the second page")
        return well(every, is_last=False)

    return answer


TWO, HALF = 2 * MINUTE, 30 * MINUTE
DEAD: Final[dict[str, tuple[Callable[[], Answer], timedelta, timedelta]]] = {
    "does not answer": (lambda: dies(TransientError("503"), every=TWO, after=19 * MINUTE), TWO, 20 * MINUTE),
    "hangs": (lambda: hangs(every=TWO, after=19 * MINUTE), TWO, 20 * MINUTE),
    "gone for good, asked once a day": (
        lambda: dies(PermanentError("404"), every=DAY, after=NEVER),
        DAY,
        NEVER,
    ),
    "stopped for its token, asked once a day": (
        lambda: dies(MisconfiguredError("401"), every=DAY, after=NEVER),
        DAY,
        NEVER,
    ),
    "a fault of our own": (lambda: dies(ValueError("oh"), every=TWO, after=19 * MINUTE), TWO, 20 * MINUTE),
    "asks to wait a minute, for ever": (
        lambda: dies(TransientError("429", MINUTE), every=TWO, after=19 * MINUTE),
        TWO,
        20 * MINUTE,
    ),
    "a stream that breaks off": (lambda: breaks_off(every=HALF, after=40 * MINUTE), HALF, 40 * MINUTE),
    "brings a first page and never the second": (
        lambda: begins_and_fails(every=TWO, after=19 * MINUTE),
        TWO,
        20 * MINUTE,
    ),
}
"""How it dies, how often it looks, and when a look fails first, or should have ended, but for some seconds."""


@pytest.mark.parametrize("how", DEAD)
async def test_a_dead_connector_alarms_within_five_minutes(how: str, tmp_path: Path) -> None:
    make, every, fails_at = DEAD[how]
    read = await scrape_source(make(), every)
    told_by = fails_at + WITHIN - GROUP_WAIT
    ask_promtool(
        read,
        tmp_path,
        (fails_at + MINUTE, f"count_over_time({FIRING}[2h])", False),
        (told_by, FIRING, True),
        (2 * HOUR, FIRING, True),
    )


def waits_once(asked: timedelta) -> Answer:
    looks = 0

    async def answer(_: ScrapedClock) -> Batch:
        nonlocal looks
        looks += 1
        if looks % 2 == 0:
            raise TransientError("429", asked)
        return well(TWO)

    return answer


def stumbles() -> Answer:
    """Two minutes of every half hour without an answer."""

    async def answer(clock: ScrapedClock) -> Batch:
        if clock.passed % HALF >= 28 * MINUTE:
            raise TransientError("503")
        return well(TWO)

    return answer


def catches_up() -> Answer:
    """A first look of an hour, in parts of half a minute."""

    async def answer(clock: ScrapedClock) -> Batch:
        await clock.sleep(30 * SECOND)
        return well(TWO, is_last=clock.passed > HOUR)

    return answer


def looks(*, every: timedelta) -> Answer:
    async def answer(_: ScrapedClock) -> Batch:
        return well(every)

    return answer


async def follow(clock: ScrapedClock) -> Batch:
    """A quiet stream: nothing for half an hour, then the promise that this was all."""
    await clock.sleep(HALF)
    return well(timedelta(microseconds=1))


ALIVE: Final[dict[str, tuple[Callable[[], Answer], timedelta]]] = {
    "finds nothing": (lambda: looks(every=TWO), TWO),
    "looks once an hour": (lambda: looks(every=HOUR), HOUR),
    "follows a quiet stream": (lambda: follow, HALF),
    "is told to wait 40 minutes after every look": (lambda: waits_once(40 * MINUTE), TWO),
    "stumbles": (stumbles, TWO),
    "catches up for an hour": (catches_up, TWO),
}


@pytest.mark.parametrize("how", ALIVE)
async def test_one_that_only_waits_never_does(how: str, tmp_path: Path) -> None:
    make, every = ALIVE[how]
    read = await scrape_source(make(), every)
    ask_promtool(read, tmp_path, (2 * HOUR, f"count_over_time({FIRING}[3h])", False))
