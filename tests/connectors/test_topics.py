"""The topics of a lane are declared once and checked before a worker starts."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from kafka.errors import TopicAlreadyExistsError

from connectors import broker
from connectors.errors import MisconfiguredError
from connectors.settings import Kafka
from connectors.topics import TOPICS, Keep, ensure_topics


@dataclass
class Admin:
    """What of kafka-python's admin client `ensure_topics` uses."""

    there: dict[str, int] = field(default_factory=dict)
    configs: dict[str, dict[str, str]] = field(default_factory=dict)
    closed: bool = False

    def describe_topics(self) -> list[dict[str, Any]]:
        return [{"name": name, "partitions": [None] * count} for name, count in self.there.items()]

    def create_topics(self, wanted: dict[str, dict[str, Any]]) -> None:
        for name, options in wanted.items():
            assert name not in self.there
            self.there[name] = options["num_partitions"]
            self.configs[name] = options["configs"]

    def wait_for_topics(self, names: list[str]) -> None:
        assert set(names) <= set(self.there)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def admin(monkeypatch: pytest.MonkeyPatch) -> Admin:
    admin = Admin()
    monkeypatch.setattr(broker, "open_admin", lambda _: admin)
    return admin


def test_every_topic_of_the_lane_is_created_with_the_declared_partitions(admin: Admin) -> None:
    created = ensure_topics(Kafka(lane="drill-x", partitions=6))

    assert set(created) == {f"drill-x.{name}" for name in TOPICS}
    assert admin.there.pop("drill-x.cursors") == 1
    assert set(admin.there.values()) == {6}
    assert admin.closed


def test_cursors_are_compacted_incidents_kept_for_ever_and_words_for_thirty_days(admin: Admin) -> None:
    ensure_topics(Kafka())

    day = str(24 * 3600 * 1000)
    assert admin.configs["live.cursors"] == {"cleanup.policy": "compact", "max.compaction.lag.ms": day}
    assert admin.configs["live.quotes"] == {
        "cleanup.policy": "compact,delete",
        "max.compaction.lag.ms": day,
        "retention.ms": str(30 * 24 * 3600 * 1000),
    }
    assert admin.configs["live.incidents"] == {"cleanup.policy": "delete", "retention.ms": "-1"}
    assert admin.configs["live.mentions"]["retention.ms"] == str(30 * 24 * 3600 * 1000)
    assert [name for name, entry in TOPICS.items() if entry.keep is Keep.COMPACTED] == ["cursors"]


def test_a_second_call_creates_nothing(admin: Admin) -> None:
    ensure_topics(Kafka())
    assert admin.there
    assert ensure_topics(Kafka()) == ()


def test_a_wrong_partition_count_names_topic_count_and_wish_and_creates_nothing(admin: Admin) -> None:
    admin.there = {"live.mentions": 3}

    with pytest.raises(MisconfiguredError, match=r"`live\.mentions` has 3 partitions, wanted are 8"):
        ensure_topics(Kafka())
    assert admin.there == {"live.mentions": 3}
    assert admin.closed


def test_a_topic_somebody_else_creates_meanwhile_with_other_partitions_is_noticed(
    admin: Admin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def create_first(wanted: dict[str, dict[str, Any]]) -> None:
        admin.there |= dict.fromkeys(wanted, 1)
        raise TopicAlreadyExistsError

    monkeypatch.setattr(admin, "create_topics", create_first)
    with pytest.raises(MisconfiguredError, match="has 1 partitions, wanted are 8"):
        ensure_topics(Kafka())
