"""What we need of a broker, one client at a time, on each broker."""

import subprocess
import sys
import time
from collections.abc import Callable
from itertools import chain

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from kafka import TopicPartition
from kafka.admin import ConfigResource

from connectors.settings import Kafka
from connectors.topics import ensure_topics
from tests.integration.conftest import Broker
from tests.integration.pages import (
    PAGE,
    admin_of,
    consumer_of,
    make_topic,
    producer_of,
    read,
    read_all,
    write,
)
from tests.waiting import wait_for

Record = Callable[[str, object], None]

SHORT = {"session_timeout_ms": 6_000, "heartbeat_interval_ms": 1_000}
"""A leave that gets lost on a busy machine then costs six seconds, not the forty-five of the default."""

CODECS = [None, "gzip", "lz4"]


def test_a_compacted_topic_is_created_with_its_partitions(broker: Broker) -> None:
    topic = broker.name("cursors")
    make_topic(broker.address, topic, 5, cleanup_policy="compact", retention_ms="60000")
    with admin_of(broker.address) as admin:
        [described] = admin.describe_topics([topic])
        answer = admin.describe_configs([ConfigResource("TOPIC", topic)])
    assert len(described["partitions"]) == 5
    assert "compact" in str(answer)
    assert "60000" in str(answer)


@pytest.mark.parametrize("codec", CODECS)
def test_pages_go_through_kafka_python(broker: Broker, codec: str | None) -> None:
    topic = broker.name("pages")
    make_topic(broker.address, topic)
    pages = [PAGE + str(number).encode() for number in range(50)]
    write(broker.address, topic, pages, compression_type=codec)
    assert read_all(broker.address, topic, 50) == pages


@pytest.mark.parametrize("codec", CODECS)
async def test_pages_go_through_aiokafka(broker: Broker, codec: str | None) -> None:
    topic = broker.name("pages")
    make_topic(broker.address, topic)
    pages = [PAGE + str(number).encode() for number in range(50)]
    async with AIOKafkaProducer(
        bootstrap_servers=broker.address, acks="all", compression_type=codec
    ) as producer:
        for page in pages:
            await producer.send(topic, page)
    async with AIOKafkaConsumer(
        topic, bootstrap_servers=broker.address, auto_offset_reset="earliest"
    ) as consumer:
        assert [(await consumer.getone()).value for _ in pages] == pages


def test_an_idempotent_producer_keeps_the_order_of_each_key(broker: Broker, record_property: Record) -> None:
    topic = broker.name("ordered")
    make_topic(broker.address, topic, 4)
    start = time.monotonic()
    with producer_of(
        broker.address, enable_idempotence=True, compression_type="gzip", linger_ms=5
    ) as producer:
        for number in range(5_000):
            producer.send(topic, PAGE + str(number).encode(), key=b"shard#%d" % (number % 16))
        producer.flush()
    record_property("measured", f"{5_000 / (time.monotonic() - start):,.0f} pages/s")
    with consumer_of(broker.address) as consumer:
        consumer.assign([TopicPartition(topic, partition) for partition in range(4)])
        consumer.seek_to_beginning()
        records = read(consumer, 5_000)
    by_key: dict[bytes, list[int]] = {}
    for record in records:
        by_key.setdefault(record.key, []).append(int(record.value.removeprefix(PAGE)))
    assert all(numbers == sorted(numbers) for numbers in by_key.values())
    assert sorted(number for numbers in by_key.values() for number in numbers) == list(range(5_000))


def test_only_a_committed_transaction_is_read(broker: Broker) -> None:
    topic = broker.name("transacted")
    make_topic(broker.address, topic)
    with producer_of(broker.address, transactional_id=broker.name("writer")) as producer:
        producer.init_transactions()
        for value, commit in ((b"first", True), (b"dropped", False), (b"second", True)):
            producer.begin_transaction()
            producer.send(topic, value).get(20)
            _ = producer.commit_transaction() if commit else producer.abort_transaction()
    assert read_all(broker.address, topic, 2, isolation_level="read_committed") == [b"first", b"second"]


async def test_only_a_committed_transaction_is_read_with_aiokafka(broker: Broker) -> None:
    topic = broker.name("transacted")
    make_topic(broker.address, topic)
    async with AIOKafkaProducer(
        bootstrap_servers=broker.address, transactional_id=broker.name("async-writer")
    ) as producer:
        for value, commit in ((b"first", True), (b"dropped", False), (b"second", True)):
            await producer.begin_transaction()
            await producer.send_and_wait(topic, value)
            await (producer.commit_transaction() if commit else producer.abort_transaction())
    async with AIOKafkaConsumer(
        topic,
        bootstrap_servers=broker.address,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
    ) as consumer:
        assert [(await consumer.getone()).value for _ in range(2)] == [b"first", b"second"]


