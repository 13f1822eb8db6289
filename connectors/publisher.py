"""The publisher: pages into Kafka, each acknowledged by every in-sync replica before it counts as sent."""

import importlib.util
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from connectors import broker
from connectors.errors import PermanentError, TransientError
from connectors.page import MAX_BYTES, Line, write_pages
from connectors.settings import Kafka


@dataclass(frozen=True, slots=True)
class Record:
    """One Kafka record to send."""

    topic: str
    key: str
    """Decides the partition, by the same hash as in Faust, aiokafka and the Java client."""
    value: bytes | None
    """None takes the key out of a compacted topic."""
    headers: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands."""

    partition: int
    offset: int


class Publisher:
    """Sends records; safe to use from several threads. Every method blocks."""

    def __init__(self, where: Kafka | str) -> None:
        """Take a broker, or the address of one that asks for nothing."""
        self._where = where
        self._compression = "lz4" if importlib.util.find_spec("lz4") else "gzip"
        self._producer: Any = None
        self._lock = Lock()
        self._closed = False

    def publish(self, topic: str, source: str, lines: Iterable[Line]) -> list[Place]:
        """Send the lines of one source, cut into pages; see `send`."""
        return self.send([Record(topic, source, page) for page in write_pages(lines)])

    def send(self, records: Sequence[Record]) -> list[Place]:
        """Send records, in order, and return when all are acknowledged.

        After an error some of them may be in Kafka and some not; send all again.

        Raises:
            PermanentError: one of them is too large; nothing was sent.
            MisconfiguredError: the broker refuses us.
            TransientError: the broker does not answer, or the publisher was closed meanwhile.
        """
        for record in records:
            size = len(record.value or b"")
            if size > MAX_BYTES:
                raise PermanentError(f"a record of {size} bytes for `{record.topic}`; at most {MAX_BYTES}")
        producer: Any = None
        try:
            with broker.translated(self._where, "publishing"):
                producer = self._open()
                sent = [
                    producer.send(
                        record.topic,
                        key=record.key.encode(),
                        value=record.value,
                        headers=list(record.headers) or None,
                    )
                    for record in records
                ]
                producer.flush()
                return [Place(done.partition, done.offset) for done in (future.get() for future in sent)]
        except BaseException:
            # An idempotent producer that failed to deliver may be stuck behind a hole in its sequence.
            self._discard(producer)
            raise

    def close(self) -> None:
        """Give up what is not acknowledged yet; a `send` in another thread ends with a TransientError."""
        self._closed = True
        self._discard(self._producer)

    def _open(self) -> Any:  # noqa: ANN401 - no py.typed.
        with self._lock:
            if self._closed:
                raise TransientError("publishing: the publisher is closed")
            if self._producer is None:
                self._producer = broker.open_producer(self._where, compression=self._compression)
            return self._producer

    def _discard(self, producer: Any) -> None:  # noqa: ANN401 - no py.typed.
        with self._lock:
            if producer is not None and producer is self._producer:
                self._producer = None
                broker.abandon_producer(producer)
