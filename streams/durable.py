"""Durable steps: what a Faust agent must do so that each message counts once.

Faust commits an offset without waiting for the records and changelog entries that its message caused, and
acknowledges a message even when the agent raised (faust#189, #527). So an agent here is one step, repeated:
read state, decide, send what follows and wait until Kafka has it, write state and wait until Kafka has that,
and only then take the next message. A worker killed between any two of these repeats the whole step, finds
its fence, and the outcome is the same. A step that fails unexpectedly ends the process before its offset
can be committed.
"""

import logging
import os
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NoReturn

import faust
from faust.types import TP, CodecArg, EventT, FutureMessage, StreamT, TopicT

from connectors.settings import Kafka
from streams.beat import KEY, Remedy, Stragglers
from streams.fetches import gather_fetches
from streams.gapless import Gapless, KafkaLog, Received

log = logging.getLogger(__name__)

EXIT_STEP_FAILED: Final = 70
"""EX_SOFTWARE: a step raised; a restart repeats it."""
EXIT_UNREADABLE: Final = 65
"""EX_DATAERR: nothing that comes in can be read."""

WATCH_EVERY: Final = 5.0
"""Seconds between two looks for partitions that stand still."""

BATCH: Final = 64
"""Records a batch has at most."""
BATCH_WITHIN: Final = 0.25
"""Seconds after which a batch takes no more."""

Headers = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record to send."""

    topic: TopicT
    key: str
    value: bytes
    headers: Headers | None = None


class DurableTable(faust.Table[str, bytes]):
    """A plain table of bytes whose writes can be waited for; give it to `faust.App(Table=…)`."""

    _unsettled: list[FutureMessage]

    def send_changelog(
        self,
        partition: int | None,
        key: Any,  # noqa: ANN401
        value: Any,  # noqa: ANN401
        key_serializer: CodecArg = None,
        value_serializer: CodecArg = None,
    ) -> FutureMessage:
        """Remember each changelog record that is under way."""
        sent = super().send_changelog(partition, key, value, key_serializer, value_serializer)
        self.__dict__.setdefault("_unsettled", []).append(sent)
        return sent

    async def settle(self) -> None:
        """Return when Kafka has acknowledged every write made so far."""
        unsettled = self.__dict__.pop("_unsettled", [])
        for sent in unsettled:
            await sent


async def send(records: Iterable[Outgoing]) -> list[Awaitable[Any]]:
    """Send records in order; what is returned is to be waited for: Kafka's acknowledgements."""
    return [
        await record.topic.send(key=record.key, value=record.value, headers=dict(record.headers or {}))
        for record in records
    ]


async def send_and_wait(records: Sequence[Outgoing]) -> None:
    """Send records in order and return when Kafka has acknowledged them all."""
    for acknowledged in await send(records):
        await acknowledged


Step = Callable[[Received], Awaitable[None]]
"""Takes one record: reads state, sends and waits, writes state and waits. May see a record twice."""


class Steps:
    """Runs the steps of one app's agents; made once for each app, before its worker starts."""

    def __init__(self, app: faust.App, kafka: Kafka) -> None:
        self._app = app
        self._log = KafkaLog(kafka, app.conf.id)
        self.gapless = Gapless(self._log)
        self._generation = 0
        app.on_partitions_revoked.connect(self._on_revoked, weak=False)
        app.on_partitions_assigned.connect(self._on_assigned, weak=False)
        app.on_before_shutdown.connect(self._on_shutdown, weak=False)

    @property
    def generation(self) -> int:
        """Grows with each rebalance: what was under way before is no longer ours."""
        return self._generation

    async def repeat(self, stream: StreamT[bytes], step: Step) -> None:
        """Take each record through `step`; the body of every agent here.

        A step that raises, or is cancelled half-way, ends the process at once (`hard_stop`): to return to
        Faust would acknowledge the record.
        """
        async for event in stream.events():
            record = receive(event)
            try:
                async for missed in self.gapless.missing_before(record):
                    await self.take(missed, step)
                await self.take(record, step)
            except BaseException as exc:  # noqa: BLE001 - also cancellation: faust acks in `finally`.
                hard_stop(f"a step failed on {record}: {type(exc).__name__}", EXIT_STEP_FAILED, exc)

    async def take(self, record: Received, step: Step) -> None:
        """Take one record; what a rebalance took away meanwhile does not count as taken."""
        generation = self._generation
        if record.value is not None:  # An empty record only makes a partition move on (streams/beat.py).
            await step(record)
        if generation == self._generation:  # Else it comes again, or is another worker's.
            self.gapless.note_taken(record)

    def watch(self, topics: Iterable[TopicT], now: Callable[[], datetime]) -> None:
        """Get partitions moving again where Faust has stopped handing out records; call once.

        Args:
            topics: those the agents read.
            now: the wall clock, in UTC.
        """
        by_name = {name: topic for topic in topics for name in topic.topics}
        stragglers = Stragglers(self._log, now)

        async def watch_stragglers() -> None:
            app = self._app
            if app.rebalancing or app.in_recovery:
                return
            mine = [(tp.topic, tp.partition) for tp in app.consumer.assignment() if tp.topic in by_name]
            for stuck in await stragglers.find_stuck(mine):
                log.warning("%s stands still at offset %d: %s.", stuck.topic, stuck.taken, stuck.remedy)
                if stuck.remedy is Remedy.SEEK:
                    await app.consumer.seek(TP(stuck.topic, stuck.partition), stuck.taken)
                else:
                    await self._app.topic(stuck.topic, value_type=bytes, value_serializer="raw").send(
                        key=KEY, value=None, partition=stuck.partition
                    )

        self._app.timer(interval=WATCH_EVERY, name="watch_stragglers")(watch_stragglers)

    async def _on_revoked(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 - faust's signal.
        self._generation += 1

    async def _on_assigned(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 - faust's signal.
        self.gapless.forget()
        gather_fetches(self._app)

    async def _on_shutdown(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 - faust's signal.
        await self._log.close()


def receive(event: EventT[bytes]) -> Received:
    """An event's record."""
    message = event.message
    return Received(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        sent_at=datetime.fromtimestamp(message.timestamp, UTC),
        key=message.key,
        value=message.value,
    )


def hard_stop(why: str, code: int, exc: BaseException | None = None) -> NoReturn:
    """End the process now, without committing anything; say why in the log."""
    log.critical("Stopping this worker: %s. Nothing is lost: a restart repeats it.", why, exc_info=exc)
    for handler in logging.getLogger().handlers:
        handler.flush()
    sys.stderr.flush()
    os._exit(code)
