"""Promises that every channel of the registry keeps; a new one is picked up by itself."""

import io
import logging
import traceback
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from rich.console import Console

from alerts.channels.channel import Channel, Receipt
from alerts.channels.console import ConsoleChannel
from alerts.channels.slack.message import Message
from alerts.errors import DeliveryError
from alerts.notice import Reason
from alerts.posts import Post
from alerts.registry import CHANNELS
from alerts.sections import Channel as ChannelSection
from alerts.sections import ChannelType, Slack
from deploy.slack_standin import Fault, SlackStandIn
from tests.alerts.channels.slack.rules import check_message, load_schema
from tests.alerts.channels.slack.test_message import HOSTILE, hostile_letter
from tests.alerts.examples import alarm, incident_of, letter, notice, spike

SECRET = "s3cret-value-nobody-may-see"  # noqa: S105 - a made-up one.
QUICK = timedelta(seconds=1)


def open_one(kind: ChannelType, standin: SlackStandIn, output: io.StringIO) -> Channel:
    options: dict[ChannelType, dict[str, object]] = {
        ChannelType.CONSOLE: {},
        ChannelType.SLACK: {"to": "C0123456789", "secret_env": "X"},
        ChannelType.SLACK_WEBHOOK: {"secret_env": "X"},
    }
    secret = f"{standin.url}/hooks/{SECRET}" if kind is ChannelType.SLACK_WEBHOOK else f"xoxb-{SECRET}"
    section = ChannelSection.model_validate({"name": "pr-room", "type": kind, **options[kind]})
    slack = Slack(base_url=f"{standin.url}/api/", timeout=QUICK)
    channel = CHANNELS[kind](Post(channel=section, secret=SecretStr(secret)), slack)
    return (
        ConsoleChannel("pr-room", Console(file=output, width=120)) if kind is ChannelType.CONSOLE else channel
    )


@pytest.fixture
def output() -> io.StringIO:
    return io.StringIO()


@pytest.fixture(params=CHANNELS)
def channel(request: pytest.FixtureRequest, slack: SlackStandIn, output: io.StringIO) -> Channel:
    return open_one(request.param, slack, output)


def shown(slack: SlackStandIn, output: io.StringIO) -> str:
    return output.getvalue() + "".join(f"{one.text}{one.blocks}" for one in slack.sent)


async def test_a_letter_is_told_and_a_receipt_given_if_the_channel_remembers(
    channel: Channel, slack: SlackStandIn, output: io.StringIO
) -> None:
    assert channel.name == "pr-room"
    receipt = await channel.tell(letter(), parent=None)
    assert (receipt is not None) == channel.remembers
    assert "Backlash against AI-made content" in shown(slack, output)
    assert "soulless AI slop" in shown(slack, output)
    await channel.close()


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


@pytest.mark.parametrize(
    "told",
    [notice(lane="d1", incident=incident_of(spike(lane="d1"))), notice(feed=alarm(lane="d1"), lane="d1")],
)
async def test_a_drill_is_marked(
    channel: Channel, slack: SlackStandIn, output: io.StringIO, told: object
) -> None:
    await channel.tell(letter(told), parent=None)  # type: ignore[arg-type]
    assert "[DRILL]" in shown(slack, output)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_every_message_keeps_the_rules_whatever_strangers_write(
    channel: Channel, slack: SlackStandIn, output: io.StringIO, text: str, shared: Path
) -> None:
    schema = load_schema(shared)
    await channel.tell(hostile_letter(text), parent=None)
    await channel.tell(letter(notice(feed=alarm(source=text[:200] or "x"))), parent=None)
    for one in slack.sent:
        check_message(Message(text=one.text, blocks=tuple(one.blocks)), schema)
    assert "\x1b" not in output.getvalue()
    assert "\u202e" not in output.getvalue()


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


@pytest.mark.parametrize("fault", FAULTS, ids=range(len(FAULTS)))
async def test_no_failure_shows_a_secret_or_escapes_as_another_error(
    channel: Channel, slack: SlackStandIn, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for method in ("chat.postMessage", "webhook"):
        slack.play(replace(fault, method=method))
    try:
        await channel.tell(letter(), parent=None)
    except DeliveryError as exc:
        told = "".join(traceback.format_exception(exc)) + repr(exc.__dict__) + str(exc.__cause__)
        assert SECRET not in told
    assert SECRET not in caplog.text


async def test_nothing_listening_is_a_sure_failure_that_shows_no_secret(output: io.StringIO) -> None:
    silent = SlackStandIn()
    await silent.start()
    await silent.stop()
    for kind in (ChannelType.SLACK, ChannelType.SLACK_WEBHOOK):
        with pytest.raises(DeliveryError, match="no connection") as caught:
            await open_one(kind, silent, output).tell(letter(), parent=None)
        assert SECRET not in "".join(traceback.format_exception(caught.value))
