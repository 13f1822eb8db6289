"""Delivering: the order of writing and sending, and what a crash between any two of them leaves."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from alerts.channels.channel import Receipt
from alerts.deliver import DeliverStep, Equipment, Reminder, read_box
from alerts.errors import DeliveryError, Failure, RefusedError, TransientError, UncertainError, UnwelcomeError
from alerts.letter import Letter
from alerts.metrics import AlertMetrics
from alerts.notice import Notice, Nudge, Reason
from alerts.outbox import KEPT_FOR, Box, Stage, accept, begin, choose_due
from streams.gapless import Received
from tests.alerts.configured import TEXT, settings
from tests.alerts.examples import LIBRARY, START, digest, incident_of, notice, silence, spike

TIMEOUT = UncertainError("no answer", Failure.TIMEOUT)
BUSY = TransientError("busy", Failure.RATE_LIMITED, timedelta(seconds=20))


class Table(dict[str, bytes]):
    """A table whose writes reach Kafka when it is settled."""

    def __init__(self) -> None:
        super().__init__()
        self.kafka: dict[str, bytes] = {}

    async def settle(self) -> None:
        self.kafka = dict(self)


@dataclass(eq=False)
class Room:
    """A channel that plays a script and looks at the table whenever it is used."""

    table: Table
    name: str = "pr-room"
    remembers: bool = True
    script: list[DeliveryError] = field(default_factory=list)
    revise_script: list[DeliveryError] = field(default_factory=list)
    there: list[Letter] = field(default_factory=list)
    posted: list[Letter] = field(default_factory=list)
    revised: list[Letter] = field(default_factory=list)
    parents: list[Receipt | None] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)

    async def tell(self, letter: Letter, *, parent: Receipt | None) -> Receipt | None:
        stored = read_box(self.table.kafka[letter.notice.about]).find(letter.notice.id)
        assert stored
        self.stages.append(stored.stage)
        if self.script:
            raise self.script.pop(0)
        self.posted.append(letter)
        self.parents.append(parent)
        return Receipt(conversation="C", message=str(len(self.posted))) if self.remembers else None

    async def find(self, letter: Letter, *, parent: Receipt | None, since: datetime) -> Receipt | None:  # noqa: ARG002
        if self.script:
            raise self.script.pop(0)
        found = [one for one in self.there if one.notice.id == letter.notice.id]
        return Receipt(conversation="C", message="found") if found else None

    async def revise(self, letter: Letter, *, parent: Receipt) -> None:  # noqa: ARG002
        if self.revise_script:
            raise self.revise_script.pop(0)
        self.revised.append(letter)

    async def close(self) -> None: ...


class Burial:
    def __init__(self) -> None:
        self.reasons: list[str] = []

    def note_readable(self) -> None: ...

    async def bury(self, received: object, reason: str) -> None:  # noqa: ARG002
        self.reasons.append(reason)


class Desk:
    """A step with its table, its rooms and a clock that is moved by hand."""

    def __init__(
        self, text: str = TEXT, lane: str = "live", rooms: Iterable[str] = ("pr-room", "screen")
    ) -> None:
        self.table = Table()
        self.now = START
        self.rooms = {name: Room(self.table, name, remembers=name == "pr-room") for name in rooms}
        self.burial = Burial()
        self.registry = CollectorRegistry()
        self.settings = settings(text, CRISIS_LANE=lane)
        metrics = AlertMetrics(self.registry, brands=("acme",), channels=self.rooms, lane=lane)
        equipment = Equipment(channels=self.rooms, library=LIBRARY, now=lambda: self.now)
        app: Any = SimpleNamespace(boxes=self.table)
        burial: Any = self.burial
        self.step = DeliverStep(app, self.settings, metrics, burial, equipment)
        self.reminder = Reminder(self.step, lambda: self.now, lane=lane)

    @property
    def room(self) -> Room:
        return self.rooms["pr-room"]

    async def take(self, errand: Notice | Nudge | bytes) -> None:
        raw = errand if isinstance(errand, bytes) else errand.to_json()
        received = Received("live.notices", 0, 0, self.now, b"", raw)
        await self.step(received)

    def due(self) -> list[Nudge]:
        return list(self.reminder.find_due([read_box(raw) for raw in self.table.values()]))

    async def wait(self, seconds: float) -> list[Nudge]:
        """Let time pass and take what the timer would send."""
        self.now += timedelta(seconds=seconds)
        nudges = self.due()
        for nudge in nudges:
            await self.take(nudge)
        return nudges

    def box(self) -> Box:
        return read_box(self.table.kafka[notice().about])

    def crash_while_sending(self, told: Notice) -> None:
        """Leave what a worker leaves that died between sending and writing it down."""
        box = Box(about=told.about, touched=self.now)
        box = accept(box, told, self.now)
        item = choose_due(box, self.now)
        assert item
        box, _ = begin(box, item, self.now)
        self.table[told.about] = box.to_json()
        self.table.kafka = dict(self.table)

    def metric(self, name: str, **labels: str) -> float:
        return self.registry.get_sample_value(name, {"lane": self.settings.lane, **labels}) or 0.0


async def test_the_intent_is_in_kafka_before_the_message_is_sent() -> None:
    desk = Desk()
    await desk.take(notice())
    assert desk.room.stages == [Stage.ATTEMPTING]
    assert desk.box().items == ()
    assert desk.box().told == (notice().id,)
    assert desk.metric("crisis_notices_sent_total", channel="pr-room", reason="opened") == 1


async def test_a_letter_has_the_teams_zone() -> None:
    desk = Desk(f'{TEXT}\n[alerts]\nzone = "Asia/Taipei"\n')
    await desk.take(notice())
    assert [str(letter.zone) for letter in desk.room.posted] == ["Asia/Taipei"]


async def test_a_notice_delivered_again_by_kafka_is_told_once() -> None:
    desk = Desk()
    await desk.take(notice())
    await desk.take(notice())
    assert len(desk.room.posted) == 1


async def test_after_a_crash_a_message_that_got_through_is_found_and_not_sent_again() -> None:
    desk = Desk()
    desk.crash_while_sending(notice())
    desk.room.there = [Letter(notice=notice())]
    await desk.take(notice())
    assert desk.room.posted == []
    assert desk.box().parents["pr-room"].message == "found"
    assert desk.box().items == ()


async def test_after_a_crash_a_message_that_cannot_be_found_is_sent_with_the_mark() -> None:
    desk = Desk()
    desk.crash_while_sending(notice())
    await desk.take(notice())
    assert [letter.is_repeat for letter in desk.room.posted] == [True]
    assert desk.metric("crisis_notice_repeats_total", channel="pr-room") == 1


async def test_a_crash_is_found_by_the_timer_when_kafka_brings_nothing_again() -> None:
    desk = Desk()
    desk.crash_while_sending(notice())
    assert len(await desk.wait(1)) == 1
    assert len(desk.room.posted) == 1


async def test_a_channel_that_remembers_nothing_is_sent_the_mark() -> None:
    desk = Desk()
    desk.rooms["screen"].script = [TIMEOUT]
    await desk.take(notice(channel="screen"))
    await desk.wait(60)
    assert [letter.is_repeat for letter in desk.rooms["screen"].posted] == [True]


async def test_looking_that_is_not_allowed_leads_to_a_marked_repeat() -> None:
    desk = Desk()
    desk.room.script = [TIMEOUT, UnwelcomeError("scope", Failure.AUTH)]
    await desk.take(notice())
    await desk.wait(60)
    assert [letter.is_repeat for letter in desk.room.posted] == [True]


async def test_looking_that_fails_for_now_is_tried_again_but_not_for_ever() -> None:
    desk = Desk()
    desk.room.script = [TIMEOUT] * 5
    await desk.take(notice())
    for _ in range(6):
        await desk.wait(600)
    assert [letter.is_repeat for letter in desk.room.posted] == [True]


async def test_a_sure_failure_is_retried_without_a_mark_and_not_before_its_time() -> None:
    desk = Desk()
    desk.room.script = [BUSY]
    await desk.take(notice())
    assert await desk.wait(10) == []
    assert len(await desk.wait(10)) == 1
    assert [letter.is_repeat for letter in desk.room.posted] == [False]
    assert desk.metric("crisis_notice_failures_total", channel="pr-room", failure="rate_limited") == 1
    assert desk.metric("crisis_notice_retries_total", channel="pr-room") == 1


async def test_a_stale_nudge_does_nothing() -> None:
    desk = Desk()
    desk.room.script = [BUSY]
    await desk.take(notice())
    desk.now += timedelta(minutes=1)
    await desk.take(Nudge(about=notice().about, item=notice().id, attempt=7))
    await desk.take(Nudge(about="unknown", item="x", attempt=1))
    assert desk.room.posted == []


async def test_the_timer_reminds_of_an_attempt_only_now_and_then() -> None:
    desk = Desk()
    desk.room.script = [BUSY]
    await desk.take(notice())
    desk.now += timedelta(minutes=1)
    assert len(desk.due()) == 1
    assert desk.due() == []
    desk.now += timedelta(minutes=1)
    assert len(desk.due()) == 1


async def test_a_channel_in_trouble_rests_and_others_do_not_wait() -> None:
    desk = Desk()
    desk.room.script = [TIMEOUT]
    other = incident_of(spike(id="another"))
    await desk.take(notice())
    await desk.take(notice(other, id="n2"))
    await desk.take(notice(other, id="n3", channel="screen"))
    assert desk.room.stages == [Stage.ATTEMPTING]
    assert len(desk.rooms["screen"].posted) == 1
    await desk.wait(60)
    assert {letter.notice.id for letter in desk.room.posted} == {notice().id, "n2"}


async def test_later_notices_answer_the_first_and_bring_it_up_to_date() -> None:
    desk = Desk()
    await desk.take(notice())
    await desk.take(notice(id="n2", reason=Reason.WORSENED))
    assert [parent and parent.message for parent in desk.room.parents] == [None, "1"]
    assert [letter.notice.id for letter in desk.room.revised] == ["n2"]
    assert desk.box().items == ()


async def test_a_revision_that_fails_is_retried() -> None:
    desk = Desk()
    await desk.take(notice())
    desk.room.revise_script = [TIMEOUT]
    await desk.take(notice(id="n2", reason=Reason.CHANGED))
    assert desk.room.revised == []
    await desk.wait(60)
    assert [letter.notice.id for letter in desk.room.revised] == ["n2"]
    assert len(desk.room.posted) == 2


async def test_the_mark_of_a_repeat_outlives_its_revisions() -> None:
    desk = Desk()
    desk.crash_while_sending(notice())
    await desk.take(notice())
    await desk.take(notice(id="n2", reason=Reason.CHANGED))
    assert [letter.is_repeat for letter in desk.room.posted] == [True, False]
    assert [letter.is_repeat for letter in desk.room.revised] == [True]


async def test_a_removed_parent_makes_the_next_message_the_first() -> None:
    desk = Desk()
    await desk.take(notice())
    desk.room.script = [RefusedError("gone", Failure.NO_PARENT)]
    await desk.take(notice(id="n2"))
    assert desk.room.parents[-1] is None
    assert desk.box().parents["pr-room"].message == "2"


async def test_a_channel_that_is_not_open_is_given_up_and_shown() -> None:
    desk = Desk()
    await desk.take(notice(channel="nowhere"))
    assert [item.stage for item in desk.box().items] == [Stage.GIVEN_UP]


async def test_a_drill_cannot_send_through_a_live_channel_even_if_a_notice_says_so() -> None:
    desk = Desk(lane="drill-1", rooms=("screen",))
    told = notice(incident_of(spike(lane="drill-1")), lane="drill-1", channel="pr-room")
    await desk.take(told)
    items = desk.box().items
    assert {item.channel for item in items} == {"pr-room", "pr-hook"}
    assert {(item.stage, item.failure) for item in items} == {(Stage.GIVEN_UP, Failure.UNKNOWN_CHANNEL)}
    assert desk.rooms["screen"].posted == []


async def test_a_notice_of_another_lane_is_buried() -> None:
    desk = Desk()
    await desk.take(notice(lane="drill-1"))
    assert desk.burial.reasons == ["record of another lane"]
    assert desk.room.posted == []


async def test_the_fallback_is_told_when_the_channel_refuses() -> None:
    desk = Desk(rooms=("pr-room", "pr-hook"))
    desk.room.script = [UnwelcomeError("token", Failure.AUTH)]
    await desk.take(notice())
    assert len(desk.rooms["pr-hook"].posted) == 1


async def test_what_is_long_over_is_forgotten() -> None:
    desk = Desk()
    await desk.take(notice())
    await desk.wait(KEPT_FOR.total_seconds())
    assert desk.table == {}
    assert desk.table.kafka == {}


async def test_a_drill_names_but_does_not_ping_the_person_on_call() -> None:
    desk = Desk(lane="drill-1", rooms=("screen",))
    told = notice(incident_of(spike(lane="drill-1")), lane="drill-1", channel="screen")
    await desk.take(told)
    duty = desk.rooms["screen"].posted[0].duty
    assert duty
    assert (duty.name, duty.slack) == ("Anna", None)


@pytest.mark.parametrize("raw", [b"", b"{}", b"nonsense", b'{"type":"nudge"}'])
async def test_what_cannot_be_read_is_buried(raw: bytes) -> None:
    desk = Desk()
    await desk.take(raw)
    assert len(desk.burial.reasons) == 1


ALERTMANAGER = (
    TEXT
    + """
