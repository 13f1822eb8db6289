"""A test run that is killed leaves none of its processes behind, also none that waits for a broker that is gone."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.workers import ORPHANED_FOR
from tests.survivors import survivors
from tests.waiting import wait_for

pytest.importorskip("noida_db", reason="the extra `embedded` is not installed")

ROOT = Path(__file__).parents[2]
RUN = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "embedded", "tests/integration/test_takedown.py")

TESTS = """
import sys, time
from pathlib import Path
from deploy.embedded import embedded_broker
from tests.integration.lane import Lane
with embedded_broker() as broker:
    Lane(broker.address, "drill-orphans", ["acme"], Path(sys.argv[1])).run("deaf", "tests.integration.deaf")
    time.sleep(600)
"""

pytestmark = [
    pytest.mark.embedded,
    pytest.mark.skipif(
        sys.platform != "linux", reason="kill -9 takes the children along on Linux only: PR_SET_PDEATHSIG"
    ),
]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_test_run_leaves_nothing_behind(number: signal.Signals, tmp_path: Path) -> None:
    environ = {key: value for key, value in os.environ.items() if key != "CRISIS_TEST_BROKER"}
    command = [sys.executable, *RUN, "--basetemp", str(tmp_path / "run")]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    ) as run:
        wait_for(lambda: any(tmp_path.glob("run/*/response-1/**/CURRENT")), 100)  # Its tables are open.
        assert len(survivors(tmp_path)) > 5
        run.send_signal(number)
        run.wait(60)
    assert run.returncode != 0
    wait_for(lambda: survivors(tmp_path) == [], ORPHANED_FOR + 15)


def test_a_worker_that_does_not_listen_is_soon_gone_as_well(tmp_path: Path) -> None:
    command, log = [sys.executable, "-c", TESTS, str(tmp_path)], tmp_path / "deaf.log"
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "TMPDIR": str(tmp_path)}) as run:
        wait_for(lambda: log.exists() and "deaf" in log.read_text(), 60)
        run.kill()
    wait_for(lambda: survivors(tmp_path) == [], ORPHANED_FOR + 10)
