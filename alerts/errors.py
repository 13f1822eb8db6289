"""What can go wrong between a notice and a person.

AlertError
├── DeliveryError         a channel did not confirm a message; `failure` says why, for metric and log
│   ├── TransientError    surely not sent: try again, after `retry_after` if the channel named a time
│   ├── UncertainError    perhaps sent: look for it before trying again
│   ├── RefusedError      this message will never be taken
│   └── UnwelcomeError    a token, a permission or the channel's settings must be changed by a person
├── GestureError          what came in from Slack is refused, and nothing was done
│   ├── ForgedError           not signed by Slack, or too old
│   ├── ReplayedError         signed by Slack, and seen before
│   └── UnreadableGestureError  not what Slack sends
├── PlaybookError         a playbook breaks its schema; the text lists what is wrong
└── MatrixError           the severity matrix breaks its schema; the text lists what is wrong

No text here ever holds a token, a webhook address or mention text.
"""

from datetime import timedelta
from enum import StrEnum


class Failure(StrEnum):
    """Why a channel did not confirm a message; a label of metrics."""

    RATE_LIMITED = "rate_limited"
    UNREACHABLE = "unreachable"
    """No connection: nothing was sent."""
    TIMEOUT = "timeout"
    SERVER_ERROR = "server_error"
    STRANGE_REPLY = "strange_reply"
    """Not the channel's own language: a proxy's HTML page, for example."""
    AUTH = "auth"
    """Token, permission or scope."""
    NO_CHANNEL = "no_channel"
    """Not found, archived, or the bot is not in it."""
    BAD_MESSAGE = "bad_message"
    NO_PARENT = "no_parent"
    """The message to answer or to change is gone."""
    CRASH = "crash"
    """The worker died while it was sending."""
    UNKNOWN_CHANNEL = "unknown_channel"
    """Not in this worker's configuration, or not reachable from its lane."""


class AlertError(Exception):
    """The root."""


class DeliveryError(AlertError):
    """A channel did not confirm a message."""

    def __init__(self, message: str, failure: Failure) -> None:
        super().__init__(message)
        self.failure = failure


class TransientError(DeliveryError):
    """Surely not sent; it may work later."""

    def __init__(self, message: str, failure: Failure, retry_after: timedelta | None = None) -> None:
        super().__init__(message, failure)
        self.retry_after = retry_after


class UncertainError(DeliveryError):
    """It may have been sent: only the channel knows."""


class RefusedError(DeliveryError):
    """The channel will never take this message."""


class UnwelcomeError(DeliveryError):
    """The channel refuses us until a person changes something; the text says what."""


class GestureError(AlertError):
    """What came in from Slack is refused."""


class ForgedError(GestureError):
    """It is not signed with our signing secret, or not lately."""


class ReplayedError(GestureError):
    """It is signed, and came before."""


class UnreadableGestureError(GestureError):
    """It is not what Slack sends."""


class PlaybookError(AlertError):
    """A playbook breaks its schema."""


class MatrixError(AlertError):
    """The severity matrix breaks its schema."""
