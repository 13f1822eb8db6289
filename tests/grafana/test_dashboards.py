"""The dashboards are valid, use only metrics that exist, and each query returns data on a real Prometheus."""

import json
import re
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest

from tests.grafana.vocabulary import OF_PROMETHEUS, WITHOUT_LANE, make_registries, metric_names, names_in

FOLDER: Final = Path(__file__).parents[2] / "grafana" / "dashboards"
DASHBOARDS: Final = sorted(path.name for path in FOLDER.glob("*.json"))
OPTIONS: Final = {
    "stat": "stat",
    "timeseries": "timeseries",
    "state-timeline": "statetimeline",
    "bargauge": "bargauge",
    "table": "table",
}
"""Panel types with their schema's file."""


def load(name: str) -> dict[str, Any]:
    dashboard: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return dashboard


def panels(name: str) -> list[dict[str, Any]]:
    return [panel for panel in load(name)["panels"] if panel["type"] != "row"]


def expressions(name: str) -> list[str]:
    return [target["expr"] for panel in panels(name) for target in panel["targets"]]


def test_there_is_an_overview() -> None:
    assert "overview.json" in DASHBOARDS


@pytest.mark.need("000-20")
@pytest.mark.parametrize("name", DASHBOARDS)
def test_a_dashboard_keeps_grafanas_schemas(name: str, shared: Path) -> None:
    schemas = shared / "validators" / "grafana"
    read = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in schemas.glob("*.json")}
    jsonschema.validate(load(name), read["dashboard.jsonschema.json"])
    for panel in panels(name):
        schema = read[f"{OPTIONS[panel['type']]}.jsonschema.json"]
        options = {**schema, "$ref": "#/definitions/Options"}
        jsonschema.validate(panel["options"], options)
        if "FieldConfig" in schema["definitions"] and "custom" in panel["fieldConfig"]["defaults"]:
            custom = {**schema, "$ref": "#/definitions/FieldConfig"}
            jsonschema.validate(panel["fieldConfig"]["defaults"]["custom"], custom)
        for target in panel["targets"]:
            jsonschema.validate(target, read["prometheus.jsonschema.json"])


@pytest.mark.parametrize("name", DASHBOARDS)
def test_every_metric_on_a_dashboard_is_in_a_vocabulary(name: str) -> None:
    used = set().union(*(names_in(expression) for expression in expressions(name)))
    assert used - OF_PROMETHEUS <= metric_names()
    assert used & metric_names(), "the pattern for names finds none"


def test_everything_the_response_measures_is_on_a_dashboard() -> None:
    used = set().union(*(names_in(expression) for name in DASHBOARDS for expression in expressions(name)))
    _, alerts, _, desk = make_registries()
    measured = {family.name for registry in (alerts, desk) for family in registry.collect()}
    assert {name for name in measured if not any(one.startswith(name) for one in used)} == set()


@pytest.mark.parametrize("name", DASHBOARDS)
def test_variables_ask_for_metrics_that_exist(name: str) -> None:
    queries = [v["query"] for v in load(name)["templating"]["list"] if v["type"] == "query"]
    for query in queries:
        metric = re.match(r"label_values\((\w+)", query)
        assert metric is not None
        assert metric[1] in metric_names()


@pytest.mark.parametrize("name", DASHBOARDS)
def test_each_panel_says_what_it_shows_and_in_which_unit(name: str) -> None:
    for panel in panels(name):
        assert panel["title"], panel["id"]
        assert panel["description"].endswith("."), panel["title"]
        assert panel["fieldConfig"]["defaults"]["unit"], panel["title"]
        assert panel["targets"], panel["title"]
        assert panel["datasource"]["uid"] == "${datasource}", panel["title"]


@pytest.mark.parametrize("name", DASHBOARDS)
def test_panels_lie_side_by_side_within_24_columns(name: str) -> None:
    taken: dict[tuple[int, int], str] = {}
    identities = [panel["id"] for panel in load(name)["panels"]]
    assert len(identities) == len(set(identities))
    for panel in load(name)["panels"]:
        grid = panel["gridPos"]
        assert grid["x"] + grid["w"] <= 24, panel["title"]
        for x in range(grid["x"], grid["x"] + grid["w"]):
            for y in range(grid["y"], grid["y"] + grid["h"]):
                assert (x, y) not in taken, f"{panel['title']} lies on {taken[x, y]}"
                taken[x, y] = panel["title"]


@pytest.mark.parametrize("name", DASHBOARDS)
def test_a_counter_is_never_shown_raw(name: str) -> None:
    for expression in expressions(name):
        for counter in re.findall(r"crisis_\w+_total|crisis_\w+_bucket", expression):
            assert re.search(rf"(?:rate|increase)\({counter}", expression), expression


@pytest.mark.parametrize("name", DASHBOARDS)
def test_a_dashboard_is_changed_in_the_repository_only(name: str) -> None:
    assert load(name)["editable"] is False


@pytest.mark.parametrize("name", DASHBOARDS)
def test_every_query_on_our_metrics_keeps_lanes_apart(name: str) -> None:
    for expression in expressions(name):
        for metric, selector in re.findall(r"(crisis_\w+)(\{[^}]*\})?", expression):
            if not metric.startswith(WITHOUT_LANE):
                assert 'lane="$lane"' in selector, f"{metric} in {expression}"


@pytest.mark.parametrize("name", DASHBOARDS)
def test_a_title_fits_above_its_panel(name: str) -> None:
    for panel in panels(name):
        # On a screen of 1416 points a column is 58 wide, and a letter of a title 7.
        assert len(panel["title"]) * 7 <= panel["gridPos"]["w"] * 58 - 28, panel["title"]


@pytest.mark.parametrize("name", DASHBOARDS)
def test_who_is_angry_is_red(name: str) -> None:
    """Colours go by the order of names otherwise, and `negative` comes first: it would be green."""
    for panel in panels(name):
        legends = {target["legendFormat"] for target in panel["targets"]}
        if legends & {"{{label}}", "{{stance}}"}:
            red = [
                override["matcher"]["options"]["names"]
                for override in panel["fieldConfig"]["overrides"]
                for one in override["properties"]
                if one == {"id": "color", "value": {"mode": "fixed", "fixedColor": "red"}}
            ]
            assert red in ([["negative"]], [["against"]]), panel["title"]


@pytest.mark.parametrize("name", DASHBOARDS)
def test_what_happens_seldom_is_told_by_the_hour(name: str) -> None:
    """One notice within a minute reads as sixty an hour otherwise, and a quantile of nothing is not drawn."""
    for panel in panels(name):
        for target in panel["targets"]:
            if re.search(
                r"crisis_notice|crisis_desk_\w+_(?:total|bucket)|crisis_detected_to", target["expr"]
            ):
                told = "[$__rate_interval]" not in target["expr"] or target.get("interval") == "1h"
                assert told, panel["title"]
