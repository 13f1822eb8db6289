"""The demo as a person runs it: it finds the backlash, and leaves nothing behind whenever it is stopped."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

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


def survivors(folder: Path) -> list[str]:
    """Processes that know of the demo's folder, by command line or environment; Linux only."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            known = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in known and int(process.name) != os.getpid():
            found.append(f"{process.name}: {known.partition(b'=')[0].replace(bytes(1), b' ').decode()}")
    return found


def eventually(is_so: Callable[[], bool], within: float = 30.0) -> bool:
    deadline = time.monotonic() + within
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def is_left(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()]


@pytest.mark.skipif(sys.platform != "linux", reason="survivors are looked for in /proc")
@pytest.mark.parametrize("turn", range(5))
def test_nothing_is_left_whenever_it_is_stopped(turn: int, tmp_path: Path) -> None:
    chance = random.Random(turn)
    number = [signal.SIGINT, signal.SIGTERM, signal.SIGKILL][turn % 3]
    with start(tmp_path) as demo:
        eventually(lambda: False, within=chance.uniform(0.2, 12.0))  # any moment of its life
        demo.send_signal(number)
        demo.communicate(timeout=60)
    assert demo.returncode != 0
    assert eventually(lambda: survivors(tmp_path) == []), survivors(tmp_path)
    assert eventually(lambda: is_left(tmp_path) == []), is_left(tmp_path)


@pytest.mark.timeout(600)
def test_the_demo_finds_the_backlash_and_stops_everything(tmp_path: Path) -> None:
    with start(tmp_path, "--speed", "max") as demo:
        said, _ = demo.communicate(timeout=580)
    assert demo.returncode == 0, said
    for part in ("[DRILL]", "What happened", "true onset", "told through Slack", "1. ", "partition"):
        assert part in said
    assert "was missed" not in said
    assert is_left(tmp_path) == []
    if sys.platform == "linux":
        assert survivors(tmp_path) == []
