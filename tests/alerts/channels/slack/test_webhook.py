"""Slack by incoming webhook: bare words, no receipts."""

from datetime import timedelta

import pytest
from pydantic import SecretStr

from alerts.channels.slack.webhook import SlackWebhook
from alerts.errors import DeliveryError, Failure, TransientError, UncertainError, UnwelcomeError
from deploy.slack_standin import Fault, SlackStandIn
from tests.alerts.examples import letter


@pytest.fixture
def channel(slack: SlackStandIn) -> SlackWebhook:
    return SlackWebhook("hook", address=SecretStr(f"{slack.url}/hooks/secret"), timeout=timedelta(seconds=1))


async def test_a_message_is_posted_whole(channel: SlackWebhook, slack: SlackStandIn) -> None:
    assert await channel.tell(letter(), parent=None) is None
    assert len(slack.sent[0].blocks) > 5


@pytest.mark.parametrize(
    ("fault", "kind", "failure"),
    [
        (Fault(method="webhook", status=404, body="no_service"), UnwelcomeError, Failure.AUTH),
        (Fault(method="webhook", status=403, body="action_prohibited"), UnwelcomeError, Failure.NO_CHANNEL),
        (Fault(method="webhook", status=410, body="channel_is_archived"), UnwelcomeError, Failure.NO_CHANNEL),
        (Fault(method="webhook", status=403, body="<html>"), UnwelcomeError, Failure.STRANGE_REPLY),
        (
            Fault(method="webhook", status=429, headers={"Retry-After": "3"}),
            TransientError,
            Failure.RATE_LIMITED,
        ),
        (Fault(method="webhook", status=429, error="ratelimited"), TransientError, Failure.RATE_LIMITED),
        (Fault(method="webhook", status=500, body="rollup_error"), UncertainError, Failure.SERVER_ERROR),
        (Fault(method="webhook", body="<html>"), UncertainError, Failure.STRANGE_REPLY),
        (Fault(method="webhook", hang=True), UncertainError, Failure.TIMEOUT),
        (Fault(method="webhook", cut=True), UncertainError, Failure.UNREACHABLE),
    ],
    ids=lambda value: (
        f"{value.status}-{value.error or value.body[:12]}" if isinstance(value, Fault) else None
    ),
)
async def test_each_failure_has_its_meaning(
    channel: SlackWebhook, slack: SlackStandIn, fault: Fault, kind: type[DeliveryError], failure: Failure
) -> None:
    slack.play(fault)
    with pytest.raises(DeliveryError) as caught:
        await channel.tell(letter(), parent=None)
    assert (type(caught.value), caught.value.failure) == (kind, failure)
    assert slack.calls["webhook"] == 1


async def test_refused_blocks_go_out_as_plain_text(channel: SlackWebhook, slack: SlackStandIn) -> None:
    slack.play(Fault(method="webhook", status=400, body="invalid_blocks"))
    await channel.tell(letter(), parent=None)
    assert slack.sent[0].blocks == []
