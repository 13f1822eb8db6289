"""The publisher waits for every acknowledgement and puts a key where Faust looks for it."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from aiokafka.partitioner import DefaultPartitioner
from hypothesis import given
from hypothesis import strategies as st
from kafka.errors import (
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    TopicAuthorizationFailedError,
    UnknownTopicOrPartitionError,
)
from kafka.partitioner.default import DefaultPartitioner as Murmur2

from connectors import broker
from connectors.errors import ConnectorError, MisconfiguredError, PermanentError, TransientError
from connectors.page import MAX_BYTES
from connectors.publisher import Place, Publisher, Record
from tests.connectors.samples import make_mention


@dataclass
class Cluster:
    """What a partitioner asks of the cluster's metadata."""

    partitions: int

    def topics(self) -> set[str]:
        return {"t"}

    def partitions_for_topic(self, _: str) -> set[int]:
        return set(range(self.partitions))

    available_partitions_for_topic = partitions_for_topic


@given(st.text(min_size=1).filter(lambda key: key.isprintable()), st.integers(1, 64))
def test_a_key_has_the_partition_that_aiokafka_and_faust_give_it(key: str, partitions: int) -> None:
    raw = key.encode()
    everything = list(range(partitions))
    ours = Murmur2().partition("t", raw, raw, b"", b"", Cluster(partitions))
    assert ours == DefaultPartitioner()(raw, everything, everything)


@dataclass
class Future:
    """A send that worked or did not."""

    outcome: Exception | None
    offset: int
    partition: int = 3

    def get(self) -> "Future":
        if self.outcome is not None:
            raise self.outcome
        return self


@dataclass
class Producer:
    """What of kafka-python's producer the publisher uses."""

    outcomes: list[Exception | None] = field(default_factory=list)
    sent: list[tuple[str, bytes, bytes]] = field(default_factory=list)
    flushed: int = 0
    closed: list[Any] = field(default_factory=list)
    stuck: bool = False
    forced: int = 0
    headers: list[tuple[str, bytes]] = field(default_factory=list)

    def send(
        self, topic: str, *, key: bytes, value: bytes, headers: list[tuple[str, bytes]] | None
    ) -> Future:
        self.sent.append((topic, key, value))
        self.headers += headers or []
        return Future(self.outcomes.pop(0) if self.outcomes else None, len(self.sent) - 1)

    def flush(self) -> None:
        self.flushed += 1

    def close(self, timeout: float) -> None:
        self.closed.append(timeout)
        if self.stuck:
            raise KafkaTimeoutError("Timeout waiting for future")

    @property
    def _sender(self) -> "Producer":
        return self

    def force_close(self) -> None:
        self.forced += 1


@pytest.fixture
def producers(monkeypatch: pytest.MonkeyPatch) -> list[Producer]:
    """Those handed out, in order."""
    given_out: list[Producer] = []

    def open_producer(_: str, *, compression: str) -> Producer:
        assert compression in {"lz4", "gzip"}
        given_out.append(Producer())
        return given_out[-1]

    monkeypatch.setattr(broker, "open_producer", open_producer)
    return given_out


RECORDS = [Record("live.mentions", "forum", b"1"), Record("live.mentions", "forum", b"2")]


def test_records_are_sent_in_order_and_their_places_returned(producers: list[Producer]) -> None:
    publisher = Publisher("b:1")
    assert publisher.send(RECORDS) == [Place(3, 0), Place(3, 1)]
    assert publisher.send(RECORDS) == [Place(3, 2), Place(3, 3)]
    (producer,) = producers
    assert producer.sent[:2] == [("live.mentions", b"forum", b"1"), ("live.mentions", b"forum", b"2")]
    assert producer.flushed == 2


def test_the_headers_of_a_record_go_with_it(producers: list[Producer]) -> None:
    reason = ("reason", b"no such brand")
    Publisher("b:1").send([Record("live.mentions.dead", "forum", b"1", (reason,)), *RECORDS])
    assert producers[0].headers == [reason]


def test_lines_are_paged_under_the_key_of_their_source(producers: list[Producer]) -> None:
    places = Publisher("b:1").publish("live.mentions", "forum", map(make_mention, range(700)))
    assert len(places) == 2
    assert {key for _, key, _ in producers[0].sent} == {b"forum"}


def test_one_record_too_large_stops_all_of_them(producers: list[Producer]) -> None:
    with pytest.raises(PermanentError, match="900001 bytes"):
        Publisher("b:1").send([*RECORDS, Record("t", "k", b"x" * (MAX_BYTES + 1))])
    assert producers == []


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (KafkaTimeoutError("no answer"), TransientError),
        (UnknownTopicOrPartitionError(), TransientError),
        (MessageSizeTooLargeError(), PermanentError),
        (TopicAuthorizationFailedError(), MisconfiguredError),
        (OSError("no route to host"), TransientError),
    ],
)
def test_a_failure_is_ours_and_the_producer_is_replaced(
    producers: list[Producer], failure: Exception, error: type[ConnectorError]
) -> None:
    publisher = Publisher("b:1")
    publisher.send(RECORDS)
    producers[0].outcomes = [None, failure]
    with pytest.raises(error, match="b:1") as caught:
        publisher.send(RECORDS)
    assert type(caught.value) is error
    assert producers[0].closed == [0]
    publisher.send(RECORDS)
    assert len(producers) == 2


def test_a_producer_that_cannot_be_closed_is_forced_and_hides_no_error(producers: list[Producer]) -> None:
    publisher = Publisher("b:1")
    publisher.send(RECORDS)
    producers[0].outcomes = [KafkaTimeoutError("no answer")]
    producers[0].stuck = True
    with pytest.raises(TransientError, match="no answer"):
        publisher.send(RECORDS)
    assert producers[0].forced == 1


def test_a_closed_publisher_sends_nothing(producers: list[Producer]) -> None:
    publisher = Publisher("b:1")
    publisher.send(RECORDS)
    publisher.close()
    with pytest.raises(TransientError, match="closed"):
        publisher.send(RECORDS)
    assert producers[0].closed == [0]
