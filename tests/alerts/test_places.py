"""Places: what each type of channel needs, and that a drill and the live lane never share one."""

import tomllib
from typing import Any

import pytest

from alerts.places import NEEDS, ChannelType, Needed
from alerts.posts import read_posts
from alerts.settings import Settings
from connectors.config import ConfigurationError
from tests.alerts.channels.stage import KEY, LINE_ID
from tests.alerts.configured import SECRETS, TEXT, settings

WHOLE: dict[ChannelType, dict[str, Any]] = {
    ChannelType.CONSOLE: {},
    ChannelType.SLACK: {"to": "C0123456780", "secret_env": "TOKEN"},
    ChannelType.SLACK_WEBHOOK: {"secret_env": "ADDRESS"},
    ChannelType.ALERTMANAGER: {"url": "http://alertmanager:9093", "labels": {"team": "pr"}, "every": "30s"},
    ChannelType.PAGERDUTY: {"secret_env": "KEY"},
    ChannelType.LINE: {"to": LINE_ID, "secret_env": "TOKEN"},
    ChannelType.TEAMS: {"secret_env": "ADDRESS"},
    ChannelType.EMAIL: {
        "url": "smtps://mail.acme.example",
        "to": "pr@acme.example, lead@acme.example",
        "sender": "crisis@acme.example",
        "user": "crisis",
        "secret_env": "PASSWORD",
    },
    ChannelType.WEBHOOK: {"url": "https://crm.acme.example/crisis", "secret_env": "SIGNING"},
}


def read(*channels: dict[str, Any]) -> Settings:
    values = tomllib.loads(TEXT)
    values["channels"] += channels
    return Settings.from_document(values, {"CRISIS_STORE": "memory://"}, file="crisis.toml")


def faults(*channels: dict[str, Any]) -> str:
    with pytest.raises(ConfigurationError) as caught:
        read(*channels)
    return str(caught.value)


def whole(kind: ChannelType, **changes: Any) -> dict[str, Any]:
    values = {"name": "new", "type": kind.value, **WHOLE[kind], **changes}
    return {key: value for key, value in values.items() if value is not None}


@pytest.mark.parametrize("kind", ChannelType)
def test_each_type_can_be_configured(kind: ChannelType) -> None:
    assert read(whole(kind)).response.channels[-1].type is kind


@pytest.mark.parametrize("kind", ChannelType)
def test_each_type_says_what_is_missing_and_what_means_nothing_to_it(kind: ChannelType) -> None:
    for key in NEEDS[kind].must:
        assert f"`{key}` is needed for type `{kind}`" in faults(whole(kind, **{key: None}))
    if NEEDS[kind].secret is Needed.MUST:
        assert "needs `secret_env` or `secret_file`" in faults(whole(kind, secret_env=None))
    for key, value in (
        ("to", "x"),
        ("url", "x"),
        ("sender", "x"),
        ("user", "x"),
        ("every", "1m"),
        ("pauses", True),
    ):
        if key not in {*NEEDS[kind].must, *NEEDS[kind].may}:
            assert f"`{key}` means nothing to a channel of type `{kind}`" in faults(
                whole(kind, **{key: value})
            )


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        (ChannelType.LINE, {"to": "Uabc"}, "`to` is an id of a user, group or room"),
        (ChannelType.EMAIL, {"to": "pr@acme.example\r\nBcc: x@evil.example"}, "`to` is addresses"),
        (ChannelType.EMAIL, {"sender": "PR <pr@acme.example>"}, "`sender` is one address"),
        (ChannelType.EMAIL, {"url": "http://mail"}, "`url` is smtp://HOST:PORT"),
        (ChannelType.EMAIL, {"user": None}, "given together"),
        (ChannelType.WEBHOOK, {"url": "http://crm.acme.example"}, "`url` is an https:// address"),
        (ChannelType.ALERTMANAGER, {"labels": {"incident": "x"}}, "`incident` is a label of ours"),
        (ChannelType.ALERTMANAGER, {"labels": {"1x": "x"}}, "a label's name"),
        (ChannelType.ALERTMANAGER, {"every": "1h"}, "channels.4.every"),
    ],
)
def test_a_wrong_value_is_named(kind: ChannelType, changes: dict[str, Any], said: str) -> None:
    assert said in faults(whole(kind, **changes))


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        (ChannelType.EMAIL, {"to": "LEAD@acme.example"}),
        (ChannelType.ALERTMANAGER, {"url": "http://alertmanager:9093/"}),
        (ChannelType.LINE, {}),
        (ChannelType.PAGERDUTY, {}),
        (ChannelType.TEAMS, {}),
        (ChannelType.WEBHOOK, {}),
    ],
)
def test_a_live_and_a_drill_channel_cannot_be_the_same_place(
    kind: ChannelType, other: dict[str, Any]
) -> None:
    drill = {**whole(kind, **other), "name": "drill", "drill": True}
    assert "`new` is the same place and has another `drill`" in faults(whole(kind), drill)
    read(whole(kind), {**drill, "drill": False})


@pytest.mark.parametrize(
    ("kind", "variable", "value"),
    [
        (ChannelType.PAGERDUTY, "KEY", "short"),
        (ChannelType.TEAMS, "ADDRESS", "http://evil.example/x"),
        (ChannelType.WEBHOOK, "SIGNING", KEY.removeprefix("whsec_")),
    ],
)
def test_a_secret_of_another_form_is_refused_without_being_shown(
    kind: ChannelType, variable: str, value: str
) -> None:
    response = read(whole(kind)).response
    with pytest.raises(ConfigurationError) as caught:
        read_posts(response, {**SECRETS, variable: value}, lane="live", file="crisis.toml")
    assert f"the environment variable {variable} does not hold" in str(caught.value)
    assert value not in str(caught.value)


def test_a_digest_must_reach_somebody() -> None:
    values = tomllib.loads(TEXT)
    values["channels"].append(whole(ChannelType.PAGERDUTY))
    values["routes"][-1]["channels"] = ["new"]
    with pytest.raises(ConfigurationError, match="the last route also tells digests"):
        Settings.from_document(values, {}, file="crisis.toml")


def test_fewer_pages_than_brands_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="fewer than your 2 brands"):
        settings(TEXT + "\n[noise]\npages_a_day = 1\n")
    assert settings(TEXT + '\n[noise]\npages_a_day = "off"\n').response.noise.pages_a_day is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[noise]\ndigest_at = "9"', "noise.digest_at: a time of day"),
        ('[noise]\ncooldown = "2d"', "noise.cooldown"),
        ('[alerts]\nzone = "Europe/Atlantis"', "alerts.zone: a time zone such as"),
    ],
)
def test_noise_and_zone_are_checked(text: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings(TEXT + "\n" + text + "\n")
    assert said in str(caught.value)
