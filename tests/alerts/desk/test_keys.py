"""A desk's configuration: its secrets, told apart, and a drill's kept from the live one's."""

import pytest

from alerts.desk.keys import read_keys
from alerts.sections import DeskMode, Slack
from connectors.config import ConfigurationError
from tests.alerts.configured import TEXT, settings

DESK = """
[slack.desk]
token_env = "BOT"
secret_env = "APP"
"""
SECRETS = {"BOT": "xoxb-1", "APP": "xapp-1"}


def slack(text: str = DESK) -> Slack:
    return settings(TEXT + text).response.slack


def test_a_desk_gets_its_secrets() -> None:
    keys = read_keys(slack(), SECRETS, lane="live", file="crisis.toml")
    assert keys
    assert (keys.token.get_secret_value(), keys.secret.get_secret_value()) == ("xoxb-1", "xapp-1")
    assert "xapp" not in repr(keys)


def test_a_drill_is_never_given_the_live_desks() -> None:
    assert read_keys(slack(), SECRETS, lane="drill-1", file="crisis.toml") is None
    assert slack().find_desk("drill-1") is None
    drill = slack(DESK.replace("[slack.desk]", "[slack.drill_desk]"))
    assert drill.find_desk("live") is None
    assert drill.find_desk("drill-1")


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "slack.desk.token_env: the environment variable BOT is not set"),
        ({"BOT": "xoxb-1"}, "slack.desk.secret_env: the environment variable APP is not set"),
        ({"BOT": "xoxb-1", "APP": "8f742"}, "does not hold an app-level token"),
    ],
)
def test_a_missing_or_another_secret_is_named_and_never_shown(environ: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_keys(slack(), environ, lane="live", file="crisis.toml")
    assert said in str(caught.value)
    assert "8f742" not in str(caught.value)


def test_an_app_level_token_is_no_signing_secret() -> None:
    http = slack(DESK + 'mode = "http"\n')
    assert http.desk
    assert http.desk.mode is DeskMode.HTTP
    with pytest.raises(ConfigurationError, match="a signing secret"):
        read_keys(http, SECRETS, lane="live", file="crisis.toml")
