"""Programs are started, watched and stopped, and none outlives the supervisor, however that ends."""

import os
import random
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from deploy.errors import DiedError, NotReadyError
from deploy.supervisor import Program, Supervisor, read_tail
from tests.waiting import wait_for

ROOT = Path(__file__).parents[2]
SOON = timedelta(seconds=20)

STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", sys.argv[1]])
print("up", flush=True)
time.sleep(600)
"""
POLITE = "import time; print('up', flush=True); time.sleep(600)"

HOST = """
import sys, time
from datetime import timedelta
from pathlib import Path
from deploy.signals import interruptible
from deploy.supervisor import Program, Supervisor
logs, sweep, token = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
with interruptible(), Supervisor(logs, sweep=sweep) as supervisor:
    (sweep / "state").write_text("x")
    print("begun", flush=True)
    for name in "abc":
        supervisor.start(Program(name, (sys.executable, "-c", {polite!r}, token)))
    supervisor.start(
        Program("d", (sys.executable, "-c", {stubborn!r}, token), stop_within=timedelta(seconds=0.3)),
    )
    print("started", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def token() -> str:
    return f"token-{secrets.token_hex(8)}"


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    return tmp_path / "logs"


def survivors(token: str) -> list[int]:
    """Process ids whose command line has the token; a zombie has none."""
    out = subprocess.run(
        ["ps", "-ww", "-eo", "pid=,args="], capture_output=True, text=True, check=True
    ).stdout
    return [int(line.split()[0]) for line in out.splitlines() if token in line]


def program(name: str, code: str, token: str, *, stop_within: float = 5.0) -> Program:
    return Program(name, (sys.executable, "-c", code, token), stop_within=timedelta(seconds=stop_within))


def test_leaving_the_block_stops_every_program(logs: Path, token: str) -> None:
    with Supervisor(logs) as supervisor:
        supervisor.start(program("one", POLITE, token), program("two", POLITE, token))
        supervisor.wait_until(
            "both up", lambda: all(read_tail(logs / f"{n}.log") for n in ("one", "two")), within=SOON
        )
        assert len(survivors(token)) == 4
    assert survivors(token) == []


def test_a_program_that_ignores_sigterm_is_killed_with_its_children(logs: Path, token: str) -> None:
    with Supervisor(logs) as supervisor:
        supervisor.start(program("stubborn", STUBBORN, token, stop_within=0.2))
        supervisor.wait_until("up", lambda: read_tail(logs / "stubborn.log") == ["up"], within=SOON)
    assert survivors(token) == []


def test_stages_stop_in_reverse_order(logs: Path, token: str) -> None:
    note = "import signal, sys, time; signal.signal(15, lambda *_: (print('bye', time.monotonic_ns()), sys.exit()));print('up', flush=True);time.sleep(600)"
    with Supervisor(logs) as supervisor:
        for name in ("broker", "worker"):
            supervisor.start(program(name, note, token))
            supervisor.wait_until(name, lambda name=name: bool(read_tail(logs / f"{name}.log")), within=SOON)  # type: ignore[misc]
    ended = {name: int(read_tail(logs / f"{name}.log")[-1].split()[1]) for name in ("broker", "worker")}
    assert ended["worker"] < ended["broker"]


def test_a_dead_program_is_named_with_the_end_of_its_log(logs: Path, token: str) -> None:
    with Supervisor(logs) as supervisor:
        supervisor.start(program("loser", "print('the reason'); raise SystemExit(3)", token))
        with pytest.raises(DiedError, match=r"(?s)loser ended with code 3.*the reason"):
            supervisor.wait_until("never", lambda: False, within=SOON)


def test_what_an_earlier_run_left_in_the_log_is_not_told_as_the_reason(logs: Path, token: str) -> None:
    logs.mkdir(parents=True, exist_ok=True)
    (logs / "loser.log").write_text("the reason of last week\n")
    with Supervisor(logs) as supervisor:
        supervisor.start(program("loser", "import sys; sys.exit('the reason of today')", token))
        with pytest.raises(DiedError, match="the reason of today") as died:
            supervisor.wait_until("never", lambda: False, within=SOON)
    assert "last week" not in str(died.value)


def test_an_errand_may_end_well(logs: Path, token: str) -> None:
    errand = Program("errand", (sys.executable, "-c", "pass", token), is_errand=True)
    with Supervisor(logs) as supervisor:
        supervisor.start(errand, program("worker", POLITE, token))
        supervisor.wait_until("done", lambda: supervisor.is_done("errand"), within=SOON)
        supervisor.check()
        assert not supervisor.is_done("worker")


def test_an_errand_may_not_end_badly(logs: Path, token: str) -> None:
    errand = Program("errand", (sys.executable, "-c", "raise SystemExit(2)", token), is_errand=True)
    with Supervisor(logs) as supervisor:
        supervisor.start(errand)
        with pytest.raises(DiedError, match="errand ended with code 2"):
            supervisor.wait_until("never", lambda: False, within=SOON)


def test_death_by_signal_is_said_so(logs: Path, token: str) -> None:
    with Supervisor(logs) as supervisor:
        supervisor.start(program("victim", "import os; os.kill(os.getpid(), 9)", token))
        with pytest.raises(DiedError, match="victim was ended by signal 9"):
            supervisor.wait_until("never", lambda: False, within=SOON)


def test_an_error_keeps_the_directory_for_its_logs(tmp_path: Path, token: str) -> None:
    folder = tmp_path / "sweep"
    folder.mkdir()
    loser = program("loser", "print('why'); raise SystemExit(3)", token)

    def run() -> None:
        with Supervisor(folder / "logs", sweep=folder) as supervisor:
            supervisor.start(loser, program("two", POLITE, token))
            supervisor.wait_until("never", lambda: False, within=SOON)

    with pytest.raises(DiedError):
        run()
    assert (folder / "logs" / "loser.log").read_text() == "why\n"
    assert survivors(token) == []


def test_without_an_error_the_directory_is_gone(tmp_path: Path, token: str) -> None:
    folder = tmp_path / "sweep"
    folder.mkdir()
    with Supervisor(folder / "logs", sweep=folder) as supervisor:
        supervisor.start(program("one", POLITE, token))
    assert not folder.exists()


def test_what_never_comes_is_named(logs: Path, token: str) -> None:
    with Supervisor(logs) as supervisor:
        supervisor.start(program("idle", POLITE, token))
        with pytest.raises(NotReadyError, match="waited 0 s for this: a miracle"):
            supervisor.wait_until("a miracle", lambda: False, within=timedelta(0))


def test_what_a_dead_program_leaves_running_is_ended(logs: Path, token: str) -> None:
    leaver = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)', sys.argv[1]])"
    with Supervisor(logs) as supervisor:
        supervisor.start(program("leaver", leaver, token))
        with pytest.raises(DiedError, match="leaver ended with code 0"):
            supervisor.wait_until("never", lambda: False, within=SOON)
        assert survivors(token) == []