[[channels]]
name = "am"
type = "alertmanager"
url = "http://127.0.0.1:9093"
every = "45s"
"""
)


async def test_alertmanager_is_told_again_while_it_burns_and_counts_as_delivered() -> None:
    desk = Desk(ALERTMANAGER, rooms=("am",))
    desk.rooms["am"].remembers = True
    await desk.take(notice(channel="am"))
    assert await desk.wait(44) == []
    for number in range(1, 4):
        await desk.wait(46)
        assert len(desk.rooms["am"].revised) == number
    assert len(desk.rooms["am"].posted) == 1
    desk.step._metrics.show_boxes([desk.box()])
    assert desk.metric("crisis_undelivered_notices", channel="am", stage="pending") == 0
    assert desk.metric("crisis_notices_sent_total", channel="am", reason="opened") == 1
    desk.rooms["am"].revise_script = [BUSY]
    await desk.wait(46)
    desk.step._metrics.show_boxes([desk.box()])
    assert desk.metric("crisis_undelivered_notices", channel="am", stage="pending") == 1


async def test_a_worker_that_died_while_it_told_again_tells_it_again() -> None:
    desk = Desk(ALERTMANAGER, rooms=("am",))
    desk.rooms["am"].remembers = True
    await desk.take(notice(channel="am"))
    box = desk.box()
    begun, _ = begin(box, box.items[0], desk.now + timedelta(seconds=45))
    desk.table[box.about] = begun.to_json()
    await desk.wait(60)
    assert len(desk.rooms["am"].revised) == 1
    assert len(desk.rooms["am"].posted) == 1


async def test_a_digest_and_a_silence_are_told_like_anything_else() -> None:
    desk = Desk()
    await desk.take(notice(digest=digest(), reason=Reason.DIGEST))
    await desk.take(notice(silence=silence(), reason=Reason.SILENCE_ENDING))
    assert [letter.notice.reason for letter in desk.room.posted] == [Reason.DIGEST, Reason.SILENCE_ENDING]


@pytest.mark.need("004-17")
async def test_a_letter_has_what_its_own_brand_has_registered_as_ai_made() -> None:
    film = '[[brands.ai_content]]\ntitle = "Film"\nvendor = "DreamMill"\n'
    named = '[[brands]]\nname = "globex"\n'
    desk = Desk(TEXT.replace(named, f"{film}\n{named}"))
    await desk.take(notice())
    assert [(one.title, one.vendor) for one in desk.room.posted[0].contents] == [("Film", "DreamMill")]
