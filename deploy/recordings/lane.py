"""A lane read back from Kafka: its mentions, or its scores alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from connectors import broker
from connectors.mention import Mention
from connectors.page import read_page
from connectors.settings import Kafka, topic
from streams.reading import Scored, read_readings

LIVE = "live"


@dataclass(slots=True)
class LaneReader:
    """Reads one lane.

    A live record is not older than the mentions on it, so reading begins at the record of that time. In a
    drill's lane event time and Kafka's time have nothing to do with each other: there all is read.
    """

    where: Kafka | str
    lane: str
    report: Callable[[int], None] = lambda _: None
    """Called now and then with the number of records read."""
    unreadable: int = field(default=0, init=False)
    """Lines that are no mentions or readings, so far."""

    def read_mentions(self, since: datetime) -> Iterator[Mention]:
        """Every mention sent since; some are older than that.

        Raises:
            ConnectorError: the broker does not answer or refuses.
        """
        for raw, sent_at in self._read("mentions", since):
            page = read_page(raw, lane=self.lane, sent_at=sent_at)
            self.unreadable += len(page.dead)
            yield from (mention for _, mention in page.mentions)

    def read_scores(self, since: datetime) -> Iterator[tuple[str, Scored]]:
        """Every score made since, with its brand; raises as `read_mentions`."""
        for raw, _ in self._read("readings", since):
            lines = read_readings(raw)
            self.unreadable += len(lines.dead)
            for reading in lines.good:
                for scored in reading.mentions:
                    yield reading.brand, scored

    def _read(self, name: str, since: datetime) -> Iterator[tuple[bytes, datetime]]:
        since_ms = int(since.timestamp() * 1000) if self.lane == LIVE else None
        with broker.translated(self.where, "record"):
            reader = broker.open_reader(self.where)
            try:
                for number, record in enumerate(broker.read_since(reader, topic(self.lane, name), since_ms)):
                    if number % 100 == 0:
                        self.report(number)
                    if record.value is not None:
                        yield record.value, datetime.fromtimestamp(record.timestamp / 1000, UTC)
            finally:
                reader.close()