def test_the_environment_is_added_to_ours(logs: Path, token: str) -> None:
    code = "import os; print(os.environ['CRISIS_X'], bool(os.environ['PATH']), flush=True); import time; time.sleep(600)"
    with Supervisor(logs) as supervisor:
        supervisor.start(Program("env", (sys.executable, "-c", code, token), env={"CRISIS_X": "42"}))
        supervisor.wait_until("said", lambda: read_tail(logs / "env.log") == ["42 True"], within=SOON)


def test_a_leash_killed_with_9_takes_its_program_along(logs: Path, token: str) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux tells a program that its parent died")
    with Supervisor(logs) as supervisor:
        supervisor.start(program("one", POLITE, token))
        supervisor.wait_until("up", lambda: bool(read_tail(logs / "one.log")), within=SOON)
        os.kill(supervisor.pids()["one"], signal.SIGKILL)
        wait_for(lambda: survivors(token) == [], 15)


@pytest.fixture
def host(tmp_path: Path, logs: Path, token: str) -> Iterator["subprocess.Popen[str]"]:
    (tmp_path / "sweep").mkdir()
    code = HOST.format(polite=POLITE, stubborn=STUBBORN)
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(logs), str(tmp_path / "sweep"), token],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_nothing_is_left_when_the_supervisor_gets(
    number: signal.Signals, host: "subprocess.Popen[str]", tmp_path: Path, token: str
) -> None:
    assert host.stdout is not None
    while host.stdout.readline().strip() != "started":
        assert host.poll() is None
    os.kill(host.pid, number)
    host.wait(timeout=20)
    wait_for(lambda: survivors(token) == [], 15)
    wait_for(lambda: not (tmp_path / "sweep").exists(), 15)


@pytest.mark.parametrize("turn", range(6))
def test_nothing_is_left_whenever_it_is_killed(
    turn: int, host: "subprocess.Popen[str]", tmp_path: Path, token: str
) -> None:
    chance = random.Random(turn)
    assert host.stdout is not None
    assert host.stdout.readline().strip() == "begun"
    time.sleep(chance.random() * 0.5)  # any moment of its start
    os.kill(host.pid, chance.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT]))
    host.wait(timeout=20)
    wait_for(lambda: survivors(token) == [], 15)
    wait_for(lambda: not (tmp_path / "sweep").exists(), 15)
