"""What the desk writes to Kafka, and what it says when Kafka does not take it."""

import threading
from collections.abc import Sequence

import pytest

from alerts.action import Action, ActionKind
from alerts.desk import record
from alerts.desk.record import KafkaLedger
from alerts.errors import TransientError as NotRecordedError
from connectors.errors import ConnectorError, TransientError
from connectors.publisher import Place, Publisher, Record
from tests.alerts.examples import action


class Shelf(Publisher):
    """A publisher that keeps what it is given, or fails, or never ends."""

    def __init__(self, error: ConnectorError | None = None) -> None:
        super().__init__("nowhere:1")
        self.sent: list[Record] = []
        self.error = error
        self.may_end = threading.Event()
        self.may_end.set()

    def send(self, records: Sequence[Record]) -> list[Place]:
        self.may_end.wait(10)
        if self.error:
            raise self.error
        self.sent += records
        return [Place(0, 0)] * len(records)


async def test_actions_go_to_their_lane_under_their_brand_in_their_order() -> None:
    shelf = Shelf()
    deeds = [action(ActionKind.SKIP, step="explain", text="no need at all"), action(ActionKind.RESOLVE)]
    await KafkaLedger(shelf, "drill-1").write(deeds)
    assert [(one.topic, one.key) for one in shelf.sent] == [("drill-1.actions", "acme")] * 2
    assert [Action.from_json(one.value or b"") for one in shelf.sent] == deeds


async def test_a_broker_that_refuses_is_said() -> None:
    with pytest.raises(NotRecordedError, match="did not take"):
        await KafkaLedger(Shelf(TransientError("no broker")), "live").write([action()])


async def test_a_broker_that_does_not_answer_is_said_while_slack_still_listens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(record, "WAIT", record.WAIT / 100)
    shelf = Shelf()
    shelf.may_end.clear()
    try:
        with pytest.raises(NotRecordedError):
            await KafkaLedger(shelf, "live").write([action()])
    finally:
        shelf.may_end.set()


def test_the_wait_leaves_slack_time_to_hear_of_it() -> None:
    assert record.WAIT.total_seconds() < 3
