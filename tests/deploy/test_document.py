"""The whole configuration: every problem at once, each once, with its file, its key and what is allowed."""

import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import deploy
from alerts.house import build_rules
from alerts.incident import Role
from alerts.matrix import read_matrix
from alerts.places import ChannelType
from connectors.config import ConfigurationError
from deploy.document import TABLES, check_document
from deploy.summary import summarize
from streams.spike import Severity

EXAMPLE = (Path(deploy.__file__).parent / "example.toml").read_text(encoding="utf-8")


def problems(values: dict[str, Any], environ: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        check_document(values, environ or {}, file="crisis.toml")
    return [str(problem) for problem in caught.value.problems]


def test_the_example_is_right() -> None:
    document = check_document(tomllib.loads(EXAMPLE), {}, file="crisis.toml")
    assert [brand.name for brand in document.sources.brands] == ["acme"]


def test_the_example_is_right_with_everything_switched_on() -> None:
    """Each line that is off by a # before a key or a table is a line one may switch on."""
    switched_on = re.sub(r"^# (?=\[|\w+ = )", "", EXAMPLE, flags=re.MULTILINE)
    values = tomllib.loads(switched_on)
    shown = {channel["type"] for channel in values["channels"]}
    assert shown == set(ChannelType) - {ChannelType.SLACK_WEBHOOK}
    secrets = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "KAFKA_PASSWORD": "password",
        "PAGERDUTY_KEY": "0123456789abcdef0123456789abcdef",
        "LINE_TOKEN": "token",
        "TEAMS_WORKFLOW": "https://x.logic.azure.com/workflows/1?sig=x",
        "MAIL_PASSWORD": "password",
        "CRISIS_WEBHOOK_KEY": "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    }
    document = check_document(values, secrets, file="crisis.toml")
    assert {post.channel.type for post in document.posts} == shown
    rules = build_rules(document.response.response, matrix=read_matrix())
    christmas = datetime(2026, 12, 25, tzinfo=UTC)
    assert rules.find_people("acme", christmas)[Role.PRIMARY] == "Dora, PR lead"
    assert rules.targets[Severity.SEV3].replied == timedelta(hours=2)
    assert rules.hours is not None
    assert not rules.hours.is_open(datetime(2027, 1, 1, 4, tzinfo=UTC))


def test_the_example_shows_every_table() -> None:
    shown = {
        line.strip("#[] ").partition(".")[0]
        for line in EXAMPLE.splitlines()
        if line.lstrip("# ").startswith("[")
    }
    assert TABLES - {"slack"} <= shown


def test_every_problem_of_every_package_is_told_at_once() -> None:
    values = {
        "kafka": {"partitions": 0},
        "brands": [{"name": "Not A Name"}, {"name": "acme", "colour": "red"}],
        "connectors": [{"name": "news", "kind": "gopher"}],
        "streams": {"detector": "tarot", "tick_every": 15},
        "channels": [{"name": "slack", "type": "slack", "to": "C0123456", "secret_env": "SLACK_TOKEN"}],
        "routes": [{"channels": ["pager"]}],
        "tables": {},
    }
    found = problems(values)
    keys = [line.split(": ")[1] for line in found]
    assert keys == [
        "kafka.partitions",
        "brands.Not A Name.name",
        "brands.acme.colour",
        "connectors.news.kind",
        "streams.detector",
        "streams.tick_every",
        "channels.0.secret_env",
        "routes.0.channels",
        "tables",
    ]
    text = "\n".join(found)
    assert "rss" in text, "the allowed kinds"
    assert "robust" in text, "the known detectors"
    assert "aliases, category, competitor, exclude, handles, hashtags, keywords, name, north_star" in text, (
        "the allowed keys"
    )
    assert '"90s"' in text, "how a duration is written"


def test_a_wrong_language_hides_neither_a_missing_channel_nor_a_missing_secret() -> None:
    values = {
        "brands": [{"name": "acme"}],
        "alerts": {"language": "xx"},
        "channels": [{"name": "slack", "type": "slack", "to": "C0123456", "secret_env": "SLACK_TOKEN"}],
        "routes": [{"channels": ["pager"]}],
        "rotas": [{"name": "pr", "starts": "2026-03-02", "primary": ["Zoe"]}],
    }
    keys = [line.split(": ")[1] for line in problems(values)]
    assert keys == ["alerts.language", "channels.0.secret_env", "routes.0.channels", "rotas.0"]


def test_what_leans_on_a_wrong_table_is_not_told_as_wrong() -> None:
    values = {
        "brands": [{"name": "acme"}],
        "channels": [{"name": "slack", "type": "telex"}],
        "routes": [{"channels": ["slack"]}],
        "oncall": [{"name": "Ana", "slack": "ana"}],
        "rotas": [{"name": "pr", "starts": "2026-03-02", "primary": ["Ana"]}],
    }
    assert {line.split(": ")[1].partition(".")[0] for line in problems(values)} == {"channels", "oncall"}


def test_a_missing_secret_is_told_without_showing_any() -> None:
    values = {
        "brands": [{"name": "acme"}],
        "channels": [
            {"name": "slack", "type": "slack", "to": "C0123456", "secret_env": "SLACK_TOKEN"},
            {"name": "hook", "type": "slack_webhook", "secret_env": "HOOK"},
        ],
        "routes": [{"channels": ["slack"]}],
    }
    found = problems(values, {"HOOK": "not-an-address-but-secret"})
    assert [line.split(": ")[1] for line in found] == ["channels.0.secret_env", "channels.1.secret_env"]
    assert "SLACK_TOKEN is not set" in found[0]
    assert "not-an-address" not in "".join(found)


@pytest.mark.parametrize(
    ("values", "key"),
    [
        (
            {"connectors": [{"name": "n", "kind": "rss", "url": "https://a.example/f", "brands": ["bcme"]}]},
            "connectors.n.brands",
        ),
        (
            {"routes": [{"brands": ["bcme"], "channels": ["console"]}, {"channels": ["console"]}]},
            "routes.0.brands",
        ),
        ({"oncall": [{"name": "Ana", "brands": ["bcme"]}]}, "oncall.0.brands"),
        ({"brands": [{"name": "acme"}, {"name": "acme"}]}, "brands.acme"),
        ({"brands": []}, "brands"),
        ({"brands": [{"name": "acme", "competitor": True}]}, "brands"),
    ],
)
def test_what_only_shows_when_seen_together(values: dict[str, Any], key: str) -> None:
    found = problems({"brands": [{"name": "acme"}], **values})
    assert [line.split(": ")[:2] for line in found] == [["crisis.toml", key]]


def test_a_wrong_override_in_the_environment_is_told_too() -> None:
    found = problems({"brands": [{"name": "acme"}]}, {"CRISIS_WEB_PORT": "http"})
    assert found == ["environment: CRISIS_WEB_PORT: a port is a number from 0 (none) to 65535"]


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("CRISIS_LANE", "Foo", "a name has 1 to 63 of a-z"),
        ("CRISIS_STORE", "disk", "String should match pattern"),
        ("CRISIS_DETECTOR", "tarot", "unknown detector"),
        ("CRISIS_SCORING_PROCESSES", "many", "Input should be a valid integer"),
    ],
)
def test_what_a_variable_overrides_is_told_by_its_name_and_once(variable: str, value: str, said: str) -> None:
    values = {"kafka": {"lane": "live"}, "brands": [{"name": "acme"}]}
    (found,) = problems(values, {variable: value})
    assert found.startswith(f"environment: {variable}: {said}")


