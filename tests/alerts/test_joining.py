"""Which incident a spike belongs to."""

import pytest

from alerts.action import ActionKind
from alerts.casebook import Casebook
from alerts.joining import MOST_OPEN, shares_theme
from alerts.notice import Reason
from alerts.opening import apply_spike
from alerts.respond import apply_record
from streams.spike import SpikeKind, SpikePhase
from tests.alerts.examples import action, at, spike
from tests.alerts.test_clock import TEAM

OTHER = spike(id="outage", kind=SpikeKind.NEGATIVE, themes={"privacy": 50}, at=at(30))


@pytest.mark.need("000-10")
def test_people_who_leave_and_people_who_are_angry_are_one_incident() -> None:
    book = apply_spike(Casebook(), spike(themes={"soulless": 40, "leaving": 20})).casebook
    outcome = apply_spike(book, spike(id="leave", kind=SpikeKind.NEGATIVE, themes={"leaving": 9}, at=at(30)))
    assert len(outcome.casebook.incidents) == 1
    assert outcome.telling
    assert outcome.telling.reason is Reason.CHANGED


def test_another_theme_is_another_incident_and_each_goes_on_with_its_own() -> None:
    book = apply_spike(Casebook(), spike()).casebook
    both = apply_spike(book, OTHER)
    assert both.telling
    assert both.telling.reason is Reason.OPENED
    ours = apply_spike(both.casebook, spike(id="more", at=at(40)))
    assert ours.incident
    assert ours.incident.id == book.incidents[0].id


def test_where_no_theme_is_named_it_is_the_same_crisis() -> None:
    book = apply_spike(Casebook(), spike()).casebook
    assert len(apply_spike(book, spike(id="n", themes={}, at=at(30))).casebook.incidents) == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"slop": 9}, {"slop": 1}, True),
        ({"slop": 9}, {"jobs": 9}, False),
        ({"slop": 99, "jobs": 1}, {"jobs": 9}, False),
        ({}, {"jobs": 9}, True),
        ({"slop": 0}, {"jobs": 9}, True),
    ],
)
def test_a_theme_that_is_a_tenth_of_the_talk_is_shared(
    one: dict[str, int], other: dict[str, int], *, same: bool
) -> None:
    assert shares_theme(one, other) is same
    assert shares_theme(other, one) is same


def test_what_comes_back_during_recovery_opens_the_same_incident_and_calls_its_owner() -> None:
    book = Casebook()
    for record in (
        spike(),
        action(ActionKind.TAKE_OVER, by="Ben"),
        spike(phase=SpikePhase.CLOSED, at=at(60)),
    ):
        book = apply_record(book, record, TEAM, now=record.at).casebook
    back = apply_spike(book, spike(id="again", at=at(200)), TEAM)
    assert back.incident
    assert (back.incident.id, back.incident.called) == (book.incidents[0].id, "Ben")
    assert back.telling
    assert back.telling.reason is Reason.REOPENED


def test_after_the_end_a_new_spike_is_a_new_incident() -> None:
    book = apply_spike(Casebook(), spike()).casebook
    book = apply_record(book, action(ActionKind.RESOLVE), TEAM, now=at(20)).casebook
    assert len(apply_spike(book, spike(id="new", at=at(30))).casebook.incidents) == 2


def test_a_brand_has_a_bounded_number_of_open_incidents() -> None:
    book = Casebook()
    for number in range(MOST_OPEN * 3):
        book = apply_spike(
            book, spike(id=f"s{number}", themes={f"theme-{number}": 9}, at=at(number))
        ).casebook
    assert len(book.incidents) == MOST_OPEN
