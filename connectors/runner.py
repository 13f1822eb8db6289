"""The runner: sweep, wait, sweep again, for many connectors in one process; a failing one harms no other."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from connectors.backoff import Backoff
from connectors.clock import Clock
from connectors.connector import Assignment, Connector
from connectors.due import Due
from connectors.errors import (
    ConnectorError,
    MisconfiguredError,
    PermanentError,
    TransientError,
    UnexpectedError,
)
from connectors.metrics import ConnectorMetrics, Failure
from connectors.sweep import Sweep, Sweeper

log = logging.getLogger(__name__)

Open = Callable[[Assignment], Connector]
"""Makes the connector of an assignment; may raise MisconfiguredError."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A source that will not be asked again before a person acts."""

    source: str
    why: str


@dataclass(frozen=True, slots=True)
class Delayed:
    """A sweep that failed and when the next is tried."""

    source: str
    why: str
    next_in: timedelta


Report = Callable[[Sweep | Delayed | Stopped], None]


class Runner:
    """Runs connectors until it is cancelled, or until each has stopped for good."""

    def __init__(
        self,
        sweeper: Sweeper,
        metrics: ConnectorMetrics,
        *,
        clock: Clock,
        randomness: Callable[[], float],
        report: Report,
        backoff: Backoff | None = None,
    ) -> None:
        self._sweeper = sweeper
        self._metrics = metrics
        self._clock = clock
        self._randomness = randomness
        self._report = report
        self._backoff = backoff or Backoff()

    async def run(self, sources: Sequence[tuple[Assignment, Open]]) -> tuple[Stopped, ...]:
        """Run all of them; returns when every one has stopped, with the reasons.

        A programming error in one is logged, counted and shown; that source is tried again like one that fails
        for good, and the others go on: what a stranger can write must not make all of them deaf.
        """
        self._metrics.create_labels(assignment.name for assignment, _ in sources)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._run_source(assignment, open_)) for assignment, open_ in sources]
        return tuple(task.result() for task in tasks)

    async def _run_source(self, assignment: Assignment, open_: Open) -> Stopped:
        failures = 0
        due = Due(self._clock.now(), assignment.every)
        self._metrics.follow_due(assignment.name, due, self._clock.now)
        while True:
            connector: Connector | None = None
            try:
                connector = open_(assignment)
                while True:
                    sweep = await self._sweeper.run_sweep(connector, assignment, due)
                    assignment = _advance(assignment, sweep)
                    failures = 0
                    self._report(sweep)
                    await self._clock.sleep(sweep.next_in)
            except ConnectorError as exc:
                failures += 1
                outcome = self._judge(assignment, exc, failures, due)
            except Exception as exc:  # noqa: BLE001 - whatever it is, the others go on.
                failures += 1
                # Where, not what: a message may hold a URL with its token.
                where = "".join(traceback.format_tb(exc.__traceback__))
                log.error("source %s: %s\n%s", assignment.name, type(exc).__name__, where)  # noqa: TRY400
                outcome = self._judge(assignment, UnexpectedError(exc), failures, due)
            finally:
                if connector is not None:
                    with suppress(Exception):
                        await connector.close()
            self._report(outcome)
            if isinstance(outcome, Stopped):
                return outcome
            await self._clock.sleep(outcome.next_in)

    def _judge(
        self, assignment: Assignment, error: ConnectorError, failures: int, due: Due
    ) -> Delayed | Stopped:
        name = assignment.name
        self._metrics.up.labels(name).set(0)
        self._metrics.failures.labels(name, Failure.of(error)).inc()
        if isinstance(error, MisconfiguredError):
            due.fail(self._clock.now(), None)
            log.error("source stopped", extra={"source": name, "why": str(error)})
            return Stopped(name, str(error))
        retry_after, backoff = None, self._backoff
        if isinstance(error, TransientError):
            retry_after, backoff = error.retry_after, error.backoff or backoff
        wait = backoff.wait_for(failures, self._randomness, retry_after)
        if isinstance(error, PermanentError | UnexpectedError):
            wait = max(wait, assignment.every)
        due.fail(self._clock.now(), None if retry_after is None else wait)
        self._metrics.wait_seconds.labels(name).set(wait.total_seconds())
        return Delayed(name, str(error), wait)


def _advance(assignment: Assignment, sweep: Sweep) -> Assignment:
    if not sweep.memory:
        return replace(assignment, cursor=sweep.cursor)
    memory = {key: value for key, value in assignment.memory.items() if key not in sweep.memory}
    memory |= {key: value for key, value in sweep.memory.items() if value is not None}
    return replace(assignment, cursor=sweep.cursor, memory=memory)
