"""E-mail by SMTP: one try in a thread of its own, with TLS everywhere but on this machine."""

import asyncio
import logging
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Final, Self
from urllib.parse import urlsplit

from pydantic import SecretStr

from alerts.channels.channel import Receipt
from alerts.channels.mail.message import write_mail
from alerts.errors import DeliveryError, Failure, RefusedError, TransientError, UncertainError, UnwelcomeError
from alerts.letter import Letter

log = logging.getLogger(__name__)

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_PERMANENT: Final = 500
_AUTH: Final = frozenset({530, 534, 535, 538})
_BAD_ADDRESS: Final = frozenset({550, 551, 553, 554})


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server."""

    host: str
    port: int
    is_tls: bool
    """From the start; else by STARTTLS, without which nothing is sent but on this machine."""

    @classmethod
    def from_url(cls, url: str) -> Self:
        parts = urlsplit(url)
        is_tls = parts.scheme == "smtps"
        return cls(parts.hostname or "", parts.port or (465 if is_tls else 587), is_tls)


class MailChannel:
    """One list of addresses; see `Channel`. What was sent can neither be found nor changed."""

    remembers = False

    def __init__(
        self,
        name: str,
        *,
        server: Server,
        sender: str,
        to: str,
        user: str | None,
        password: SecretStr | None,
        timeout: timedelta,
        now: Callable[[], datetime],
    ) -> None:
        self.name = name
        self._server = server
        self._sender = sender
        self._to = to
        self._login = (user, password) if user and password else None
        self._timeout = timeout.total_seconds()
        self._now = now
        self._tls = ssl.create_default_context()

    async def tell(self, letter: Letter, *, parent: Receipt | None) -> Receipt | None:  # noqa: ARG002 - threads are in the headers.
        message = write_mail(letter, sender=self._sender, to=self._to, now=self._now())
        try:
            async with asyncio.timeout(
                self._timeout * 3
            ):  # Each answer has `timeout`; a dripping server has this.
                await asyncio.to_thread(self._send, message)
        except TimeoutError:
            raise UncertainError("the mail server did not answer in time", Failure.TIMEOUT) from None
        return None

    def _send(self, message: EmailMessage) -> None:
        """Send, and say of a failure whether the message had been handed over.

        The causes are dropped on purpose: smtplib's exceptions carry the server's words, so perhaps ours.
        """
        smtp = self._connect()
        try:
            self._greet(smtp)
            refused = self._hand_over(smtp, message)
        except smtplib.SMTPServerDisconnected as exc:  # Also smtplib's word for no answer in time.
            is_late = isinstance(exc.__context__, TimeoutError)
            failure = Failure.TIMEOUT if is_late else Failure.UNREACHABLE
            raise TransientError("the mail server hung up, or did not answer in time", failure) from None
        except smtplib.SMTPNotSupportedError:
            raise UnwelcomeError("the mail server knows no STARTTLS or no login", Failure.AUTH) from None
        except smtplib.SMTPResponseException as exc:
            raise _judge(exc.smtp_code) from None
        except smtplib.SMTPException:
            raise UncertainError(
                "the mail server's answer could not be read", Failure.STRANGE_REPLY
            ) from None
        except ssl.SSLError:
            raise UnwelcomeError("the mail server's certificate is not valid", Failure.AUTH) from None
        except OSError:
            raise TransientError("the connection to the mail server broke", Failure.UNREACHABLE) from None
        finally:
            smtp.close()
        if refused:
            raise refused

    def _connect(self) -> smtplib.SMTP:
        host, port = self._server.host, self._server.port
        try:
            if self._server.is_tls:
                return smtplib.SMTP_SSL(host, port, timeout=self._timeout, context=self._tls)
            return smtplib.SMTP(host, port, timeout=self._timeout)
        except ssl.SSLError:
            raise UnwelcomeError("the mail server's certificate is not valid", Failure.AUTH) from None
        except smtplib.SMTPResponseException as exc:
            raise _judge(exc.smtp_code) from None
        except (OSError, smtplib.SMTPException):
            raise TransientError("no connection to the mail server", Failure.UNREACHABLE) from None

    def _greet(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo_or_helo_if_needed()
        if not self._server.is_tls and self._server.host not in LOOPBACK:
            smtp.starttls(context=self._tls)
            smtp.ehlo()
        if self._login:
            user, password = self._login
            smtp.login(user, password.get_secret_value())

    def _hand_over(self, smtp: smtplib.SMTP, message: EmailMessage) -> DeliveryError | None:
        """Name sender and receivers, then give the text; only from then on a failure leaves doubt."""
        _require(smtp.mail(self._sender))
        answers = [smtp.rcpt(to.strip()) for to in self._to.split(",")]
        taken = [code for code, _ in answers if code < 400]  # noqa: PLR2004 - 2xx.
        if not taken:
            return _judge(answers[0][0])
        if len(taken) < len(answers):
            log.warning("mail server refused some receivers", extra={"refused": len(answers) - len(taken)})
        try:
            code, _ = smtp.data(message.as_bytes())
        except smtplib.SMTPDataError as exc:
            return _judge(exc.smtp_code)
        except (OSError, smtplib.SMTPException):
            raise UncertainError("the mail server hung up on the message", Failure.UNREACHABLE) from None
        return None if code < 400 else _judge(code)  # noqa: PLR2004

    async def find(self, letter: Letter, *, parent: Receipt | None, since: datetime) -> Receipt | None:  # noqa: ARG002
        """Nobody's mailbox is read."""
        return None

    async def revise(self, letter: Letter, *, parent: Receipt) -> None:
        """What was sent cannot be changed."""

    async def close(self) -> None:
        """Nothing is kept open between messages."""


def _require(answer: tuple[int, bytes]) -> None:
    code, _ = answer
    if code >= 400:  # noqa: PLR2004 - 4xx and 5xx.
        raise _judge(code)


def _judge(code: int) -> DeliveryError:
    said = f"the mail server answered {code}"
    if code in _AUTH:
        return UnwelcomeError(f"{said}: check `user` and the password", Failure.AUTH)
    if code in _BAD_ADDRESS:
        return UnwelcomeError(f"{said}: check `to` and `sender`", Failure.NO_CHANNEL)
    if code >= _PERMANENT:
        return RefusedError(f"{said}: it does not take this message", Failure.BAD_MESSAGE)
    return TransientError(said, Failure.SERVER_ERROR)
