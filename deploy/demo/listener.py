"""The listener: reads a lane's topics as they grow, into a view, and knows when a worker has caught up."""

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Final, Self

from alerts.incident import Incident
from alerts.notice import Notice, read_notice
from connectors import broker
from connectors.mention import Tick
from connectors.settings import Kafka, topic
from deploy.view import LaneView
from streams.minute import read_minutes
from streams.spike import read_spike

POLL_MS: Final = 100


class Listener:
    """Follows `minutes`, `spikes`, `incidents` and `notices` of one lane from their beginning."""

    def __init__(self, where: Kafka | str, lane: str, view: LaneView) -> None:
        self._where = where
        self._lane = lane
        self._view = view
        with broker.translated(where, "demo"):
            self._reader = broker.open_reader(where)
            self._admin = broker.open_admin(where)
            broker.assign_from_start(self._reader, self._takers())

    def poll(self) -> int:
        """Take in what is new, waiting a tenth of a second for it; returns how many records there were."""
        takers = self._takers()
        with broker.translated(self._where, "demo"):
            found: Mapping[Any, list[Any]] = self._reader.poll(timeout_ms=POLL_MS)
        for partition, records in found.items():
            for record in records:
                if (
                    record.value is not None
                ):  # An empty record only makes a partition move on (streams/beat.py).
                    takers[partition.topic](record.value)
        return sum(len(records) for records in found.values())

    def is_read_up(self) -> bool:
        with broker.translated(self._where, "demo"):
            return broker.is_read_up(self._reader)

    def count_unread(self, group: str, *names: str) -> int:
        """Records of the lane's topics that a group of workers has not done with."""
        topics = [topic(self._lane, name) for name in names]
        with broker.translated(self._where, "demo"):
            return broker.count_unread(self._admin, self._reader, group, topics)

    def _takers(self) -> Mapping[str, Callable[[bytes], None]]:
        return {
            topic(self._lane, "minutes"): lambda raw: self._view.take_minutes(read_minutes(raw).good),
            topic(self._lane, "spikes"): self._take_spike,
            topic(self._lane, "incidents"): lambda raw: self._view.take_incident(Incident.from_json(raw)),
            topic(self._lane, "notices"): self._take_notice,
        }

    def _take_spike(self, raw: bytes) -> None:
        record = read_spike(raw)
        if isinstance(record, Tick):
            self._view.take_tick(record)
        else:
            self._view.take_spike(record)

    def _take_notice(self, raw: bytes) -> None:
        notice = read_notice(raw)
        if isinstance(notice, Notice):
            self._view.take_notice(notice)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.close()
        self._admin.close()
