"""A broker we start ourselves: what the embedded one and Apache Kafka have in common."""

from types import TracebackType
from typing import Protocol, Self


class BrokerError(Exception):
    """Something about a broker that we start ourselves.

    BrokerError
    ├── BrokerMissingError   install what the message names, then start again
    └── BrokerDownError      read the log file the message names
    """


class BrokerMissingError(BrokerError):
    """A program or package the broker needs is not here; the message says what to install."""


class BrokerDownError(BrokerError):
    """The broker did not start, or stopped by itself; the message holds the end of its log."""


class BrokerServer(Protocol):
    """One broker on loopback, owned by this process.

    It never outlives this process, however this process ends. `start` after `stop` or `kill` takes the same
    port, and finds the data again if the broker was given a data directory.
    """

    @property
    def address(self) -> str:
        """`host:port` for `bootstrap_servers`. Raises BrokerDownError before the first start."""

    @property
    def pid(self) -> int:
        """The process id of the broker itself. Raises BrokerDownError when it does not run."""

    def start(self) -> str:
        """Start, block until a metadata request is answered, return the address.

        Raises BrokerMissingError or BrokerDownError, and then leaves nothing running.
        """

    def stop(self) -> None:
        """Stop in order, at the latest when the deadline passes. Does nothing if it does not run."""

    def kill(self) -> None:
        """End it as `kill -9` does, to see what survives."""

    def restart(self) -> str:
        """`stop`, then `start`."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None: ...
