"""Changelogs: the topics behind the tables, made before the worker starts.

Faust makes them while it starts, and on Apache Kafka its metadata may not know one yet when the first record
comes: then the table finds "0 partitions" and the step fails (`PartitionsMismatch`, seen with Faust 0.15.3
on Kafka 4.3).
"""

import logging
from collections.abc import Iterable

from connectors import broker
from connectors.errors import MisconfiguredError
from connectors.settings import Kafka
from connectors.topics import Keep, Topic
from streams.lane_app import STATE_BYTES

log = logging.getLogger(__name__)


def ensure_changelogs(kafka: Kafka, app: str, tables: Iterable[str]) -> None:
    """Create what is missing and check what is there; blocks.

    Raises:
        MisconfiguredError: one has another number of partitions than `[kafka]` says, or is not compacted.
        TransientError: the broker does not answer.
    """
    with broker.translated(kafka, "changelogs"):
        admin = broker.open_admin(kafka)
        try:
            there = broker.count_partitions(admin)
            names = [f"{app}-{table}-changelog" for table in tables]
            kept = broker.read_configs(admin, [name for name in names if name in there])
            for name in names:
                if there.get(name, kafka.partitions) != kafka.partitions:
                    what = f"`{name}` has {there[name]} partitions, wanted are {kafka.partitions}"
                    raise MisconfiguredError(f"{what}: set `[kafka] partitions` back, or use another lane")
                policy = kept.get(name, {}).get("cleanup.policy", Keep.COMPACTED.value)
                if policy != Keep.COMPACTED:
                    what = f"`{name}` has cleanup.policy={policy}, wanted is {Keep.COMPACTED}"
                    raise MisconfiguredError(f"{what}: it would forget state; alter it, or use another lane")
                takes = kept.get(name, {}).get("max.message.bytes", "")
                if takes.isdecimal() and int(takes) < STATE_BYTES:
                    log.warning(
                        "%s takes states of %s bytes at most; in a long storm a worker could not go on. Alter it: "
                        "kafka-configs.sh --alter --topic %s --add-config max.message.bytes=%d",
                        name,
                        takes,
                        name,
                        STATE_BYTES,
                    )
                if name not in there:
                    broker.create_topic(
                        admin,
                        name,
                        partitions=kafka.partitions,
                        replication=kafka.replication,
                        configs=Topic(keep=Keep.COMPACTED).configs()
                        | {"max.message.bytes": str(STATE_BYTES)},
                    )
        finally:
            admin.close()
