"""docs/operations.md: a paragraph for each alert, commands that exist, links that lead somewhere; the systemd unit."""

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest
import yaml

from tests.deploy.commanded import list_commands, parse

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "crisis.service"
SHORTEST = 200
"""Characters of a paragraph that helps."""


def page() -> str:
    return (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def rules() -> list[dict[str, object]]:
    groups = yaml.safe_load((ROOT / "deploy" / "prometheus" / "rules.yml").read_text(encoding="utf-8"))[
        "groups"
    ]
    return [rule for group in groups for rule in group["rules"]]


def runbook() -> dict[str, str]:
    """By alert, its paragraph."""
    told = re.split(r"^### (\w+)\n", page().split("\n## Runbook\n")[1], flags=re.MULTILINE)
    return dict(zip(told[1::2], told[2::2], strict=True))


def test_every_alert_has_a_paragraph_and_every_paragraph_an_alert() -> None:
    paragraphs = runbook()
    assert list(paragraphs) == [rule["alert"] for rule in rules()]
    assert all(len(text.strip()) > SHORTEST for text in paragraphs.values())


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_an_alert_says_where_its_paragraph_is_and_how_urgent(rule: dict[str, dict[str, str]]) -> None:
    assert rule["annotations"]["runbook"] == f"docs/operations.md#{str(rule['alert']).lower()}"
    assert runbook()[str(rule["alert"])].strip().startswith(f"*{rule['labels']['severity']}.*")


def test_every_command_of_the_page_exists() -> None:
    commands = list(list_commands(page()))
    assert len(commands) > 20, "the pattern for commands finds too few"
    for command in commands:
        parse(command)


@pytest.mark.parametrize("wrong", [["wroker"], ["worker", "sentiment", "--port", "1"], ["drill", "cannary"]])
def test_a_command_that_does_not_exist_is_found(wrong: list[str]) -> None:
    with pytest.raises(click.UsageError):
        parse(wrong)


def test_every_file_and_heading_that_is_named_is_there() -> None:
    for where, heading in re.findall(r"\]\(([\w./-]*)(?:#([\w-]+))?\)", page()):
        file = ROOT / "docs" / (where or "operations.md")
        assert file.is_file(), where
        headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
        slugs = {re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-") for text in headings}
        assert not heading or heading in slugs, (where, heading)
    for file in re.findall(r"`((?:deploy|tests)/[\w./-]+)`", page()):
        assert (ROOT / file).exists(), file


def test_the_unit_starts_commands_that_exist() -> None:
    unit = configparser.RawConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's keys are case-sensitive.
    unit.read(UNIT)
    for key in ("ExecStart", "ExecStartPre"):
        program, *arguments = shlex.split(unit["Service"][key])
        assert program == "/opt/crisis/bin/crisis"
        parse(arguments)


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None,
    reason="systemd-analyze is not installed: apt-get install systemd",
)
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    copy = tmp_path / UNIT.name  # With a program that is there, or it complains of that.
    text = UNIT.read_text(encoding="utf-8").replace("/opt/crisis/bin/crisis", "/bin/true")
    copy.write_text(text, encoding="utf-8")
    check = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", copy],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (check.returncode, check.stderr) == (0, "")
