"""Promises that every channel of the registry keeps; a new one is picked up by itself."""

import logging
import traceback
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from alerts.channels.channel import Channel, Receipt
from alerts.channels.slack.message import Message
from alerts.errors import DeliveryError
from alerts.notice import Notice, Reason
from alerts.places import NEEDS, ChannelType
from alerts.registry import CHANNELS
from deploy.slack_standin import Fault
from tests.alerts.channels.receiver import Answer
from tests.alerts.channels.slack.rules import check_message, load_schema
from tests.alerts.channels.slack.test_message import HOSTILE, hostile_letter
from tests.alerts.channels.stage import KEY, SECRET, Stage
from tests.alerts.examples import alarm, digest, incident_of, letter, notice, silence, spike

DRILLS = [
    notice(lane="d1", incident=incident_of(spike(lane="d1"))),
    notice(lane="d1", incident=incident_of(spike(lane="d1")), reason=Reason.WORSENED),
    notice(feed=alarm(lane="d1"), lane="d1"),
    notice(digest=digest(lane="d1"), reason=Reason.DIGEST, lane="d1"),
    notice(silence=silence(lane="d1"), reason=Reason.SILENCE_ENDING, lane="d1"),
]


@pytest.fixture(params=CHANNELS)
def kind(request: pytest.FixtureRequest) -> ChannelType:
    return ChannelType(request.param)


@pytest.fixture
async def channel(kind: ChannelType, stage: Stage) -> AsyncIterator[Channel]:
    opened = stage.open(kind)
    yield opened
    await opened.close()


def test_every_type_says_what_it_needs_and_can_be_opened() -> None:
    assert set(CHANNELS) == set(NEEDS) == set(ChannelType)


async def test_a_letter_is_told_and_a_receipt_given_if_the_channel_remembers(
    channel: Channel, stage: Stage
) -> None:
    assert channel.name == "pr-room"
    receipt = await channel.tell(letter(), parent=None)
    assert (receipt is not None) == channel.remembers
    assert "Backlash against AI-made content" in stage.shown
    assert "soulless AI slop" in stage.shown
    assert "acme" in stage.shown


async def test_what_was_told_is_found_if_the_channel_remembers(channel: Channel) -> None:
    told = letter()
    receipt = await channel.tell(told, parent=None)
    assert await channel.find(told, parent=None, since=told.notice.at) == receipt
    other = replace(told, notice=replace(told.notice, id="another"))
    assert await channel.find(other, parent=None, since=told.notice.at) is None
    other_lane = replace(told, notice=replace(told.notice, lane="drill-1"))
    assert await channel.find(other_lane, parent=None, since=told.notice.at) is None


async def test_an_answer_is_found_in_its_thread(channel: Channel) -> None:
    first = await channel.tell(letter(), parent=None)
    answer = letter(notice(id="second", reason=Reason.CHANGED))
    told = await channel.tell(answer, parent=first)
    assert await channel.find(answer, parent=first, since=answer.notice.at) == told


async def test_a_revision_may_be_repeated(channel: Channel) -> None:
    first = await channel.tell(letter(), parent=None)
    for _ in range(2):
        await channel.revise(letter(), parent=first or Receipt(conversation="C", message="1"))


@pytest.mark.parametrize("told", DRILLS, ids=lambda told: told.reason)
async def test_a_drill_opens_every_message_with_its_mark(
    channel: Channel, kind: ChannelType, stage: Stage, told: Notice
) -> None:
    await channel.tell(letter(told), parent=None)
    shows_states = NEEDS[kind].states and (told.digest or told.silence)
    assert all(headline.startswith("[DRILL] ") for headline in stage.headlines)
    if kind is ChannelType.CONSOLE:
        assert "[DRILL] " in stage.shown
    else:
        assert bool(stage.headlines) == (not shows_states)


