"""The topics of a lane are declared once and checked before a worker starts."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from kafka.errors import TopicAlreadyExistsError, TopicAuthorizationFailedError

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
    hides_configs: bool = False

    def describe_topics(self) -> list[dict[str, Any]]:
        return [{"name": name, "partitions": [None] * count} for name, count in self.there.items()]

    def create_topics(self, wanted: dict[str, dict[str, Any]]) -> None:
        for name, options in wanted.items():
            assert name not in self.there
            self.there[name] = options["num_partitions"]
            self.configs[name] = options["configs"]

    def wait_for_topics(self, names: list[str]) -> None:
        assert set(names) <= set(self.there)

    def describe_configs(self, wanted: list[Any], *, config_filter: str) -> dict[str, Any]:
        assert config_filter == "all"
        if self.hides_configs:
            raise TopicAuthorizationFailedError
        named = {each.name: self.configs.get(each.name, {}) for each in wanted}
        return {
            "topic": {
                name: {key: {"value": value} for key, value in configs.items()}
                for name, configs in named.items()
            }
        }

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
    dated = {"message.timestamp.type": "LogAppendTime"}
    assert admin.configs["live.cursors"] == dated | {
        "cleanup.policy": "compact",
        "max.compaction.lag.ms": day,
    }
    assert admin.configs["live.quotes"] == dated | {
        "cleanup.policy": "compact,delete",
        "max.compaction.lag.ms": day,
        "retention.ms": str(30 * 24 * 3600 * 1000),
    }
    assert admin.configs["live.incidents"] == dated | {"cleanup.policy": "delete", "retention.ms": "-1"}
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


@pytest.mark.parametrize(
    ("name", "key", "value", "said"),
    [
        ("live.cursors", "cleanup.policy", "delete", "has cleanup.policy=delete, wanted is compact"),
        ("live.cursors", "cleanup.policy", "compact,delete", "has cleanup.policy=compact,delete, wanted"),
        ("live.mentions", "cleanup.policy", "compact", "has cleanup.policy=compact, wanted is delete"),
        ("live.incidents", "retention.ms", "604800000", "has retention.ms=604800000, wanted is -1"),
    ],
)
def test_a_topic_that_would_lose_records_is_reported_with_what_to_do(
    admin: Admin, name: str, key: str, value: str, said: str
) -> None:
    ensure_topics(Kafka())
    del admin.there["live.ticks"]
    admin.configs[name][key] = value

    with pytest.raises(MisconfiguredError) as caught:
        ensure_topics(Kafka())
    assert f"topic `{name}` {said}" in str(caught.value)
    assert f"--entity-name {name} --add-config '{key}=[" in str(caught.value)
    assert "live.ticks" not in admin.there


@pytest.mark.parametrize(("kept", "is_said"), [("3600000", True), ("99999999999", False), ("-1", False)])
def test_a_shorter_retention_may_be_somebodys_will_and_is_only_logged(
    admin: Admin, caplog: pytest.LogCaptureFixture, kept: str, *, is_said: bool
) -> None:
    ensure_topics(Kafka())
    admin.configs["live.mentions"]["retention.ms"] = kept
    assert ensure_topics(Kafka()) == ()
    assert ("kept shorter" in caplog.text) is is_said


def test_the_broker_dates_the_records_of_every_topic(admin: Admin) -> None:
    """Moments, retention and what is "from the future" are all held against the record's time."""
    ensure_topics(Kafka())
    assert {configs["message.timestamp.type"] for configs in admin.configs.values()} == {"LogAppendTime"}


def test_topics_from_before_that_are_dated_by_their_senders_are_told_and_go_on(
    admin: Admin, caplog: pytest.LogCaptureFixture
) -> None:
    ensure_topics(Kafka())
    for name in ("live.actions", "live.spikes"):
        admin.configs[name]["message.timestamp.type"] = "CreateTime"
    assert ensure_topics(Kafka()) == ()
    (told,) = caplog.records
    assert told.getMessage() == "topics are dated by their senders' clocks"
    assert vars(told)["topics"] == ["live.actions", "live.spikes"]


def test_where_we_may_not_ask_how_topics_are_kept_they_are_taken_as_they_are(admin: Admin) -> None:
    ensure_topics(Kafka())
    admin.configs["live.cursors"]["cleanup.policy"] = "delete"
    admin.hides_configs = True
    assert ensure_topics(Kafka()) == ()
