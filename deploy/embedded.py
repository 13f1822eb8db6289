"""The embedded broker: Kafka's protocol from one small program out of PyPI, for one machine, not for production.

    with embedded_broker() as broker:
        KafkaProducer(bootstrap_servers=broker.address)

docs/brokers.md has the measurements it was chosen by, and its limits.
"""

import os
import platform
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from deploy.broker import BrokerMissingError
from deploy.local import LOOPBACK, LocalBroker


@dataclass(frozen=True, slots=True)
class Noida:
    """noida-db with its Kafka service only."""

    name: str = "the embedded broker (noida-db)"
    ready_within: float = 20.0
    stops_within: float = 5.0

    def prepare(self, data_dir: Path, port: int) -> list[str]:
        return [
            str(find_program()),
            "start",
            "--only",
            "kafka",
            "--kafka-port",
            str(port),
            "--host",
            LOOPBACK,
            "--data-dir",
            str(data_dir / "noida"),
        ]


def embedded_broker(data_dir: Path | None = None, port: int = 0) -> LocalBroker:
    """A broker that is not started yet. Without `data_dir` nothing is kept; port 0 takes a free one."""
    return LocalBroker(Noida(), data_dir, port)


def find_program() -> Path:
    """The program inside the installed package. Raises BrokerMissingError."""
    try:
        folder = Path(str(files("noida_db")))
    except ModuleNotFoundError as exc:
        raise BrokerMissingError(
            f"the embedded broker is not installed: pip install 'crisis-monitor[embedded]'"
            f" (this machine: {platform.system()} {platform.machine()}),"
            " or run Apache Kafka: python -m deploy.kafka run"
        ) from exc
    program = folder / ("noida-db.exe" if os.name == "nt" else "noida-db")
    if not program.is_file():
        raise BrokerMissingError(f"noida-db is installed without its program for this machine ({program})")
    if not os.access(program, os.X_OK):
        program.chmod(0o755)  # a zip may lose the mark
    return program