async def test_a_perhaps_second_message_says_so_unless_the_service_drops_it(
    channel: Channel, kind: ChannelType, stage: Stage
) -> None:
    await channel.tell(replace(letter(), is_repeat=True), parent=None)
    assert ("(repeat)" in stage.shown) == NEEDS[kind].repeats


async def test_every_message_keeps_the_rules_whatever_strangers_write(
    channel: Channel, stage: Stage, shared: Path
) -> None:
    schema = load_schema(shared)
    for text in HOSTILE:
        await channel.tell(hostile_letter(text), parent=None)
        await channel.tell(
            letter(notice(feed=alarm(source=text[:200] or "x"), also=(alarm(source=text),))), parent=None
        )
        text = text[:2_000]  # noqa: PLW2901 - long words have had their turn.
        line = replace(digest().lines[0], about=text, source=text)
        told = digest(brand=text[:200] or "x", lines=(line, replace(line, severity=None)))
        await channel.tell(letter(notice(digest=told, reason=Reason.DIGEST)), parent=None)
        asked = silence(owner=text, reason=text)
        await channel.tell(letter(notice(silence=asked, reason=Reason.SILENCE_ENDING, why=text)), parent=None)
    for one in stage.slack.sent:
        check_message(Message(text=one.text, blocks=tuple(one.blocks)), schema)
    assert "\x1b" not in stage.shown
    assert "\u202e" not in stage.shown
    assert "https://evil" not in stage.shown


@pytest.mark.parametrize("told", DRILLS[2:], ids=lambda told: told.reason)
async def test_what_is_no_incident_is_told_too(channel: Channel, stage: Stage, told: Notice) -> None:
    live = replace(told, lane="live")
    await channel.tell(letter(live), parent=None)
    assert "acme" in stage.shown or not stage.headlines


FAULTS = [
    *(
        Fault(method="", status=status, body="<html>no</html>")
        for status in (200, 400, 403, 404, 500, 502, 503)
    ),
    Fault(method="", status=429, headers={"Retry-After": "7"}),
    Fault(method="", hang=True),
    Fault(method="", cut=True),
    Fault(method="", error="invalid_auth"),
    Fault(method="", body="[1]", headers={"Content-Type": "application/json"}),
    Fault(method="", body="null", headers={"Content-Type": "application/json"}),
    Fault(method="", body="<html>", headers={"Content-Type": "application/json"}),
    Fault(method="", body="plain", headers={"Content-Type": "text/plain"}),
]


async def test_no_failure_shows_a_secret_or_escapes_as_another_error(
    kind: ChannelType, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    channel = stage.open(kind, timeout="1s")
    for fault in FAULTS:
        await play_and_tell(channel, stage, fault)
    assert SECRET not in caplog.text
    assert KEY not in caplog.text


async def play_and_tell(channel: Channel, stage: Stage, fault: Fault) -> None:
    for method in ("chat.postMessage", "webhook"):
        stage.slack.play(replace(fault, method=method))
    status = 401 if fault.error else fault.status
    stage.receiver.play(
        Answer(status=status, body=fault.body, headers=fault.headers, hang=fault.hang, cut=fault.cut)
    )
    if fault.status >= 400:
        stage.mailbox.refusals = {"DATA": f"{451 if fault.status >= 500 else 554} no"}
    if fault.cut:
        stage.mailbox.refusals = {"DATA": "cut"}
    try:
        await channel.tell(letter(), parent=None)
    except DeliveryError as exc:
        told = "".join(traceback.format_exception(exc)) + repr(exc.__dict__) + str(exc.__cause__)
        assert SECRET not in told
        assert KEY not in told


async def test_nothing_listening_is_a_sure_failure_that_shows_no_secret(
    kind: ChannelType, channel: Channel, stage: Stage
) -> None:
    if kind is ChannelType.CONSOLE:
        return
    await stage.slack.stop()
    await stage.stop()
    with pytest.raises(DeliveryError, match="no connection") as caught:
        await channel.tell(letter(), parent=None)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
