"""Which needs have a passing test: `pytest --needs`."""

import re
from pathlib import Path

import pytest

NEED = re.compile(r"^\|\s*(\d{3}-\d{2})\s*\|\s*([^|]+?)\s*\|", re.MULTILINE)
"""A row of the tables in needs.md: an id and what is needed."""


def read_needs(text: str) -> dict[str, str]:
    return dict(NEED.findall(text))


class NeedsReport:
    """Follows the marks `need` through a run. A need with a failing test is not met, whatever else passes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._needs = read_needs(path.read_text(encoding="utf-8")) if path.is_file() else {}
        self._claims: dict[str, set[str]] = {}
        self._passed: set[str] = set()
        self._failed: set[str] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            for mark in item.iter_markers("need"):
                unknown = set(mark.args) - set(self._needs) if self._needs else set()
                if unknown:
                    raise pytest.UsageError(
                        f"{item.nodeid} claims a need that is not in {self._path}: {unknown}"
                    )
                self._claims.setdefault(item.nodeid, set()).update(mark.args)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        needs = self._claims.get(report.nodeid, set())
        if report.failed:
            self._failed |= needs
        elif report.when == "call" and report.passed:
            self._passed |= needs

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        say = terminalreporter.write_line
        terminalreporter.section("needs")
        if not self._needs:
            say(f"{self._path} is missing; set CRISIS_SHARED to the directory that holds it")
            return
        met = self._passed - self._failed
        for need, words in self._needs.items():
            state = "fails" if need in self._failed else "met" if need in met else "no test passed"
            say(f"{need}  {state:<14}  {words}")
        say(f"{len(met)} of {len(self._needs)} needs have a passing test")
