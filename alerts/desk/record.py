"""The record: actions into Kafka, and incidents out of it, for a desk."""

import asyncio
import logging
import threading
from collections.abc import Sequence
from datetime import timedelta
from typing import Final, Protocol

from alerts.action import Action
from alerts.desk.board import Board
from alerts.errors import Failure
from alerts.errors import TransientError as NotRecordedError
from alerts.incident import Incident
from connectors import broker
from connectors.errors import ConnectorError, UnreadableError
from connectors.publisher import Publisher, Record
from connectors.settings import Kafka, topic

log = logging.getLogger(__name__)

WAIT: Final = timedelta(seconds=2)
"""How long a person's press may wait for Kafka: Slack gives us three seconds in all."""
AGAIN_AFTER: Final = 2.0
POLL_MS: Final = 300


class Ledger(Protocol):
    """Where actions are written down."""

    async def write(self, actions: Sequence[Action]) -> None:
        """Write actions in their order; returns when every in-sync replica has them.

        Raises:
            TransientError: not surely written; writing the same again does no harm.
        """
        ...


class KafkaLedger:
    """The `actions` topic of a lane; see `Ledger`."""

    def __init__(self, publisher: Publisher, lane: str) -> None:
        self._publisher = publisher
        self._topic = topic(lane, "actions")

    async def write(self, actions: Sequence[Action]) -> None:
        records = [Record(self._topic, action.brand, action.to_json()) for action in actions]
        try:
            async with asyncio.timeout(WAIT.total_seconds()):
                await asyncio.to_thread(self._publisher.send, records)
        except ConnectorError as exc:
            raise NotRecordedError(f"Kafka did not take an action: {exc}", Failure.UNREACHABLE) from exc
        except TimeoutError as exc:
            what = f"Kafka did not answer within {WAIT.total_seconds():g} s"
            raise NotRecordedError(what, Failure.TIMEOUT) from exc


class BoardReader:
    """Reads `incidents` from its beginning and goes on, in a thread of its own, until closed."""

    def __init__(self, where: Kafka | str, lane: str, board: Board) -> None:
        self._where = where
        self._topic = topic(lane, "incidents")
        self._board = board
        self._stop = threading.Event()
        self.is_read_up = threading.Event()
        """Set once everything that stood there at the start was read."""
        self._thread = threading.Thread(target=self._run, name="desk-board", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._follow()
            except ConnectorError as exc:
                log.warning("the board cannot be read, trying again: %s", exc)
                self._stop.wait(AGAIN_AFTER)

    def _follow(self) -> None:
        with broker.translated(self._where, "reading incidents"):
            reader = broker.open_reader(self._where)
            try:
                broker.assign_from_start(reader, [self._topic])
                while not self._stop.is_set():
                    for records in reader.poll(timeout_ms=POLL_MS).values():
                        for record in records:
                            self._pin(record.value)
                    if not self.is_read_up.is_set() and broker.is_read_up(reader):
                        self.is_read_up.set()
            finally:
                reader.close()

    def _pin(self, raw: bytes | None) -> None:
        try:
            self._board.pin(Incident.from_json(raw or b""))
        except UnreadableError as exc:
            log.warning("an incident's record cannot be read: %s", exc)
