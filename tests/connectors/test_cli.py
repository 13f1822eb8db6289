"""The command line says what is wrong in words a person can act on."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connectors.cli import main
from tests.connectors.samples import make_mention

ROOT = Path(__file__).parents[2]

CONFIG = """
[kafka]
bootstrap = "127.0.0.1:1"
[[brands]]
name = "acme"
[[connectors]]
name = "newsroom"
kind = "rss"
url = "https://news.example/feed"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "crisis.toml"
    path.write_text(CONFIG)
    return path


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "storm.jsonl"
    path.write_bytes(make_mention().to_json())
    return path


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize("command", ["run", "replay"])
def test_help_shows_an_example(command: str) -> None:
    said = call(command, "--help").output.splitlines()
    example = said[said.index("  Example:") + 1]
    assert example.strip().startswith(f"python -m connectors {command} ")


def test_an_unknown_connector_is_named_with_the_configured_ones(config: Path) -> None:
    result = call("run", "--config", config, "nowsroom")
    assert result.exit_code == 1
    assert "no such connector: nowsroom; configured: newsroom" in result.output


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    result = call("run", "--config", tmp_path / "none.toml")
    assert result.exit_code == 1
    assert "there is no such file" in result.output


def test_problems_of_the_file_come_one_a_line(config: Path) -> None:
    config.write_text(CONFIG.replace("https", "gopher").replace('name = "acme"', 'name = "Acme!"'))
    result = call("run", "--config", config)
    assert result.exit_code == 1
    assert result.output.count("crisis.toml: ") == 2


def test_without_a_broker_it_says_where_it_looked(config: Path, tmp_path: Path) -> None:
    # A process of its own: kafka-python 3.0 leaves the sockets of a failed start to the garbage collector.
    command = [
        sys.executable,
        "-m",
        "connectors",
        "run",
        "--config",
        str(config),
        "--data-dir",
        str(tmp_path),
    ]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 1
    assert "the broker at 127.0.0.1:1 does not answer in time; is it running" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_live_lane_is_refused(recording: Path) -> None:
    result = call("replay", recording, "--lane", "live")
    assert result.exit_code == 1
    assert "never replayed into the `live` lane" in result.output


@pytest.mark.parametrize("speed", ["0", "-1", "fast", "inf", "nan"])
def test_a_speed_is_a_number_or_max(recording: Path, speed: str) -> None:
    result = call("replay", recording, "--lane", "drill-x", "--speed", speed)
    assert result.exit_code == 2
    assert "`max`" in result.output


def test_a_lane_that_is_no_topic_name_is_refused(recording: Path) -> None:
    result = call("replay", recording, "--lane", "Drill X")
    assert result.exit_code == 1
    assert "a name has 1 to 63" in result.output


def test_a_broken_recording_is_named_with_its_line(recording: Path) -> None:
    recording.write_bytes(recording.read_bytes() + b"\n{")
    result = call("replay", recording, "--lane", "drill-x")
    assert result.exit_code == 1
    assert "storm.jsonl: line 2" in result.output