def test_a_group_resumes_where_it_committed(broker: Broker, record_property: Record) -> None:
    topic, group = broker.name("resumed"), broker.name("readers")
    make_topic(broker.address, topic)
    write(broker.address, topic, [str(number).encode() for number in range(10)])
    with consumer_of(broker.address, topic, group_id=group, **SHORT) as consumer:
        assert [record.value for record in read(consumer, 6)] == [b"0", b"1", b"2", b"3", b"4", b"5"]
        consumer.commit()
    start = time.monotonic()
    with consumer_of(broker.address, topic, group_id=group, **SHORT) as consumer:
        assert read(consumer, 1)[0].value == b"6"
    record_property("measured", f"back after {time.monotonic() - start:.1f} s")


def test_offsets_are_found_by_timestamp(broker: Broker) -> None:
    topic = broker.name("timed")
    make_topic(broker.address, topic)
    second = 1_700_000_000_000
    with producer_of(broker.address) as producer:
        for number in range(10):
            producer.send(topic, b"page", timestamp_ms=second + number * 1_000).get(20)
    place = TopicPartition(topic, 0)
    with consumer_of(broker.address) as consumer:
        found = consumer.offsets_for_times({place: second + 4_500})[place]
        after = consumer.offsets_for_times({place: second + 60_000})[place]
    assert (found.offset, found.timestamp) == (5, second + 5_000)
    assert after is None


def test_the_broker_dates_what_it_gets(broker: Broker) -> None:
    """A deed from a machine whose clock runs an hour ahead, or years behind, was not done then."""
    lane = broker.name("dated")
    ensure_topics(Kafka(bootstrap=broker.address, lane=lane, partitions=1))
    before = time.time() - 2
    for wrong in (time.time() + 3_600, 0.0):
        with producer_of(broker.address, compression_type="gzip") as producer:
            producer.send(f"{lane}.actions", b"{}", timestamp_ms=int(wrong * 1_000)).get(20)
    with consumer_of(broker.address, f"{lane}.actions") as consumer:
        dated = [record.timestamp / 1_000 for record in read(consumer, 2)]
    assert all(before <= at <= time.time() + 2 for at in dated)


def test_the_first_and_last_offsets_are_told(broker: Broker) -> None:
    topic = broker.name("bounded")
    make_topic(broker.address, topic)
    write(broker.address, topic, [b"page"] * 7)
    place = TopicPartition(topic, 0)
    with consumer_of(broker.address) as consumer:
        assert consumer.beginning_offsets([place]) == {place: 0}
        assert consumer.end_offsets([place]) == {place: 7}


def test_a_record_of_a_megabyte_arrives_whole(broker: Broker) -> None:
    topic = broker.name("large")
    make_topic(broker.address, topic)
    value = bytes(range(250)) * 4_000
    write(broker.address, topic, [value])
    assert read_all(broker.address, topic, 1) == [value]


def test_a_deleted_topic_is_gone(broker: Broker) -> None:
    topic = broker.name("deleted")
    make_topic(broker.address, topic)
    write(broker.address, topic, [b"page"])
    with admin_of(broker.address) as admin:
        admin.delete_topics([topic])

        def topic_is_gone() -> bool:
            return topic not in admin.list_topics()

        wait_for(topic_is_gone, 10)


WRITER = """
import sys, time
from kafka import KafkaProducer
producer = KafkaProducer(bootstrap_servers=sys.argv[1], acks="all", enable_idempotence=True, linger_ms=5)
page = sys.stdin.buffer.read()
start = time.monotonic()
for number in range(3_000):
    producer.send(sys.argv[2], page + b"%d" % number, key=b"shard#%d" % (number % 16))
    time.sleep(max(0.0, start + number / 1_000 - time.monotonic()))
producer.flush()
print(3_000 / (time.monotonic() - start))
producer.close()
"""
"""Writes 3,000 pages at up to 1,000 a second, then says how many a second it managed."""


def test_a_group_reads_while_a_thousand_pages_a_second_are_written(
    broker: Broker, record_property: Record
) -> None:
    topic = broker.name("busy")
    make_topic(broker.address, topic, 4)
    command = [sys.executable, "-c", WRITER, broker.address, topic]
    ages: list[float] = []
    numbers: list[int] = []
    with consumer_of(broker.address, topic, group_id=broker.name("busy-readers")) as consumer:
        consumer.poll(500)
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
            assert writer.stdin is not None
            assert writer.stdout is not None
            writer.stdin.write(PAGE)
            writer.stdin.close()
            deadline = time.monotonic() + 60
            while len(numbers) < 3_000 and time.monotonic() < deadline:
                for record in chain.from_iterable(consumer.poll(200).values()):
                    ages.append(time.time() - record.timestamp / 1_000)
                    numbers.append(int(record.value.removeprefix(PAGE)))
            rate = float(writer.stdout.read())
    record_property(
        "measured", f"{rate:,.0f} pages/s, median {sorted(ages)[1_500] * 1_000:,.0f} ms old when read"
    )
    assert sorted(numbers) == list(range(3_000))
