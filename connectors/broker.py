"""The broker as kafka-python 3 reaches it: the one module, with `knock`, that imports that library.

kafka-python has no types, so what leaves here is `Any` and is named by the module that uses it. An address
alone is a broker that asks for nothing; what one needs to get into others stands in `Kafka`.
"""

import logging
import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, KafkaAdminClient, MemberToRemove
from kafka.errors import (
    AuthorizationError,
    KafkaConfigurationError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
    SaslAuthenticationFailedError,
    TopicAlreadyExistsError,
    UnknownTopicOrPartitionError,
    UnsupportedSaslMechanismError,
    UnsupportedVersionError,
)
from kafka.net.compat import KafkaNetClient

from connectors.access import choose_options
from connectors.errors import MisconfiguredError, PermanentError, TransientError
from connectors.knock import find_refusal
from connectors.settings import Kafka

CLIENT_ID: Final = "crisis-connectors"
MAX_RECORD: Final = 1_048_576
"""Bytes; the default of Kafka and of kafka-python. A page stays under 900,000."""

_REACH_MS: Final = 5_000
_DELIVER_MS: Final = 30_000

_REFUSED: Final = (
    AuthorizationError,
    KafkaConfigurationError,
    SaslAuthenticationFailedError,
    UnsupportedSaslMechanismError,
    UnsupportedVersionError,
)


@contextmanager
def translated(where: Kafka | str, what: str) -> Iterator[None]:
    """Turn kafka-python's errors into ours.

    Raises:
        PermanentError: a record is too large for the broker.
        MisconfiguredError: the broker refuses us, or is too old.
        TransientError: everything else, also a broker that does not answer.
    """
    try:
        yield
    except (MessageSizeTooLargeError, RecordListTooLargeError) as exc:
        raise PermanentError(f"{what}: the broker at {where} refuses a record of this size") from exc
    except UnknownTopicOrPartitionError as exc:
        raise TransientError(f"{what}: the broker at {where} does not have this topic (yet)") from exc
    except _REFUSED as exc:
        raise MisconfiguredError(f"{what}: the broker at {where} refuses: {exc}") from exc
    except KafkaTimeoutError as exc:
        hint = "is it running, and is `[kafka] bootstrap` right?"
        raise TransientError(
            f"{what}: the broker at {where} does not answer in time; {hint} ({exc})"
        ) from exc
    except KafkaError as exc:
        raise TransientError(f"{what}: the broker at {where}: {exc}") from exc
    except OSError as exc:  # kafka-python lets a failed lookup of the host's name through as it is.
        raise TransientError(f"{what}: the broker at {where} cannot be reached: {exc}") from exc


def _open(kind: Any, where: Kafka | str, **settings: object) -> Any:  # noqa: ANN401 - no py.typed.
    """Make a client; where that fails, let go of what it has begun.

    kafka-python 3.0.12 leaves its thread running and its socket open when no broker answers in time, and gives
    the caller nothing to close.
    """
    kafka = where if isinstance(where, Kafka) else Kafka(bootstrap=where)
    if kafka.security_protocol.asks_who:
        _keep_passwords_out_of_logs()
    if why := find_refusal(kafka):
        raise MisconfiguredError(f"the broker at {kafka} does not let us in: {why}")
    begun: list[Any] = []

    def connect(**config: object) -> Any:  # noqa: ANN401 - no py.typed.
        begun.append(KafkaNetClient(**config))
        return begun[-1]

    try:
        return kind(**choose_options(kafka), kafka_client=connect, **settings)
    except BaseException:
        for client in begun:
            client.close()
            client._net.stop()  # noqa: SLF001 - as the admin client's own `close` does.
        raise


def _keep_passwords_out_of_logs() -> None:
    """kafka-python writes whole requests into its debug log."""
    logger = logging.getLogger("kafka")
    if logger.level < logging.INFO:
        logger.setLevel(logging.INFO)


def open_producer(where: Kafka | str, *, compression: str) -> Any:  # noqa: ANN401 - no py.typed.
    """Open an idempotent producer whose acknowledgement means every in-sync replica has the record."""
    return _open(
        KafkaProducer,
        where,
        client_id=CLIENT_ID,
        enable_idempotence=True,
        acks="all",
        retries=math.inf,
        compression_type=compression,
        max_request_size=MAX_RECORD,
        batch_size=MAX_RECORD,
        linger_ms=5,
        bootstrap_timeout_ms=_REACH_MS,
        request_timeout_ms=_REACH_MS,
        max_block_ms=_REACH_MS,
        delivery_timeout_ms=_DELIVER_MS,
        allow_auto_create_topics=False,  # An auto-created topic has the broker's partition count, not ours.
        metrics_enabled=False,
    )


def abandon_producer(producer: Any) -> None:  # noqa: ANN401 - no py.typed.
    """Close a producer at once; what it has not sent fails, in whichever thread waits for it."""
    try:
        producer.close(timeout=0)
    except KafkaError:
        # kafka-python 3.0.12 flushes first, and where that fails it closes nothing and its thread goes on.
        producer._sender.force_close()  # noqa: SLF001 - no public way leads there.


def open_admin(where: Kafka | str, *, within_ms: int = _REACH_MS) -> Any:  # noqa: ANN401 - no py.typed.
    """Open a client that looks after topics and groups, if the broker answers in time."""
    return _open(
        KafkaAdminClient,
        where,
        client_id=CLIENT_ID,
        bootstrap_timeout_ms=within_ms,
        request_timeout_ms=_DELIVER_MS,
    )


