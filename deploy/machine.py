"""The machine: the programs that run everything on one machine, and how one sees that they are well."""

import sys
from dataclasses import dataclass
from pathlib import Path

from deploy.document import Document
from deploy.supervisor import Program


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What `crisis run` is to start."""

    config: Path
    data_dir: Path
    workers: int = 1
    """Sentiment workers."""
    port: int = 9101
    """Of the first sentiment worker's `/metrics`; response, connectors, receiver and desk have the next four."""

    def sentiment_port(self, number: int) -> int:
        """The first has `port`; further ones come ten and more after it."""
        return self.port if number == 0 else self.port + 9 + number


@dataclass(frozen=True, slots=True)
class Part:
    """A program with the port of its `/metrics`."""

    program: Program
    port: int


def plan_parts(machine: Machine, document: Document) -> tuple[Part, ...]:
    """All that runs beside the broker; connectors and receiver only when something is configured for them."""
    parts = [
        _worker(machine, "streams", f"sentiment-{number}", machine.sentiment_port(number))
        for number in range(machine.workers)
    ]
    parts.append(_worker(machine, "alerts", "response", machine.port + 1))
    if document.sources.swept:
        parts.append(_connectors(machine, "run", "connectors", machine.port + 2))
    if document.sources.pushed:
        parts.append(_connectors(machine, "receive", "receiver", machine.port + 3))
    if document.response.response.slack.find_desk(document.response.lane) is not None:
        parts.append(_desk(machine))
    return tuple(parts)


def _worker(machine: Machine, package: str, name: str, port: int) -> Part:
    environment = {
        "CRISIS_CONFIG": str(machine.config),
        "CRISIS_DATA_DIR": str(machine.data_dir / name),
        "CRISIS_WEB_PORT": str(port),
    }
    return Part(Program(name, (sys.executable, "-m", package, "worker"), environment), port)


def _desk(machine: Machine) -> Part:
    port = machine.port + 4
    return Part(Program("desk", (sys.executable, "-m", "deploy.cli", "desk", *_options(machine, port))), port)


def _connectors(machine: Machine, command: str, name: str, port: int) -> Part:
    return Part(Program(name, (sys.executable, "-m", "connectors", command, *_options(machine, port))), port)


def _options(machine: Machine, port: int) -> tuple[str, ...]:
    where = {"--config": machine.config, "--metrics-port": port, "--data-dir": machine.data_dir}
    return tuple(str(part) for option in where.items() for part in option)
