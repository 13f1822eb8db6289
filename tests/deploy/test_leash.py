"""A child ends with us, however we end."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deploy import leash
from deploy.child import Child
from tests.waiting import wait_for

SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)",
]

PARENT = """
import sys, time
from pathlib import Path
from deploy import leash
from deploy.child import Child
child = Child(sys.argv[3:], Path(sys.argv[1]), grace=1, scratch=Path(sys.argv[2]))
print(child.pid, flush=True)
time.sleep(600)
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="process ids and signals of POSIX")


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_up(log: Path) -> None:
    def is_up() -> bool:
        return log.exists() and "up" in log.read_text()

    wait_for(is_up, 10)


def test_a_stop_asks_and_waits(tmp_path: Path) -> None:
    child = Child(SLEEPER, tmp_path / "log", grace=5)
    wait_until_up(tmp_path / "log")
    child.stop()
    assert not is_alive(child.pid)


def test_a_child_that_does_not_listen_is_killed_after_the_grace(tmp_path: Path) -> None:
    child = Child(DEAF, tmp_path / "log", grace=0.2)
    wait_until_up(tmp_path / "log")
    child.stop()
    assert not is_alive(child.pid)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_when_the_parent_dies(tmp_path: Path, number: signal.Signals) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-c", PARENT, str(tmp_path / "log"), str(scratch), *SLEEPER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        wait_until_up(tmp_path / "log")
        parent.send_signal(number)

    def nothing_is_left() -> bool:
        return not is_alive(pid) and not scratch.exists()

    wait_for(nothing_is_left, 5)


@pytest.mark.skipif(sys.platform != "linux", reason="PR_SET_PDEATHSIG")
def test_the_child_dies_with_its_leash(tmp_path: Path) -> None:
    child = Child(SLEEPER, tmp_path / "log", grace=1)
    wait_until_up(tmp_path / "log")
    child._leash.kill()

    def child_is_gone() -> bool:
        return not is_alive(child.pid)

    wait_for(child_is_gone, 5)
    child.stop()


def test_a_leash_whose_owner_died_before_it_was_told_still_sweeps(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    holding, lifeline = os.pipe()
    told, tell = os.pipe()
    os.close(told)
    command = [sys.executable, leash.__file__, str(holding), "1", str(scratch), str(tell), *SLEEPER]
    with subprocess.Popen(command, pass_fds=(holding, tell), stdout=subprocess.PIPE) as held:
        assert held.stdout is not None
        assert held.stdout.readline() == b"up\n"
        for end in (holding, tell, lifeline):
            os.close(end)
        assert held.wait(10) == 128 + signal.SIGTERM
    assert not scratch.exists()
