"""The topics of a lane: which there are, how many partitions they have, how long they keep.

Faust must never be the one to create them: a topic whose partition count differs from its table's leaves a
worker that cannot stop (faust.md, 19). Call `ensure_topics` before the first worker of a lane starts.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from connectors import broker
from connectors.errors import MisconfiguredError
from connectors.settings import Kafka, topic

log = logging.getLogger(__name__)


OVERWRITTEN_WITHIN: Final = timedelta(days=1)
"""What was overwritten, for example because somebody took a post down, is gone from the disk within this. By
Kafka's own defaults it could stay for a week and longer: the segment that is being written is never compacted."""

DATED_BY: Final = ("message.timestamp.type", "LogAppendTime")
"""The broker dates what it gets. Kafka's default is the sender's clock, and a laptop whose clock runs an hour ahead
would then have acknowledged in the future, or one that wakes in 1970 lose its records to the retention at once."""


class Keep(StrEnum):
    """Kafka's `cleanup.policy`."""

    BY_TIME = "delete"
    COMPACTED = "compact"
    COMPACTED_BY_TIME = "compact,delete"


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of every lane."""

    keep: Keep = Keep.BY_TIME
    retention: timedelta | None = None
    """How long a record is kept at least; none is for ever. A compacted topic keeps the last of each key."""
    partitions: int | None = None
    """None is the number in `[kafka]`."""

    @property
    def retention_ms(self) -> int:
        """In Kafka's words: -1 is for ever."""
        return -1 if self.retention is None else int(self.retention.total_seconds() * 1000)

    def configs(self) -> dict[str, str]:
        """The topic's settings in Kafka's words."""
        settings = {"cleanup.policy": self.keep.value, DATED_BY[0]: DATED_BY[1]}
        if self.keep is not Keep.BY_TIME:
            settings["max.compaction.lag.ms"] = str(int(OVERWRITTEN_WITHIN.total_seconds() * 1000))
        if self.keep is not Keep.COMPACTED:
            settings["retention.ms"] = str(self.retention_ms)
        return settings


# People's words are kept for 30 days, the shortest that a platform asks for (YouTube); numbers for longer.
TOPICS: Final[Mapping[str, Topic]] = {
    "mentions": Topic(retention=timedelta(days=30)),
    "mentions.dead": Topic(retention=timedelta(days=14)),
    "cursors": Topic(keep=Keep.COMPACTED, partitions=1),
    "readings": Topic(retention=timedelta(days=30)),
    "minutes": Topic(retention=timedelta(days=90)),
    "spikes": Topic(retention=timedelta(days=400)),
    "incidents": Topic(),
    "quotes": Topic(keep=Keep.COMPACTED_BY_TIME, retention=timedelta(days=30)),
    "actions": Topic(retention=timedelta(days=400)),
    "rulings": Topic(retention=timedelta(days=90)),
    "notices": Topic(retention=timedelta(days=30)),
    "ticks": Topic(retention=timedelta(days=1)),
}
"""By name without the lane."""


def ensure_topics(kafka: Kafka, *, lane: str | None = None) -> tuple[str, ...]:
    """Create what is missing and check what is there; blocks.

    Args:
        kafka: where, how many partitions, how many replicas.
        lane: instead of the one in `kafka`.

    Returns:
        the full names of the topics it created.

    Raises:
        MisconfiguredError: an existing topic has another number of partitions, is kept in another way, or
            would lose what is kept for ever; nothing is created then.
        TransientError: the broker does not answer.
    """
    wanted = {
        topic(lane or kafka.lane, name): (entry, entry.partitions or kafka.partitions)
        for name, entry in TOPICS.items()
    }
    with broker.translated(kafka, "topics"):
        admin = broker.open_admin(kafka)
        try:
            there = broker.count_partitions(admin)
            _check_partitions(there, wanted)
            _check_keeping(broker.read_configs(admin, [name for name in wanted if name in there]), wanted)
            missing = [name for name in wanted if name not in there]
            for name in missing:
                entry, partitions = wanted[name]
                broker.create_topic(
                    admin,
                    name,
                    partitions=partitions,
                    replication=kafka.replication,
                    configs=entry.configs(),
                )
                log.info("topic created", extra={"topic": name, "partitions": partitions})
            if missing:  # Somebody else may have created one of them first, with other partitions.
                _check_partitions(broker.count_partitions(admin), wanted)
        finally:
            admin.close()
    return tuple(missing)


def _check_partitions(there: Mapping[str, int], wanted: Mapping[str, tuple[Topic, int]]) -> None:
    wrong = [
        f"topic `{name}` has {there[name]} partitions, wanted are {partitions}"
        for name, (_, partitions) in wanted.items()
        if name in there and there[name] != partitions
    ]
    if wrong:
        advice = "set `[kafka] partitions` to what the topics have, use another lane, or delete these topics"
        raise MisconfiguredError("; ".join(wrong) + f": {advice}")


def _check_keeping(there: Mapping[str, Mapping[str, str]], wanted: Mapping[str, tuple[Topic, int]]) -> None:
    """Refuse what would lose records quietly; what may be somebody's will, or older than us, is only logged."""
    wrong = []
    key, be = DATED_BY
    if dated := sorted(name for name, found in there.items() if found.get(key, be) != be):
        log.warning(
            "topics are dated by their senders' clocks", extra={"topics": dated, "set": f"{key}={be}"}
        )
    for name, found in there.items():
        entry, _ = wanted[name]
        policy, kept = found.get("cleanup.policy"), found.get("retention.ms", "")
        if policy is not None and set(policy.split(",")) != set(entry.keep.split(",")):
            wrong.append((name, "cleanup.policy", policy, entry.keep.value))
        elif entry.keep is Keep.BY_TIME and kept.isdecimal() and not 0 <= entry.retention_ms <= int(kept):
            if entry.retention is None:
                wrong.append((name, "retention.ms", kept, "-1"))
            else:
                log.warning(
                    "topic is kept shorter than wanted",
                    extra={"topic": name, "retention_ms": kept, "wanted_ms": entry.retention_ms},
                )
    if wrong:
        said = "; ".join(f"topic `{name}` has {key}={is_}, wanted is {be}" for name, key, is_, be in wrong)
        name, key, _, be = wrong[0]
        raise MisconfiguredError(
            f"{said}: change each, for example with `kafka-configs.sh --alter --entity-type topics"
            f" --entity-name {name} --add-config '{key}=[{be}]'`, or use another lane"
        )
