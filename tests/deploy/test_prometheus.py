"""The rules for the monitor itself: valid, on metrics that exist, and firing when they should."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.grafana.vocabulary import OF_PROMETHEUS, WITHOUT_LANE, metric_names, names_in

FOLDER = Path(__file__).parents[2] / "deploy" / "prometheus"
needs_promtool = pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")


def rules() -> str:
    return (FOLDER / "rules.yml").read_text(encoding="utf-8")


def test_every_metric_in_a_rule_is_in_a_vocabulary() -> None:
    body = re.sub(r"^\s*(?:#|summary:|description:).*$", "", rules(), flags=re.MULTILINE)
    used = names_in(body)
    assert used - OF_PROMETHEUS <= metric_names()
    assert len(used) > 3, "the pattern for names finds too few"


def test_only_the_live_lane_pages() -> None:
    for metric, selector in re.findall(r"(crisis_\w+)(\{[^}]*\})?", rules()):
        if not metric.startswith(WITHOUT_LANE):
            assert 'lane="live"' in selector, metric


@needs_promtool
def test_the_configuration_and_the_rules_are_valid() -> None:
    check = subprocess.run(
        ["promtool", "check", "config", FOLDER / "prometheus.yml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stdout + check.stderr


@needs_promtool
def test_the_rules_fire_when_they_should_and_not_for_a_drill() -> None:
    cases = Path(__file__).with_name("rules_cases.yml")
    check = subprocess.run(["promtool", "test", "rules", cases], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr
