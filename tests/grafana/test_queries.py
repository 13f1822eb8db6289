"""Each panel's query returns data on a real Prometheus, within 30 s of the first scrape."""

import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.grafana.peer import run_prometheus, serve
from tests.grafana.test_dashboards import DASHBOARDS, expressions
from tests.grafana.vocabulary import make_registries
from tests.waiting import wait_for

VARIABLES = {"$lane": "live", "$brand": ".*", "$__rate_interval": "10s", "$__range": "1m"}
JOBS = ("crisis-sentiment", "crisis-response", "crisis-connectors", "crisis-desk")
"""In the order of `make_registries`."""


def fill(expression: str) -> str:
    for variable, value in VARIABLES.items():
        expression = expression.replace(variable, value)
    return expression


@pytest.mark.need("000-20")
@pytest.mark.skipif(shutil.which("prometheus") is None, reason="Prometheus is not installed")
@pytest.mark.parametrize("name", DASHBOARDS)
def test_every_query_of_a_dashboard_returns_data(name: str, tmp_path: Path) -> None:
    registries = make_registries()
    with ExitStack() as stack:
        ports = [stack.enter_context(serve(registry)) for registry in registries]
        peer = stack.enter_context(run_prometheus(dict(zip(JOBS, ports, strict=True)), tmp_path))
        empty = {fill(expression) for expression in expressions(name)}

        def all_answered() -> bool:
            # Event times are 0 at first, and "behind" means nothing then: let every gauge move.
            for registry in registries:
                for collector in set(registry._names_to_collectors.values()):
                    for metric in getattr(collector, "_metrics", {}).values():
                        if hasattr(metric, "set"):
                            metric.set(1.0)
            empty.difference_update({query for query in empty if peer.query(query)})
            return not empty

        try:
            wait_for(all_answered, 30)
        except AssertionError:
            pytest.fail("no data for:\n" + "\n".join(sorted(empty)))
