"""The listener takes every record there may be on a topic."""

from types import SimpleNamespace
from typing import Any

import pytest
from kafka import TopicPartition

from connectors import broker
from deploy.demo.listener import Listener
from streams.minute import Minute, write_minutes
from tests.streams.minutes import minute


def test_an_empty_record_that_only_moves_a_partition_on_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken: list[Minute] = []
    values = (None, write_minutes([minute(0)]))
    polled = {TopicPartition("live.minutes", 0): [SimpleNamespace(value=value) for value in values]}
    reader: Any = SimpleNamespace(poll=lambda timeout_ms: polled)  # noqa: ARG005
    monkeypatch.setattr(broker, "open_reader", lambda _: reader)
    monkeypatch.setattr(broker, "open_admin", lambda _: None)
    monkeypatch.setattr(broker, "assign_from_start", lambda *_: None)
    view: Any = SimpleNamespace(take_minutes=taken.extend)
    assert Listener("127.0.0.1:1", "live", view).poll() == 2
    assert taken == [minute(0)]
