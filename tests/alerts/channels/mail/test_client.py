"""E-mail: handed over to a real SMTP server, and what each refusal means."""

import smtplib
import ssl
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from alerts.channels.mail.client import MailChannel, Server
from alerts.errors import DeliveryError, Failure, RefusedError, TransientError, UncertainError, UnwelcomeError
from alerts.notice import Reason
from alerts.places import ChannelType
from tests.alerts.channels.stage import Stage
from tests.alerts.examples import letter, notice


async def test_everybody_gets_it_in_one_thread(stage: Stage) -> None:
    channel = stage.open(ChannelType.EMAIL)
    await channel.tell(letter(zone=ZoneInfo("Europe/Budapest")), parent=None)
    await channel.tell(letter(notice(id="second", reason=Reason.WORSENED)), parent=None)
    assert stage.mailbox.receivers == [["pr@acme.example", "lead@acme.example"]] * 2
    first, second = stage.mailbox.messages
    assert second["References"] == first["References"]
    assert "2026-03-02 15:32 CET" in first.get_body(("plain",)).get_content()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("command", "answer", "kind", "failure"),
    [
        ("MAIL", "451 later", TransientError, Failure.SERVER_ERROR),
        ("MAIL", "530 who are you", UnwelcomeError, Failure.AUTH),
        ("MAIL", "550 no such sender", UnwelcomeError, Failure.NO_CHANNEL),
        ("DATA", "451 later", TransientError, Failure.SERVER_ERROR),
        ("DATA", "552 too big", RefusedError, Failure.BAD_MESSAGE),
        ("DATA", "cut", UncertainError, Failure.UNREACHABLE),
    ],
)
async def test_each_refusal_has_its_meaning(
    stage: Stage, command: str, answer: str, kind: type[DeliveryError], failure: Failure
) -> None:
    stage.mailbox.refusals = {command: answer}
    with pytest.raises(DeliveryError) as caught:
        await stage.open(ChannelType.EMAIL).tell(letter(), parent=None)
    assert (type(caught.value), caught.value.failure) == (kind, failure)


async def test_one_bad_address_keeps_the_others_from_nothing(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.mailbox.refusals = {"RCPT": "550 no such mailbox"}
    await stage.open(ChannelType.EMAIL).tell(letter(), parent=None)
    assert stage.mailbox.receivers == [["lead@acme.example"]]
    assert "refused some receivers" in caplog.text
    assert "acme.example" not in caplog.text


async def test_a_server_that_does_not_answer_was_given_nothing(stage: Stage) -> None:
    stage.mailbox.hang = True
    with pytest.raises(TransientError) as caught:
        await stage.open(ChannelType.EMAIL, timeout="1s").tell(letter(), parent=None)
    assert caught.value.failure is Failure.TIMEOUT


class Relay:
    """A server elsewhere, as smtplib would meet it; notes what it is asked for."""

    asked: list[str]

    def __init__(self, *_: Any, **__: Any) -> None:
        type(self).asked = ["connect"]

    def ehlo_or_helo_if_needed(self) -> None: ...

    def ehlo(self) -> None: ...

    def starttls(self, *, context: ssl.SSLContext) -> None:  # noqa: ARG002
        self.asked.append("starttls")
        raise smtplib.SMTPNotSupportedError

    def close(self) -> None:
        self.asked.append("close")


async def test_nothing_is_sent_without_tls_but_on_this_machine(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alerts.channels.mail.client.smtplib.SMTP", Relay)
    channel = stage.open(ChannelType.EMAIL, url="smtp://mail.acme.example:587")
    assert isinstance(channel, MailChannel)
    with pytest.raises(UnwelcomeError, match="STARTTLS"):
        await channel.tell(letter(), parent=None)
    assert Relay.asked == ["connect", "starttls", "close"]


def test_an_address_says_where_and_how() -> None:
    assert Server.from_url("smtps://mail.acme.example") == Server("mail.acme.example", 465, is_tls=True)
    assert Server.from_url("smtp://[::1]:2525") == Server("::1", 2525, is_tls=False)
