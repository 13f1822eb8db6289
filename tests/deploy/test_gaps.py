"""What a right configuration leaves out, so that somebody would not be woken."""

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from alerts.house import build_rules
from alerts.matrix import read_matrix
from deploy.cli import main
from deploy.gaps import list_gaps, write_verdict
from tests.alerts.configured import TEXT, settings

NOW = datetime(2026, 3, 3, tzinfo=UTC)
BRANDS = '[[brands]]\nname = "acme"\nkeywords = ["acme"]\n'
SLACK = """
[[channels]]
name = "slack"
type = "slack"
to = "C0123456789"
secret_env = "SLACK_BOT_TOKEN"
[[routes]]
channels = ["slack"]
"""
THREE = "".join(
    f'[[oncall]]\nname = "{name}"\nslack = "U{name.upper()}"\n' for name in ("Ana", "Ben", "Dora")
)
DESK = '[slack.desk]\ntoken_env = "SLACK_BOT_TOKEN"\nsecret_env = "SLACK_APP_TOKEN"\n'
BOT = """
[[channels]]
name = "reply-bot"
type = "webhook"
url = "https://bot.acme.example/crisis"
secret_env = "BOT_KEY"
pauses = true
"""
"""Told of every incident, though no route names it."""
TERMINAL = "can be read. But nobody will be woken: alerts go only to a terminal"
TEAMS = SLACK.replace('"slack"\nto = "C0123456789"', '"teams"')


def judge(text: str) -> str:
    response = settings(BRANDS + text).response
    return write_verdict(response, build_rules(response, matrix=read_matrix()), NOW, file="crisis.toml")


def test_a_fresh_file_says_that_nobody_will_be_woken(tmp_path: Path) -> None:
    config = str(tmp_path / "crisis.toml")
    CliRunner().invoke(main, ["init", "--config", config])
    result = CliRunner().invoke(main, ["check", "--config", config])
    assert result.exit_code == 0
    assert result.output.splitlines()[0] == (
        f"{config} can be read. But nobody will be woken: alerts go only to a terminal; "
        "Ana, PR has no Slack id; there is no backup and no lead."
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SLACK + THREE, "is right."),
        (TEAMS + THREE.replace("slack = ", "# "), "is right."),
        (
            DESK + '[[oncall]]\nname = "Ana"\nslack = "U0123456789"\n',
            f"{TERMINAL}; there is no backup and no lead.",
        ),
        (
            SLACK + '[[oncall]]\nname = "Ana"\n[[oncall]]\nname = "Ben"\n',
            "can be read. But nobody will be woken: Ana and Ben have no Slack id; there is no lead.",
        ),
        (TEAMS, "can be read. But nobody is on call."),
        (SLACK + THREE + BOT, "is right."),
        (
            SLACK.replace('channels = ["slack"]', 'channels = ["console"]')
            + '[[channels]]\nname = "console"\ntype = "console"\n'
            + THREE,
            f"{TERMINAL}; no route names the channel `slack`.",
        ),
    ],
)
def test_each_part_is_said_only_where_it_is_true(text: str, said: str) -> None:
    assert judge(text) == f"crisis.toml {said}"


def test_a_file_whose_brand_nothing_can_find_is_not_right(tmp_path: Path) -> None:
    config = tmp_path / "crisis.toml"
    text = BRANDS.replace('keywords = ["acme"]', 'keywords = [""]') + TEAMS + THREE.replace("slack = ", "# ")
    config.write_text(text)
    environ = {"SLACK_BOT_TOKEN": "https://x.logic.azure.com/workflows/1?sig=x"}
    said = CliRunner(env=environ).invoke(main, ["check", "--config", str(config)]).output.splitlines()[0]
    assert said.startswith(
        f"{config} can be read. But nothing will ever be found about acme: give `keywords`"
    )


def test_where_brands_differ_each_is_named() -> None:
    response = settings(TEXT).response
    gaps = list_gaps(response, build_rules(response, matrix=read_matrix()), NOW)
    assert gaps == (
        "Ben has no Slack id",
        "there is no lead for acme",
        "there is no backup and no lead for globex",
    )


def test_what_the_guide_to_slack_writes_reaches_slack() -> None:
    """Who copies it is told, once the two other people are there."""
    guide = Path(__file__).parents[2].joinpath("docs", "slack.md").read_text(encoding="utf-8")
    block = re.search(r"```toml\n(.*?)```", guide, re.DOTALL)
    assert block
    assert tomllib.loads(block[1])["routes"] == [{"channels": ["slack"]}]
    assert judge(block[1]) == "crisis.toml can be read. But there is no backup and no lead."


def test_the_example_names_the_scopes_of_the_manifest() -> None:
    root = Path(__file__).parents[2]
    guide = (root / "docs" / "slack.md").read_text(encoding="utf-8")
    manifest = re.search(r"bot: \[(.*?)\]", guide)
    assert manifest
    lines = (root / "deploy" / "example.toml").read_text(encoding="utf-8").splitlines()
    desk = next(line for line in lines if line.startswith("# token_env") and "SLACK_BOT_TOKEN" in line)
    assert manifest[1] in desk
    channel = next(line for line in lines if line.startswith("# secret_env") and "SLACK_BOT_TOKEN" in line)
    assert all(scope in channel for scope in ("chat:write", "channels:history", "groups:history"))
