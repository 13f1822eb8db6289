"""The demo as a person runs it: it finds the backlash, and leaves nothing behind whenever it is stopped."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.survivors import survivors
from tests.waiting import wait_for

pytest.importorskip("noida_db", reason="the extra `embedded` is not installed")

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.embedded


def start(folder: Path, *options: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "deploy.cli", "demo", *options],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def is_left(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()]


@pytest.mark.skipif(
    sys.platform != "linux", reason="kill -9 takes the children along on Linux only: PR_SET_PDEATHSIG"
)
@pytest.mark.parametrize("turn", range(5))
def test_nothing_is_left_whenever_it_is_stopped(turn: int, tmp_path: Path) -> None:
    chance = random.Random(turn)
    number = [signal.SIGINT, signal.SIGTERM, signal.SIGKILL][turn % 3]
    with start(tmp_path) as demo:
        time.sleep(chance.uniform(0.2, 12.0))  # any moment of its life
        demo.send_signal(number)
        demo.communicate(timeout=60)
    assert demo.returncode != 0
    wait_for(lambda: survivors(tmp_path) == [], 30)
    wait_for(lambda: is_left(tmp_path) == [], 30)


@pytest.mark.timeout(600)
def test_the_demo_finds_the_backlash_and_stops_everything(tmp_path: Path) -> None:
    with start(tmp_path, "--speed", "max") as demo:
        said, _ = demo.communicate(timeout=580)
    assert demo.returncode == 0, said
    for part in (
        "[DRILL]",
        "What the team was told",
        "first steps",
        "true onset",
        "calling Mei",
        "false alarms   none",
    ):
        assert part in said
    assert "was missed" not in said
    assert is_left(tmp_path) == []
    if sys.platform == "linux":
        assert survivors(tmp_path) == []
