"""When a live brand's agent is told the time, and what time it is for a record."""

from datetime import UTC, datetime, timedelta

import pytest

from alerts.action import ActionKind
from alerts.casebook import Casebook, Outcome
from alerts.ledger import Ledger
from alerts.moment import find_moment
from alerts.rationing import ration
from alerts.respond import apply_record
from alerts.wake import AGAIN_AFTER, Waker
from connectors.mention import Tick
from tests.alerts.configured import settings
from tests.alerts.examples import action, at, silence, spike
from tests.alerts.test_clock import TEAM

RESPONSE = settings().response


def test_a_tick_is_sent_when_something_is_due_and_not_again_while_it_is_under_way() -> None:
    book = apply_record(Casebook(), spike(), TEAM, now=at(18)).casebook
    now = at(22)
    waker = Waker(lambda: now, RESPONSE, lane="live")
    assert list(waker.find_due([("acme", book), ("globex", Casebook())])) == []
    now = at(23)
    assert list(waker.find_due([("acme", book)])) == [Tick(at=at(23), brand="acme")]
    assert list(waker.find_due([("acme", book)])) == []
    now += AGAIN_AFTER
    assert len(list(waker.find_due([("acme", book)]))) == 1


def test_what_is_due_is_done_by_the_tick_it_was_sent_for() -> None:
    book, now = apply_record(Casebook(), spike(), TEAM, now=at(18)).casebook, at(18)
    waker = Waker(lambda: now, RESPONSE, lane="live")
    sent = 0
    for _ in range(60 * 24 * 12):
        now += timedelta(minutes=1)
        for tick in waker.find_due([("acme", book)]):
            sent += 1
            book = apply_record(book, tick, TEAM, now=tick.at).casebook
    assert 5 <= sent <= 12  # Five calls and three targets, not one for each minute.


def test_a_silence_wakes_for_its_warning_and_its_end() -> None:
    book, now = Casebook(ledger=Ledger(silences=(silence(),))), at(0)
    waker = Waker(lambda: now, RESPONSE, lane="live")
    woken = []
    for minute in range(300):
        now = at(minute)
        for tick in waker.find_due([("acme", book)]):
            woken.append(minute)
            outcome = Outcome(casebook=book)
            book = ration(
                outcome, brand="acme", at=tick.at, response=RESPONSE, lane="live", person="Anna"
            ).casebook
    assert woken == [210, 240]


@pytest.mark.parametrize(
    ("record", "sent", "moment"),
    [
        (spike(), at(25), at(25)),
        (spike(), at(10), at(18)),
        (spike(lane="drill-1"), at(25), at(18)),
        (action(at=at(30)), at(25), at(25)),
        (action(at=at(20)), at(25), at(20)),
        (action(ActionKind.NOTE, at=at(20), lane="drill-1"), at(10), at(20)),
        (action(at=at(20)), datetime(1970, 1, 1, tzinfo=UTC), at(20)),
        (Tick(at=at(3), brand="acme"), at(1), at(3)),
    ],
)
def test_the_time_of_a_record_is_its_own_in_a_drill_and_what_kafka_saw_when_live(
    record: object, sent: datetime, moment: datetime
) -> None:
    assert find_moment(record, sent) == moment  # type: ignore[arg-type]  # parametrized
