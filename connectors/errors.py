"""What can go wrong between a platform and Kafka.

ConnectorError
├── TransientError        try again, after `retry_after` if the platform named a time
├── PermanentError        this request will never work; the source goes on without it
│   └── GoneError         it was there and has been given up by its owner; do not ask again
├── MisconfiguredError    a person must change the configuration or a token
├── UnreadableError       bytes that are not what the wire contract says
└── UnexpectedError       a fault of this program's own; nobody foresaw it
"""

from datetime import timedelta

from connectors.backoff import Backoff


class ConnectorError(Exception):
    """The root: catch it where a source may fail without stopping the others."""


class TransientError(ConnectorError):
    """The platform or the network failed for now."""

    def __init__(
        self, message: str, retry_after: timedelta | None = None, backoff: Backoff | None = None
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.backoff = backoff
        """How waits grow after failures of this kind, where the platform has rules of its own for that."""


class PermanentError(ConnectorError):
    """The platform refused for good (gone, forbidden)."""


class GoneError(PermanentError):
    """The owner says that this is over (410)."""


class MisconfiguredError(ConnectorError):
    """The configuration, a permission or a token is wrong; the text says what to change."""


class UnreadableError(ConnectorError):
    """These bytes break the wire contract; the text names the field."""


class UnexpectedError(ConnectorError):
    """A fault of this program's own; the text names the sort of fault, never what it said: that may hold a secret."""

    def __init__(self, fault: BaseException) -> None:
        super().__init__(
            f"a fault of this program ({type(fault).__name__}), not of yours; it is tried again. The log says"
            " where: please report it"
        )
