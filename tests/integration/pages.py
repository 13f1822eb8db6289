"""Writing and reading pages with kafka-python, for the conformance suite."""

import contextlib
import time
from collections.abc import Iterator
from typing import Any

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

PAGE = b'{"text": "unfollowed, this is AI slop"}\n' * 100
"""A page of a hundred mentions, 4 kB."""


@contextlib.contextmanager
def admin_of(address: str) -> Iterator[Any]:
    admin = KafkaAdminClient(bootstrap_servers=address)
    try:
        yield admin
    finally:
        admin.close()


@contextlib.contextmanager
def producer_of(address: str, **settings: object) -> Iterator[Any]:
    producer = KafkaProducer(bootstrap_servers=address, acks="all", **settings)
    try:
        yield producer
    finally:
        producer.close(timeout=10)


@contextlib.contextmanager
def consumer_of(address: str, *topics: str, **settings: object) -> Iterator[Any]:
    consumer = KafkaConsumer(
        *topics, bootstrap_servers=address, auto_offset_reset="earliest", enable_auto_commit=False, **settings
    )
    try:
        yield consumer
    finally:
        consumer.close()


def make_topic(address: str, topic: str, partitions: int = 1, **settings: str) -> None:
    configs = {name.replace("_", "."): value for name, value in settings.items()}
    with admin_of(address) as admin:
        admin.create_topics([NewTopic(topic, partitions, 1, topic_configs=configs)])


def write(address: str, topic: str, values: list[bytes], **settings: object) -> None:
    with producer_of(address, **settings) as producer:
        for sent in [producer.send(topic, value, key=b"bluesky#0") for value in values]:
            sent.get(20)


def read(consumer: Any, count: int, within: float = 60) -> list[Any]:
    """The next `count` records in the order they came; fails the test when they do not."""
    records: list[Any] = []
    deadline = time.monotonic() + within
    while len(records) < count and time.monotonic() < deadline:
        for batch in consumer.poll(200, max_records=count - len(records)).values():
            records += batch
    if len(records) < count:
        pytest.fail(f"{len(records)} of {count} records within {within} s")
    return records


def read_all(address: str, topic: str, count: int, **settings: object) -> list[bytes]:
    """The values of partition 0 from its start, without a group."""
    with consumer_of(address, **settings) as consumer:
        consumer.assign([TopicPartition(topic, 0)])
        consumer.seek_to_beginning()
        return [record.value for record in read(consumer, count)]
