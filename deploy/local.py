"""A broker as a child process on loopback: the one BrokerServer both brokers share."""

import shutil
import socket
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from deploy.broker import BrokerDownError
from deploy.child import Child
from deploy.probe import wait_until_answers
from deploy.signals import undisturbed

LOOPBACK = "127.0.0.1"


class Recipe(Protocol):
    """How to run one kind of broker."""

    @property
    def name(self) -> str: ...

    @property
    def ready_within(self) -> float:
        """Seconds from the start to the first answer, at most."""

    @property
    def stops_within(self) -> float:
        """Seconds for a stop in order; after that it is killed."""

    def prepare(self, data_dir: Path, port: int) -> list[str]:
        """Make the data directory ready and return the command that serves it on this port of loopback.

        Called before every start, also when the directory holds data. Raises BrokerMissingError when a program
        is not installed, BrokerDownError when the directory cannot be made ready.
        """


class LocalBroker:
    """Runs a recipe. See `deploy.broker.BrokerServer` for the promises.

    Without a data directory the data lives in a temporary one that is gone after each stop or kill, and after
    our own death.
    """

    def __init__(self, recipe: Recipe, data_dir: Path | None = None, port: int = 0) -> None:
        self._recipe = recipe
        self._data_dir = data_dir
        self._port = port
        self._child: Child | None = None

    @property
    def address(self) -> str:
        if not self._port:
            raise BrokerDownError(f"{self._recipe.name} has no address before its first start")
        return f"{LOOPBACK}:{self._port}"

    @property
    def pid(self) -> int:
        if self._child is None or not self._child.is_running:
            raise BrokerDownError(f"{self._recipe.name} is not running")
        return self._child.pid

    def start(self) -> str:
        if self._child is not None and self._child.is_running:
            return self.address
        self._port = self._port or free_port()
        data_dir = self._data_dir or Path(tempfile.mkdtemp(prefix="crisis-broker-"))
        scratch = None if self._data_dir else data_dir
        log = data_dir / "broker.log"
        answered = False
        tail = ""
        try:
            self._launch(data_dir, log, scratch)
            answered = wait_until_answers(
                self.address,
                lambda: self._child is not None and self._child.is_running,
                self._recipe.ready_within,
            )
        finally:
            if not answered:  # also on Ctrl-C
                tail = self._child.log_tail() if self._child is not None else ""
                self.stop()
                if scratch is not None:  # Before there was a leash to remove it.
                    shutil.rmtree(scratch, ignore_errors=True)
        if not answered:
            raise BrokerDownError(
                f"{self._recipe.name} did not answer at {self.address}; log {log} ends:\n{tail}"
            )
        return self.address

    def _launch(self, data_dir: Path, log: Path, scratch: Path | None) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        command = self._recipe.prepare(data_dir, self._port)
        with undisturbed():  # A child is never started without being known.
            self._child = Child(command, log, grace=self._recipe.stops_within, scratch=scratch)

    def stop(self) -> None:
        if self._child is not None:
            self._child.stop()
            self._child = None

    def kill(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None

    def restart(self) -> str:
        self.stop()
        return self.start()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        self.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
