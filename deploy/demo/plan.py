"""The demo's plan: its configuration and the programs it starts."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from deploy.supervisor import Program

LANE: Final = "demo"
PARTITIONS: Final = 4
TOKEN_VARIABLE: Final = "CRISIS_DEMO_SLACK_TOKEN"  # noqa: S105 - a name.
STOP_WITHIN: Final = timedelta(seconds=5)
"""Nothing of the demo's state is kept, so a worker that stops slowly may be killed."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where this run happens."""

    folder: Path
    bootstrap: str
    slack_url: str
    sentiment_port: int
    response_port: int

    @property
    def config(self) -> Path:
        return self.folder / "crisis.toml"

    @property
    def recording(self) -> Path:
        return self.folder / "recording.jsonl"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"


def write_config(place: Place, brands: Iterable[str]) -> str:
    """The demo's `crisis.toml`: what a team would write, with a stand-in for Slack."""
    tables = "\n".join(f'[[brands]]\nname = "{brand}"\n' for brand in brands)
    return f"""\
# Written by `crisis demo`.
[kafka]
bootstrap = "{place.bootstrap}"
lane = "{LANE}"
partitions = {PARTITIONS}

{tables}
[slack]
base_url = "{place.slack_url}"

[[channels]]
name = "slack"
type = "slack"
to = "C0DEMO00000"
secret_env = "{TOKEN_VARIABLE}"
drill = true

[[routes]]
channels = ["slack"]

[[oncall]]
name = "Ana, PR"
slack = "U0DEMO00000"

[[oncall]]
name = "Ben, PR"
slack = "U0DEMO00001"

[[oncall]]
name = "Mei, head of PR"
slack = "U0DEMO00002"
roles = ["pr_lead"]
"""


def plan_workers(place: Place) -> tuple[Program, ...]:
    """The sentiment worker and the response worker."""
    return (
        _worker("sentiment", "streams", place, place.sentiment_port),
        _worker("response", "alerts", place, place.response_port),
    )


def plan_replay(place: Place, speed: float | None) -> Program:
    """The replay of the recording; it ends when all is sent."""
    options = {
        "--lane": LANE,
        "--bootstrap": place.bootstrap,
        "--partitions": str(PARTITIONS),
        "--speed": "max" if speed is None else f"{speed:g}",
        "--data-dir": str(place.folder / "replay"),
    }
    flat = [part for option in options.items() for part in option]
    return Program(
        "replay",
        (sys.executable, "-m", "connectors", "replay", str(place.recording), *flat),
        stop_within=STOP_WITHIN,
        is_errand=True,
    )


def _worker(name: str, package: str, place: Place, port: int) -> Program:
    return Program(
        name,
        (sys.executable, "-m", package, "worker"),
        env=_environment(place, name, port),
        stop_within=STOP_WITHIN,
    )


def _environment(place: Place, name: str, port: int) -> Mapping[str, str]:
    return {
        "CRISIS_CONFIG": str(place.config),
        "CRISIS_LANE": LANE,
        "CRISIS_BOOTSTRAP": place.bootstrap,
        "CRISIS_DATA_DIR": str(place.folder / name),
        "CRISIS_WEB_PORT": str(port),
        "CRISIS_WEB_HOST": "127.0.0.1",
        TOKEN_VARIABLE: "xoxb-any-will-do",
    }
