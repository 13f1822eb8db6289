"""The Faust app of one lane, set up the same for both workers: its broker, its topics, its tables."""

from typing import Final

import faust
from faust.types import TopicT
from faust.types.auth import CredentialsT

from connectors.access import open_context, reveal_password
from connectors.page import MAX_BYTES
from connectors.settings import Kafka, topic
from streams.durable import DurableTable
from streams.workplace import Workplace

STATE_BYTES: Final = 16_000_000
"""Of a brand's state in its changelog. A source that is asked rarely keeps minutes open: 2 kB each at 5 mentions a
minute, 4 at 20, 13 at 100, 40 at 2,000. A worker that could not store them would die of it at every start."""

BATCH_BYTES: Final = MAX_BYTES
"""Of what goes to one partition in one request; by default Faust's driver sends 16 kB at a time, a handful of minutes,
and has one request under way. A broker takes a megabyte."""

WAITING: Final = 128
"""Records read ahead for an agent: pages, most of a hundred mentions. Faust's own 4,096 would be 200 MB in a backlog."""
AT_ONCE: Final = 24
"""Records taken over from the driver at once: they have room above the fill at which reading ahead stops (80 %)."""

ROCKSDB: Final = {
    "write_buffer_size": 4_000_000,
    "max_write_buffer_number": 2,
    "block_cache_size": 8_000_000,
    "target_file_size_base": 8_000_000,
}
"""For each partition of a table. Faust's own lets each keep 190 MB of writes and 2 GB of reads in memory."""

SESSION: Final = 15.0
"""Seconds after which a worker that died leaves its work to another; Faust's own default is 60."""


def open_app(name: str, kafka: Kafka, workplace: Workplace, *, store: str) -> faust.App:
    """Make the app; it connects to nothing before a worker starts it."""
    return faust.App(
        id=name,
        broker=f"kafka://{kafka.bootstrap}",
        broker_credentials=_choose_credentials(kafka),
        store=store,
        datadir=str(workplace.data_dir),
        autodiscover=False,
        topic_partitions=kafka.partitions,
        topic_replication_factor=kafka.replication,
        topic_disable_leader=True,
        web_enabled=False,  # `/metrics` is served by prometheus_client, without Faust's own pages.
        broker_commit_interval=1.0,  # A restart repeats at most a second's worth.
        broker_session_timeout=SESSION,
        consumer_group_instance_id=workplace.worker,
        consumer_auto_offset_reset="earliest",
        producer_max_request_size=STATE_BYTES,
        producer_max_batch_size=BATCH_BYTES,
        stream_buffer_maxsize=WAITING,
        broker_max_poll_records=AT_ONCE,
        Table=DurableTable,
    )


def _choose_credentials(kafka: Kafka) -> CredentialsT | None:
    context = open_context(kafka)
    if kafka.security_protocol.asks_who and kafka.sasl_mechanism:
        return faust.SASLCredentials(
            username=kafka.user,
            password=reveal_password(kafka),
            ssl_context=context,
            mechanism=kafka.sasl_mechanism.value,
        )
    return faust.SSLCredentials(context) if context else None


def declare_topic(app: faust.App, kafka: Kafka, *names: str) -> TopicT:
    """Topics of the lane, by their names without it, as one stream of raw records."""
    return app.topic(
        *(topic(kafka.lane, name) for name in names),
        key_type=str,
        key_serializer="raw",
        value_type=bytes,
        value_serializer="raw",
        partitions=kafka.partitions,
    )


def keep_table(app: faust.App, kafka: Kafka, name: str) -> DurableTable:
    """A table of raw values by key."""
    table = app.Table(name, key_type=str, value_type=bytes, partitions=kafka.partitions, options={**ROCKSDB})
    assert isinstance(table, DurableTable)  # noqa: S101 - what `Table=` above asks for.
    return table
