"""The outbox's decisions: once, in order, with growing pauses, bounded."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.channels.channel import Receipt
from alerts.errors import DeliveryError, Failure, RefusedError, TransientError, UncertainError, UnwelcomeError
from alerts.incident import IncidentState
from alerts.notice import Notice, Reason
from alerts.outbox import (
    FALLBACK_AFTER,
    ITEMS_KEPT,
    KEPT_FOR,
    LONGEST_PAUSE,
    LONGEST_REST,
    TOLD_KEPT,
    Box,
    Item,
    Stage,
    Task,
    accept,
    begin,
    choose_due,
    fail,
    finish,
    is_over,
    pause_after,
)
from tests.alerts.examples import START, notice

RECEIPT = Receipt(conversation="C0123456789", message="1700000000.000001")
BUSY = TransientError("busy", Failure.RATE_LIMITED)


def box(*notices: Notice) -> Box:
    made = Box(about=notice().about, touched=START)
    for one in notices:
        made = accept(made, one, START)
    return made


def due(made: Box, now: datetime = START) -> Item:
    item = choose_due(made, now)
    assert item
    return item


def failed(made: Box, error: DeliveryError, now: datetime = START, **changes: object) -> Box:
    made, item = begin(made, due(made, now), now)
    options: dict[str, object] = {"give_up_after": timedelta(days=1), "fallbacks": {}, **changes}
    return fail(made, item, error, now, **options)  # type: ignore[arg-type]


def delivered(made: Box, receipt: Receipt | None = RECEIPT) -> Box:
    made, item = begin(made, due(made), START)
    return finish(made, item, receipt, START)


def test_a_notice_is_done_once() -> None:
    made = delivered(box(notice()))
    assert made.items == ()
    assert accept(made, notice(), START) == made
    assert accept(box(notice()), notice(), START) == box(notice())


def test_notices_about_one_thing_go_out_in_order_for_each_channel() -> None:
    made = box(notice(id="n1"), notice(id="n2"), notice(id="n3", channel="screen"))
    made = failed(made, BUSY)
    assert due(made).id == "n3"
    made = delivered(made, receipt=None)
    assert choose_due(made, START) is None
    assert due(made, START + timedelta(seconds=2)).id == "n1"


def test_a_channel_at_rest_is_left_alone() -> None:
    made = box(notice(id="n1"), notice(id="n2", channel="screen"))
    chosen = choose_due(made, START, rests=lambda channel: channel == "pr-room")
    assert chosen
    assert chosen.id == "n2"


def test_the_first_message_is_the_parent_and_later_ones_bring_it_up_to_date() -> None:
    made = delivered(box(notice(id="n1"), notice(id="n2", reason=Reason.WORSENED)))
    assert made.parents == {"pr-room": RECEIPT}
    made = delivered(made, Receipt(conversation="C0123456789", message="2"))
    assert made.parents == {"pr-room": RECEIPT}
    assert [(item.task, item.notice.id) for item in made.items] == [(Task.REVISE, "n2")]
    made = delivered(made)
    assert made.items == ()


def test_only_the_latest_revision_waits() -> None:
    made = delivered(box(notice(id="n1"), notice(id="n2"), notice(id="n3")))
    made, second = begin(made, due(made), START)
    made = finish(made, second, RECEIPT, START)
    made, third = begin(made, due(made), START)
    made = finish(made, third, RECEIPT, START)
    assert [(item.task, item.notice.id) for item in made.items] == [(Task.REVISE, "n3")]


def test_pauses_grow_up_to_a_limit_and_heed_the_channel() -> None:
    pauses = [pause_after(attempt) for attempt in range(1, 40)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(seconds=2), LONGEST_PAUSE)
    asked = TransientError("wait", Failure.RATE_LIMITED, timedelta(minutes=7))
    assert pause_after(1, asked) == timedelta(minutes=7)
    rude = TransientError("wait", Failure.RATE_LIMITED, timedelta(days=9))
    assert pause_after(1, rude) == LONGEST_REST


def test_a_crash_while_sending_is_found_and_makes_the_next_attempt_uncertain() -> None:
    made, _ = begin(box(notice()), due(box(notice())), START)
    later = START + timedelta(seconds=40)
    left = due(made, later)
    assert left.stage is Stage.ATTEMPTING
    _, again = begin(made, left, later)
    assert again.is_uncertain
    assert again.tried == START
    assert again.attempt == 2


def test_an_unknown_end_makes_the_next_attempt_uncertain_and_a_sure_failure_does_not() -> None:
    assert due(
        failed(box(notice()), UncertainError("?", Failure.TIMEOUT)), START + LONGEST_PAUSE
    ).is_uncertain
    assert not due(failed(box(notice()), BUSY), START + LONGEST_PAUSE).is_uncertain


def test_what_was_once_uncertain_stays_so() -> None:
    made = failed(box(notice()), UncertainError("?", Failure.TIMEOUT))
    later = START + LONGEST_PAUSE
    made = failed(made, BUSY, later)
    assert due(made, later + LONGEST_PAUSE).tried == START


def test_a_refused_message_is_given_up_and_stays_to_be_seen() -> None:
    made = failed(box(notice()), RefusedError("no", Failure.BAD_MESSAGE))
    assert [(item.stage, item.failure) for item in made.items] == [(Stage.GIVEN_UP, Failure.BAD_MESSAGE)]
    assert choose_due(made, START + KEPT_FOR) is None


def test_a_notice_is_given_up_after_the_time_set() -> None:
    made = failed(box(notice()), BUSY)
    made = failed(made, BUSY, START + timedelta(days=1))
    assert made.items[0].stage is Stage.GIVEN_UP


def test_what_was_given_up_does_not_hold_up_the_next() -> None:
    made = failed(box(notice(id="n1"), notice(id="n2")), RefusedError("no", Failure.BAD_MESSAGE))
    assert due(made).id == "n2"


@pytest.mark.parametrize(
    "error", [UnwelcomeError("token", Failure.AUTH), RefusedError("no", Failure.BAD_MESSAGE)]
)
def test_the_fallback_is_told_at_once_when_a_channel_refuses(error: DeliveryError) -> None:
    made = failed(box(notice()), error, fallbacks={"pr-room": "pr-hook"})
    assert [item.channel for item in made.items] == ["pr-room", "pr-hook"]
    assert due(made).channel == "pr-hook"


def test_the_fallback_is_told_after_some_failures_and_only_once() -> None:
    made, now = box(notice()), START
    for attempt in range(1, FALLBACK_AFTER + 3):
        now += LONGEST_PAUSE
        if attempt > FALLBACK_AFTER:
            made = replace(made, items=made.items[:1])
        made = failed(made, BUSY, now, fallbacks={"pr-room": "pr-hook"})
        told = [item.channel for item in made.items]
        assert ("pr-hook" in told) == (attempt == FALLBACK_AFTER)


def test_a_parent_that_was_removed_is_replaced_by_the_next_message() -> None:
    made = delivered(box(notice(id="n1"), notice(id="n2")))
    made = failed(made, RefusedError("gone", Failure.NO_PARENT))
    assert made.parents == {}
    assert due(made).id == "n2"


def test_a_revision_whose_parent_was_removed_is_dropped() -> None:
    made = delivered(delivered(box(notice(id="n1"), notice(id="n2"))))
    made = failed(made, RefusedError("gone", Failure.NO_PARENT))
    assert made.items == ()


def test_a_box_is_over_when_nothing_happened_for_long() -> None:
    made = delivered(box(notice()))
    assert not is_over(made, START + KEPT_FOR - timedelta(seconds=1))
    assert is_over(made, START + KEPT_FOR)


def test_a_box_is_bounded_and_keeps_the_opening() -> None:
    made = box(notice(id="opening"), *(notice(id=f"n{n}", reason=Reason.CHANGED) for n in range(100)))
    assert len(made.items) == ITEMS_KEPT
    assert made.items[0].id == "opening"
    assert made.items[-1].id == "n99"
    for number in range(TOLD_KEPT + 20):
        made = delivered(
            box(notice(id=f"m{number}")) if number == 0 else accept(made, notice(id=f"m{number}"), START)
        )
    assert len(made.told) == TOLD_KEPT


errors = st.sampled_from(
    [
        BUSY,
        UncertainError("?", Failure.TIMEOUT),
        UnwelcomeError("token", Failure.AUTH),
        RefusedError("no", Failure.BAD_MESSAGE),
        RefusedError("gone", Failure.NO_PARENT),
    ]
)


@given(st.lists(st.tuples(st.sampled_from(["ok", "crash", "fail"]), errors, st.integers(0, 3)), max_size=40))
def test_whatever_happens_no_notice_is_lost_or_done_twice(
    story: list[tuple[str, DeliveryError, int]],
) -> None:
    made, now, done = box(), START, []
    sent = 0
    for what, error, fresh in story:
        for _ in range(fresh):
            if len(made.items) < ITEMS_KEPT - 2:
                made = accept(made, notice(id=f"n{sent}"), now)
                sent += 1
        now += LONGEST_PAUSE
        item = choose_due(made, now)
        if item is None:
            continue
        made, item = begin(made, item, now)
        assert Box.from_json(made.to_json()) == made
        if what == "ok":
            made = finish(made, item, RECEIPT, now)
            done += [item.id] if item.task is Task.TELL else []
        elif what == "fail":
            made = fail(made, item, error, now, give_up_after=timedelta(days=1), fallbacks={})
    left = [item.id for item in made.items if item.task is Task.TELL]
    assert len(done) == len(set(done))
    assert sorted(done + left) == sorted(f"n{number}" for number in range(sent))
    assert done == sorted(done, key=lambda name: int(name[1:]))


MINUTE = timedelta(minutes=1)


def told_to_alertmanager(told: Notice, box: Box | None = None, now: datetime = START) -> Box:
    box = accept(box or Box(about=told.about, touched=now), told, now)
    item = choose_due(box, now)
    assert item
    box, begun = begin(box, item, now)
    return finish(box, begun, Receipt(conversation="am", message=told.about), now, refresh_every=MINUTE)


def refresh(box: Box, now: datetime) -> Box:
    item = choose_due(box, now)
    assert item
    assert item.task is Task.REFRESH
    box, begun = begin(box, item, now)
    return finish(box, begun, box.parents[item.channel], now, refresh_every=MINUTE)


def ended(**changes: Any) -> Notice:
    incident = notice().incident
    assert incident
    return notice(replace(incident, state=IncidentState.RESOLVED, revision=9), id="end", **changes)


def test_what_burns_is_told_again_every_minute_and_nobody_waits_for_that() -> None:
    box = told_to_alertmanager(notice())
    for minute in range(1, 200):
        now = START + minute * MINUTE
        assert choose_due(box, now - timedelta(seconds=1)) is None
        box = refresh(box, now)
        assert len(box.items) == 1
        assert box.undelivered == ()


def test_what_is_over_is_told_again_for_five_minutes_and_then_no_more() -> None:
    box = told_to_alertmanager(notice())
    now = START + timedelta(seconds=30)
    box = told_to_alertmanager(ended(), box, now)
    assert [item.notice.id for item in box.items] == ["end"]
    for minute in range(1, 6):
        box = refresh(box, now + minute * MINUTE)
    assert box.items == ()


def test_news_goes_before_a_refresh_and_replaces_it() -> None:
    box = told_to_alertmanager(notice())
    now = START + 2 * MINUTE
    box = accept(box, notice(id="second"), now)
    item = choose_due(box, now)
    assert item
    assert (item.task, item.notice.id) == (Task.TELL, "second")
    box = told_to_alertmanager(notice(id="second"), box, now)
    assert [(one.task, one.notice.id) for one in box.items] == [(Task.REFRESH, "second")]


def test_a_refresh_that_fails_is_tried_again_and_shown_and_never_given_up() -> None:
    box = told_to_alertmanager(notice())
    now = START + MINUTE
    item = choose_due(box, now)
    assert item
    for error in (UncertainError("late", Failure.TIMEOUT), RefusedError("no", Failure.BAD_MESSAGE)):
        box, begun = begin(box, box.items[0], now)
        box = fail(box, begun, error, now, give_up_after=timedelta(0), fallbacks={"pr-room": "screen"})
        assert [one.stage for one in box.items] == [Stage.PENDING]
        assert box.undelivered == box.items


def test_a_full_box_keeps_what_burns() -> None:
    box = told_to_alertmanager(notice(channel="am"))
    for number in range(ITEMS_KEPT + 5):
        box = accept(box, notice(id=f"n{number}", channel="dead", reason=Reason.CHANGED), START)
    assert Task.REFRESH in {item.task for item in box.items}
