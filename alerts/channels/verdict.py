"""A verdict: what a service's answer over HTTP means for the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from alerts.channels.slack.faults import read_retry_after
from alerts.errors import DeliveryError, Failure, RefusedError, TransientError, UncertainError, UnwelcomeError

_MESSAGE: Final = frozenset(
    {HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY}
)
_FAILURES: Final[Mapping[int, Failure]] = {
    HTTPStatus.UNAUTHORIZED: Failure.AUTH,
    HTTPStatus.FORBIDDEN: Failure.AUTH,
    HTTPStatus.NOT_FOUND: Failure.NO_CHANNEL,
    HTTPStatus.GONE: Failure.NO_CHANNEL,
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_ok(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


def judge_reply(reply: Reply, service: str, advice: str) -> DeliveryError:
    """Say what an answer means that is not a yes.

    Args:
        reply: as it came; its text is never shown, for it may repeat what was sent.
        service: its name, for the text of the error.
        advice: what a person should look at when it refuses us.
    """
    status, said = reply.status, f"{service} answered {reply.status}"
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        what = f"{service} asks us to slow down"
        return TransientError(what, Failure.RATE_LIMITED, read_retry_after(reply.headers))
    if status in _MESSAGE:
        return RefusedError(f"{said}: it does not take this message", Failure.BAD_MESSAGE)
    if status == HTTPStatus.REQUEST_TIMEOUT or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return UncertainError(said, Failure.SERVER_ERROR)
    if status < HTTPStatus.MULTIPLE_CHOICES:
        return UncertainError(said, Failure.STRANGE_REPLY)
    # What is left is refused whatever we send; a redirect is not followed.
    return UnwelcomeError(f"{said}: {advice}", _FAILURES.get(status, Failure.STRANGE_REPLY))
