"""Each panel's query returns data on a real Prometheus, within 30 s of the first scrape."""

import math
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.grafana.peer import run_prometheus, serve
from tests.grafana.test_dashboards import DASHBOARDS, expressions, panels
from tests.grafana.vocabulary import make_registries
from tests.waiting import wait_for

VARIABLES = {"$lane": "live", "$brand": ".*", "$__rate_interval": "10s", "$__range": "1m"}
JOBS = ("crisis-sentiment", "crisis-response", "crisis-connectors", "crisis-desk")
"""In the order of `make_registries`."""
needs_prometheus = pytest.mark.skipif(
    shutil.which("prometheus") is None, reason="Prometheus is not installed"
)


def fill(expression: str) -> str:
    for variable, value in VARIABLES.items():
        expression = expression.replace(variable, value)
    return expression


def has_number(answer: list[Any]) -> bool:
    return any(not math.isnan(float(series["value"][1])) for series in answer)


def move(metric: Any) -> None:
    if hasattr(metric, "set"):
        metric.set(1.0)
    elif hasattr(metric, "observe"):
        metric.observe(1.0)
    else:
        metric.inc()


@pytest.mark.need("000-20")
@needs_prometheus
@pytest.mark.parametrize("name", DASHBOARDS)
def test_every_query_of_a_dashboard_returns_data(name: str, tmp_path: Path) -> None:
    registries = make_registries()
    with ExitStack() as stack:
        ports = [stack.enter_context(serve(registry)) for registry in registries]
        peer = stack.enter_context(run_prometheus(dict(zip(JOBS, ports, strict=True)), tmp_path))
        empty = {fill(expression) for expression in expressions(name)}

        def all_answered() -> bool:
            # Event times are 0 at first, and a share of nothing is no number: let everything move.
            for registry in registries:
                for collector in set(registry._names_to_collectors.values()):
                    for metric in getattr(collector, "_metrics", {}).values():
                        move(metric)
            empty.difference_update({query for query in empty if has_number(peer.query(query))})
            return not empty

        try:
            wait_for(all_answered, 30)
        except AssertionError:
            pytest.fail("no data for:\n" + "\n".join(sorted(empty)))


@needs_prometheus
@pytest.mark.parametrize("name", DASHBOARDS)
def test_no_figure_reads_nan_before_anything_has_happened(name: str, tmp_path: Path) -> None:
    registries = make_registries()
    figures = [panel for panel in panels(name) if panel["type"] in {"stat", "bargauge"}]
    assert figures
    with ExitStack() as stack:
        ports = [stack.enter_context(serve(registry)) for registry in registries]
        peer = stack.enter_context(run_prometheus(dict(zip(JOBS, ports, strict=True)), tmp_path))
        wait_for(lambda: bool(peer.query("increase(crisis_mentions_total[1m])")), 30)
        wait_for(lambda: bool(peer.query("increase(crisis_incidents_opened_total[1m])")), 30)
        for panel in figures:
            for target in panel["targets"]:
                answer = peer.query(fill(target["expr"]))
                assert all(has_number([series]) for series in answer), panel["title"]
                if not answer:
                    assert panel["fieldConfig"]["defaults"]["noValue"], panel["title"]
