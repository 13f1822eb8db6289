"""The broker conformance table as Markdown: `pytest tests/integration --broker-table`."""

import pytest

SUITE = "test_broker_conformance"


class BrokerTable:
    """One row a check, one column a broker, with what was measured."""

    def __init__(self) -> None:
        self._cells: dict[str, dict[str, str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        known = dict(report.user_properties)
        broker, check = known.get("broker"), known.get("check")
        decides = report.when == "call" or (report.when == "setup" and not report.passed)
        if SUITE not in report.nodeid or not decides or not isinstance(check, str):
            return
        row = self._cells.setdefault(check, {})
        row[str(broker)] = " ".join(filter(None, (verdict(report), str(known.get("measured", "")))))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        say = terminalreporter.write_line
        brokers = sorted({name for row in self._cells.values() for name in row})
        terminalreporter.section("brokers")
        say("| check | " + " | ".join(brokers) + " |")
        say("|---" * (len(brokers) + 1) + "|")
        for check, row in self._cells.items():
            say(f"| {check} | " + " | ".join(row.get(name, "–") for name in brokers) + " |")


def verdict(report: pytest.TestReport) -> str:
    if report.passed:
        return "pass"
    if report.skipped:
        return "**lacks**" if hasattr(report, "wasxfail") else "not run"
    return "**fail**"