def test_what_is_wrong_in_the_file_is_told_of_the_file_whatever_the_environment_says() -> None:
    values = {"kafka": {"lane": "Foo", "partitions": 0}, "brands": [{"name": "acme"}]}
    told = problems(values, {"CRISIS_LANE": "drill-7"})
    assert [one.split(": ")[:2] for one in told] == [
        ["crisis.toml", "kafka.lane"],
        ["crisis.toml", "kafka.partitions"],
    ]


def test_the_summary_says_which_secrets_are_set_and_not_what_they_are() -> None:
    values = tomllib.loads(EXAMPLE)
    values["channels"].append({"name": "slack", "type": "slack", "to": "C0123456", "secret_env": "TOKEN"})
    fediverse = {"name": "fedi", "kind": "mastodon", "server": "https://social.example", "secret_env": "FEDI"}
    values["connectors"].append(fediverse)
    rival = {"name": "bestcup", "category": "coffee", "north_star": "mention_rate", "competitor": True}
    values["brands"].append(rival)
    environ = {"TOKEN": "xoxb-very-secret"}
    said = dict(summarize(check_document(values, environ, file="crisis.toml"), environ))
    assert said["secrets"] == "FEDI is not set, TOKEN is set"
    assert said["brands"] == "acme, bestcup (competitor)"
    assert said["north stars"] == "acme: negative_share, bestcup: mention_rate"
    assert "very-secret" not in "".join(said.values())


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("xoxb-1", "set"),
        (" \n", "not set"),
        ('"xoxb-1"', "set, but begins with a quotation mark: take the quotation marks out"),
        ("“xoxb-1”", "set, but begins with a quotation mark: take the quotation marks out"),
    ],
)
def test_a_secret_with_its_quotation_marks_is_told(value: str, said: str) -> None:
    values = tomllib.loads(EXAMPLE)
    fediverse = {"name": "fedi", "kind": "mastodon", "server": "https://social.example", "secret_env": "FEDI"}
    values["connectors"].append(fediverse)
    environ = {"FEDI": value}
    told = dict(summarize(check_document(values, environ, file="crisis.toml"), environ))["secrets"]
    assert told == f"FEDI is {said}"


def test_a_standing_drill_of_a_story_that_there_is_not_is_told() -> None:
    standing = {"name": "night", "what": "ai-holiday-flim", "zone": "Europe/Budapest"}
    values = tomllib.loads(EXAMPLE) | {"drills": {"standing": [standing]}}
    (said,) = problems(values)
    assert said.startswith(
        "crisis.toml: drills.standing.0.what: there is no scenario `ai-holiday-flim`; there are: ai-art-denied, "
    )
    for right in ("ai-holiday-film", "recordings/acme-april.jsonl.zst"):
        standing["what"] = right
        assert check_document(values, {}, file="crisis.toml").drills.standing[0].what == right
