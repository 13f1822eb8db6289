"""Slack by bot token: what is posted, and what each of Slack's failures means."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from alerts.channels.slack.client import SlackChannel
from alerts.channels.slack.faults import DEFAULT_REST, read_retry_after
from alerts.errors import DeliveryError, Failure, RefusedError, TransientError, UncertainError, UnwelcomeError
from alerts.notice import Reason
from deploy.slack_standin import Fault, SlackStandIn
from streams.spike import PlainCount, SpikeKind
from tests.alerts.examples import alarm, incident_of, letter, notice, spike

POST = "chat.postMessage"
HTML = "<html><body>proxy</body></html>"


@pytest.fixture
def channel(slack: SlackStandIn) -> SlackChannel:
    return SlackChannel(
        "pr-room",
        conversation="C0123456789",
        token=SecretStr("xoxb-1"),
        base_url=f"{slack.url}/api/",
        timeout=timedelta(seconds=1),
    )


async def fails(channel: SlackChannel) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await channel.tell(letter(), parent=None)
    return caught.value


async def test_a_message_carries_its_notice_and_no_previews(
    channel: SlackChannel, slack: SlackStandIn
) -> None:
    receipt = await channel.tell(letter(), parent=None)
    [sent] = slack.carrying(letter().notice.id)
    assert receipt
    assert (receipt.conversation, receipt.message) == ("C0123456789", sent.ts)
    assert slack.tokens == {"xoxb-1"}
    assert sent.metadata
    assert sent.metadata["event_type"] == "crisis_notice"


async def test_a_later_notice_answers_in_the_thread_and_only_a_worse_one_is_shown_to_all(
    channel: SlackChannel, slack: SlackStandIn
) -> None:
    first = await channel.tell(letter(), parent=None)
    assert first
    for reason in (Reason.CHANGED, Reason.WORSENED):
        await channel.tell(letter(notice(reason=reason, id=reason)), parent=first)
    assert [one.thread_ts for one in slack.sent] == [None, first.message, first.message]
    assert [one.broadcast for one in slack.sent] == [False, False, True]


async def test_the_first_message_is_brought_up_to_date(channel: SlackChannel, slack: SlackStandIn) -> None:
    first = await channel.tell(letter(), parent=None)
    assert first
    worse = incident_of(
        spike(plain=PlainCount(kind=SpikeKind.BACKLASH, count=999, mentions=1200, minutes=60, usual=7.0))
    )
    await channel.revise(letter(notice(worse, reason=Reason.WORSENED)), parent=first)
    assert slack.sent[0].updates == 1
    assert "999 mentions against AI-made content, counted over 60 min" in slack.sent[0].text


@pytest.mark.parametrize(
    ("fault", "kind", "failure"),
    [
        (Fault(method=POST, error="ratelimited"), TransientError, Failure.RATE_LIMITED),
        (Fault(method=POST, status=429, headers={"Retry-After": "7"}), TransientError, Failure.RATE_LIMITED),
        (Fault(method=POST, status=429, error="ratelimited"), TransientError, Failure.RATE_LIMITED),
        (Fault(method=POST, error="service_unavailable"), TransientError, Failure.SERVER_ERROR),
        (Fault(method=POST, error="internal_error"), UncertainError, Failure.SERVER_ERROR),
        (Fault(method=POST, error="fatal_error"), UncertainError, Failure.SERVER_ERROR),
        (Fault(method=POST, status=503, body=HTML), UncertainError, Failure.SERVER_ERROR),
        (Fault(method=POST, status=500, error="internal_error"), UncertainError, Failure.SERVER_ERROR),
        (Fault(method=POST, body=HTML), UncertainError, Failure.STRANGE_REPLY),
        (
            Fault(method=POST, body=HTML, headers={"Content-Type": "application/json"}),
            UncertainError,
            Failure.STRANGE_REPLY,
        ),
        (
            Fault(method=POST, body="[1]", headers={"Content-Type": "application/json"}),
            UncertainError,
            Failure.STRANGE_REPLY,
        ),
        (
            Fault(method=POST, body='{"ok": true}', headers={"Content-Type": "application/json"}),
            UncertainError,
            Failure.STRANGE_REPLY,
        ),
        (Fault(method=POST, hang=True), UncertainError, Failure.TIMEOUT),
        (Fault(method=POST, cut=True), UncertainError, Failure.UNREACHABLE),
        (Fault(method=POST, status=407, body=HTML), UnwelcomeError, Failure.STRANGE_REPLY),
        (Fault(method=POST, error="channel_not_found"), UnwelcomeError, Failure.NO_CHANNEL),
        (Fault(method=POST, error="not_in_channel"), UnwelcomeError, Failure.NO_CHANNEL),
        (Fault(method=POST, error="is_archived"), UnwelcomeError, Failure.NO_CHANNEL),
        (Fault(method=POST, error="invalid_auth"), UnwelcomeError, Failure.AUTH),
        (Fault(method=POST, error="token_expired"), UnwelcomeError, Failure.AUTH),
        (Fault(method=POST, error="missing_scope"), UnwelcomeError, Failure.AUTH),
        (Fault(method=POST, error="account_inactive"), UnwelcomeError, Failure.AUTH),
        (Fault(method=POST, error="something_new"), UnwelcomeError, Failure.STRANGE_REPLY),
    ],
    ids=lambda value: (
        f"{value.status}-{value.error or value.body[:12]}" if isinstance(value, Fault) else None
    ),
)
async def test_each_failure_has_its_meaning(
    channel: SlackChannel, slack: SlackStandIn, fault: Fault, kind: type[DeliveryError], failure: Failure
) -> None:
    slack.play(fault)
    error = await fails(channel)
    assert (type(error), error.failure) == (kind, failure)
    assert slack.calls[POST] == 1


async def test_the_time_slack_asks_for_is_passed_on(channel: SlackChannel, slack: SlackStandIn) -> None:
    slack.play(Fault(method=POST, status=429, headers={"Retry-After": "7"}))
    error = await fails(channel)
    assert isinstance(error, TransientError)
    assert error.retry_after == timedelta(seconds=7)


@pytest.mark.parametrize("value", ["", "soon", "-1", "1.5", "9999999999", "٣"])
def test_a_time_that_makes_no_sense_is_half_a_minute(value: str) -> None:
    assert read_retry_after({"retry-after": value}) == DEFAULT_REST


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long"])
async def test_a_message_whose_blocks_are_refused_goes_out_as_plain_text(
    channel: SlackChannel, slack: SlackStandIn, error: str
) -> None:
    slack.play(Fault(method=POST, error=error))
    assert await channel.tell(letter(), parent=None)
    [sent] = slack.sent
    assert sent.blocks == []
    assert "Do now" in sent.text
    assert "<@U0123456789>" in sent.text, "whoever is on call is pinged all the same"
    assert "crisis incident ack" in sent.text, "there is no button"


async def test_a_silent_source_pings_even_when_its_blocks_are_refused(
    channel: SlackChannel, slack: SlackStandIn
) -> None:
    slack.play(Fault(method=POST, error="invalid_blocks"))
    assert await channel.tell(letter(notice(feed=alarm())), parent=None)
    [sent] = slack.sent
    assert sent.blocks == []
    assert "<@U0123456789>" in sent.text


async def test_a_message_that_is_refused_even_so_is_given_back(
    channel: SlackChannel, slack: SlackStandIn
) -> None:
    slack.play(Fault(method=POST, error="invalid_blocks"), Fault(method=POST, error="msg_too_long"))
    assert isinstance(await fails(channel), RefusedError)


async def test_a_removed_parent_is_told(channel: SlackChannel) -> None:
    first = await channel.tell(letter(), parent=None)
    assert first
    gone = replace(first, message="1.000000")
    for attempt in (channel.tell(letter(), parent=gone), channel.revise(letter(), parent=gone)):
        with pytest.raises(RefusedError) as caught:
            await attempt
        assert caught.value.failure is Failure.NO_PARENT


async def test_a_message_whose_answer_was_lost_is_found(channel: SlackChannel, slack: SlackStandIn) -> None:
    slack.play(Fault(method=POST, hang=True, after=True))
    assert isinstance(await fails(channel), UncertainError)
    found = await channel.find(letter(), parent=None, since=datetime.now(UTC))
    assert found
    assert found.message == slack.sent[0].ts


async def test_looking_reads_more_than_one_page_and_not_before_the_attempt(
    channel: SlackChannel, slack: SlackStandIn
) -> None:
    for number in range(205):
        await channel.tell(letter(notice(id=f"n{number}")), parent=None)
    now = datetime.now(UTC)
    assert await channel.find(letter(notice(id="n204")), parent=None, since=now)
    assert slack.calls["conversations.history"] == 2
    assert await channel.find(letter(notice(id="n1")), parent=None, since=now + timedelta(hours=1)) is None


async def test_recorded_refusals_are_understood(
    channel: SlackChannel, slack: SlackStandIn, shared: Path
) -> None:
    record = json.loads((shared / "fixtures/slack/auth_test_error.exchanges.json").read_text())
    for exchange in record["exchanges"]:
        response = exchange["response"]
        body = response["body"] if isinstance(response["body"], str) else json.dumps(response["body"])
        slack.play(
            Fault(
                method=POST,
                status=response["status"],
                body=body,
                headers={"Content-Type": "application/json; charset=utf-8"},
            )
        )
        error = await fails(channel)
        assert (type(error), error.failure) == (UnwelcomeError, Failure.AUTH)