def open_reader(where: Kafka | str) -> Any:  # noqa: ANN401 - no py.typed.
    """Open a consumer without a group, for reading a topic once from its beginning."""
    return _open(
        KafkaConsumer,
        where,
        client_id=CLIENT_ID,
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        bootstrap_timeout_ms=_REACH_MS,
        request_timeout_ms=_DELIVER_MS,
        allow_auto_create_topics=False,
        metrics_enabled=False,
    )


def create_topic(
    admin: Any,  # noqa: ANN401 - no py.typed.
    name: str,
    *,
    partitions: int,
    replication: int,
    configs: dict[str, str],
) -> None:
    """Create a topic and wait until it has leaders; one that appeared meanwhile is fine."""
    wanted = {"num_partitions": partitions, "replication_factor": replication, "configs": configs}
    with suppress(TopicAlreadyExistsError):  # Another worker was faster; the caller checks its partitions.
        admin.create_topics({name: wanted})
    admin.wait_for_topics([name])


def count_partitions(admin: Any) -> dict[str, int]:  # noqa: ANN401 - no py.typed.
    """Every topic of the broker with its number of partitions."""
    return {topic["name"]: len(topic["partitions"]) for topic in admin.describe_topics()}


def read_configs(admin: Any, names: Iterable[str]) -> dict[str, dict[str, str]]:  # noqa: ANN401 - no py.typed.
    """What is set for some topics, by name and key; nothing where we may not ask."""
    wanted = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    if not wanted:
        return {}
    try:
        found = admin.describe_configs(wanted, config_filter="all").get("topic", {})
    except AuthorizationError:  # A right of its own, which we can do without.
        return {}
    return {name: {key: each["value"] for key, each in entries.items()} for name, entries in found.items()}


def read_to_end(consumer: Any, topic: str) -> Iterator[tuple[bytes | None, bytes | None]]:  # noqa: ANN401
    """Every record of a topic, keys and values, up to the end it had when this was called."""
    return ((record.key, record.value) for record in read_since(consumer, topic, None))


def read_since(consumer: Any, topic: str, since_ms: int | None) -> Iterator[Any]:  # noqa: ANN401
    """Every record of a topic whose own timestamp is not before `since_ms`, up to the end it had when called.

    None is from its beginning. They come partition by partition as the broker hands them out, in order within each.
    """
    partitions = _list_partitions(consumer, topic)
    if not partitions:
        return
    consumer.assign(partitions)
    ends = consumer.end_offsets(partitions)
    consumer.seek_to_beginning(*partitions)
    if since_ms is not None:
        for partition, found in consumer.offsets_for_times(dict.fromkeys(partitions, since_ms)).items():
            # None: everything there is older.
            consumer.seek(partition, ends[partition] if found is None else found.offset)
    while any(consumer.position(partition) < ends[partition] for partition in partitions):
        for records in consumer.poll(timeout_ms=200).values():
            yield from records


def _list_partitions(consumer: Any, topic: str) -> list[TopicPartition]:  # noqa: ANN401
    return [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic) or ())]


def delete_topics(admin: Any, names: Iterable[str]) -> None:  # noqa: ANN401
    """Delete topics; those that are not there are passed over."""
    there = count_partitions(admin)
    wanted = [name for name in names if name in there]
    if wanted:
        admin.delete_topics(wanted)


def assign_from_start(consumer: Any, topics: Iterable[str]) -> None:  # noqa: ANN401
    """Let a consumer read whole topics, and whatever is added to them, with `poll`."""
    partitions = [partition for topic in topics for partition in _list_partitions(consumer, topic)]
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)


def assign_at_end(consumer: Any, topic: str) -> None:  # noqa: ANN401
    """Let a consumer read what is added to a topic from now on, with `poll`."""
    numbers = sorted(consumer.partitions_for_topic(topic) or ())
    partitions = [TopicPartition(topic, number) for number in numbers]
    consumer.assign(partitions)
    for partition, end in consumer.end_offsets(partitions).items():
        consumer.seek(partition, end)  # Not `seek_to_end`, which looks only when it is polled.


def is_read_up(consumer: Any) -> bool:  # noqa: ANN401
    """Whether a consumer has read all that its partitions hold at this moment."""
    ends = consumer.end_offsets(list(consumer.assignment()))
    return all(consumer.position(partition) >= end for partition, end in ends.items())


def count_unread(admin: Any, reader: Any, group: str, topics: Iterable[str]) -> int:  # noqa: ANN401
    """How many records of some topics a consumer group has not yet committed."""
    partitions = [
        TopicPartition(topic, number)
        for topic in topics
        for number in sorted(reader.partitions_for_topic(topic) or ())
    ]
    committed = admin.list_group_offsets([group]).get(group, {})
    ends = reader.end_offsets(partitions)
    begins = reader.beginning_offsets(partitions)
    unread = 0
    for partition, end in ends.items():
        done = committed.get(partition)
        offset = done.offset if done is not None and done.offset >= 0 else begins[partition]
        unread += max(0, end - offset)
    return unread


def remove_members(admin: Any, group: str) -> int:  # noqa: ANN401
    """Remove every member of a group; how many there were."""
    members = admin.describe_groups([group])[group]["members"]
    if members:
        admin.remove_group_members(group, [MemberToRemove(member_id=each["member_id"]) for each in members])
    return len(members)
