"""The case file of one lane: incidents as Kafka has them, and the way a deed gets there."""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Final, Self

from alerts.action import Action
from alerts.incident import Incident
from alerts.quoted import Quoted, put_back
from connectors import broker
from connectors.errors import UnreadableError
from connectors.publisher import Publisher, Record
from connectors.settings import Kafka, topic
from streams.minute import Minute, read_minutes

POLL_MS: Final = 200
WITHIN: Final = timedelta(seconds=15)
"""How long to wait for the response worker to take a deed in."""

Lives = Mapping[str, tuple[Incident, ...]]
"""By incident id: its records in order."""


class CaseFile:
    """Reads `incidents`, `quotes` and `minutes` of a lane and writes `actions`; every method blocks.

    Raises, from every method:
        TransientError: the broker does not answer.
        MisconfiguredError: it refuses us.
    """

    def __init__(self, kafka: Kafka) -> None:
        self._kafka = kafka
        with broker.translated(kafka, "incidents"):
            self._reader: Any = broker.open_reader(kafka)
        self._publisher = Publisher(kafka)

    def read_lives(self) -> Lives:
        """Every incident of the lane from its first record to its last, which has what is quoted now."""
        lives = collect_lives(self._read("incidents"))
        quoted = collect_quoted(self._read("quotes"))
        return {name: put_back(life, quoted.get(name)) for name, life in lives.items()}

    def read_minutes(self, brand: str, start: datetime, end: datetime) -> tuple[Minute, ...]:
        """A brand's closed minutes from `start` up to `end`, as far as Kafka still keeps them."""
        found = {
            minute.start: minute
            for raw in self._read("minutes", key=brand)
            for minute in read_minutes(raw).good
            if start <= minute.start < end
        }
        return tuple(found[at] for at in sorted(found))

    def write(self, action: Action, *, within: timedelta = WITHIN) -> Incident | None:
        """Write a deed down and wait for what becomes of it.

        Returns:
            the incident's next record; None when nobody took the deed in time. Kafka keeps it then, and it
            counts as soon as a response worker reads it.
        """
        name = topic(self._kafka.lane, "incidents")
        with broker.translated(self._kafka, "incidents"):
            broker.assign_at_end(self._reader, name)
        self.send(action)
        until = time.monotonic() + within.total_seconds()
        while time.monotonic() < until:
            with broker.translated(self._kafka, "incidents"):
                found = self._reader.poll(timeout_ms=POLL_MS)
            for incident in _readable(record.value for records in found.values() for record in records):
                if incident.cause == action.id:
                    return incident
        return None

    def send(self, action: Action) -> None:
        """Write a deed down; returns when Kafka has it."""
        self._publisher.send([Record(topic(action.lane, "actions"), action.brand, action.to_json())])

    def read_actions(self) -> tuple[Action, ...]:
        """Every deed of the lane that Kafka still keeps, each brand's in their order."""
        return tuple(_readable_actions(self._read("actions")))

    def _read(self, name: str, *, key: str | None = None) -> Iterator[bytes]:
        with broker.translated(self._kafka, name):
            for found, value in broker.read_to_end(self._reader, topic(self._kafka.lane, name)):
                if value is not None and (key is None or found == key.encode()):
                    yield value

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._publisher.close()
        self._reader.close()


def collect_lives(values: Iterable[bytes]) -> Lives:
    """Put records together by incident; one that came twice counts once, and the last word of each counts."""
    lives: dict[str, dict[int, Incident]] = {}
    for incident in _readable(values):
        lives.setdefault(incident.id, {})[incident.revision] = incident
    return {name: tuple(life[revision] for revision in sorted(life)) for name, life in lives.items()}


def collect_quoted(values: Iterable[bytes]) -> Mapping[str, Quoted]:
    """The last word on what each incident quotes: those before it may hold what was taken down."""
    found: dict[str, Quoted] = {}
    for value in values:
        with suppress(UnreadableError):
            one = Quoted.from_json(value)
            if one.incident not in found or found[one.incident].revision <= one.revision:
                found[one.incident] = one
    return found


def _readable(values: Iterable[bytes]) -> Iterator[Incident]:
    """What a stranger wrote there must not hide the incidents behind it."""
    for value in values:
        try:
            yield Incident.from_json(value)
        except UnreadableError:
            continue


def _readable_actions(values: Iterable[bytes]) -> Iterator[Action]:
    for value in values:
        try:
            yield Action.from_json(value)
        except UnreadableError:
            continue
