"""The alerts' part of crisis.toml: every fault named, and no secret ever shown."""

from pathlib import Path

import pytest

from alerts.posts import read_posts
from alerts.settings import Settings
from connectors.config import ConfigurationError
from tests.alerts.configured import SECRETS, TEXT, document, settings


def faults(text: str, **environ: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        settings(text, **environ)
    return str(caught.value)


def test_a_file_without_any_alerts_section_shows_alerts_on_the_console() -> None:
    response = settings('[[brands]]\nname = "acme"\n').response
    assert [channel.name for channel in response.channels] == ["console"]
    assert response.routes[0].fits_everything


def test_other_packages_sections_are_left_alone() -> None:
    settings(TEXT + '\n[streams]\ndetector = "robust"\n\n[[connectors]]\nname = "rss"\n')


def test_the_environment_overrides_lane_and_broker(tmp_path: Path) -> None:
    file = tmp_path / "crisis.toml"
    file.write_text(TEXT)
    environ = {
        "CRISIS_CONFIG": str(file),
        "CRISIS_LANE": "drill-7",
        "CRISIS_BOOTSTRAP": "127.0.0.1:1",
        "CRISIS_DATA_DIR": "/somewhere",
        "CRISIS_WEB_PORT": "9102",
        "CRISIS_SLACK_URL": "http://127.0.0.1:8800/api/",
    }
    read = Settings.from_env(environ)
    assert (read.lane, read.response.kafka.bootstrap) == ("drill-7", "127.0.0.1:1")
    assert (read.workplace.data_dir, read.workplace.web_port) == (Path("/somewhere"), 9102)
    assert read.response.slack.base_url == "http://127.0.0.1:8800/api/"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'type = "slack"\nto = "C0123456789"',
            'type = "slack"',
            "channels.0: `to` is needed for type `slack`",
        ),
        ('to = "C0123456789"', 'to = "#pr"', "channels.0: `to` is an id such as C0123456789"),
        (
            'secret_env = "SLACK_TOKEN"\n',
            "",
            "channels.0: a channel of type `slack` needs `secret_env` or `secret_file`",
        ),
        (
            'type = "console"',
            'type = "console"\nsecret_env = "X"',
            "channels.3: a channel of type `console` has no secret",
        ),
        ('name = "screen"', 'name = "pr-room"', "there are two channels named `pr-room`"),
        ('fallback = "pr-hook"', 'fallback = "nobody"', "channels.0.fallback: there is no channel `nobody`"),
        ('fallback = "pr-hook"', 'fallback = "pr-room"', "a channel cannot be its own fallback"),
        ('channels = ["screen"]', 'channels = ["scren"]', "routes.1.channels: there is no channel `scren`"),
        (
            'brands = ["acme"]\nchannels',
            'brands = ["acne"]\nchannels',
            "routes.0.brands: there is no brand `acne`",
        ),
        ('kinds = ["feed"]\n', "", "routes.1: fits everything, so the routes after it are never used"),
        ('severities = ["SEV1", "SEV2"]', 'severities = ["SEV9"]', "routes.0.severities.0"),
        ('slack = "U0123456789"', 'slack = "@anna"', "oncall.0.slack: a member id"),
        (
            'name = "drill-room"',
            'name = "drill-room"\ncolour = 1',
            "channels.2.colour: unknown key; allowed here:",
        ),
        (
            "[[oncall]]",
            '[slack]\nbase_url = "http://evil.example/api/"\n\n[[oncall]]',
            "slack.base_url: an https:// address",
        ),
    ],
)
def test_a_fault_is_named_by_its_key(old: str, new: str, said: str) -> None:
    assert old in TEXT
    assert said in faults(TEXT.replace(old, new, 1))


def test_the_last_route_must_fit_everything() -> None:
    text = TEXT.replace('[[routes]]\nchannels = ["pr-room"]\n', "")
    assert "routes.1: the last route is the default" in faults(text)


ANA = '\n[[oncall]]\nname = "Ana"\nslack = "U1111111"\nbrands = ["acme"]\n'


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ('name = "Ana"\nslack = "U2222222"', "`Ana` and `Ana` (U1111111 and U2222222)"),
        ('name = "Ana"', "`Ana` and `Ana` (U1111111 and no id in Slack)"),
        ('name = " ANA"\nslack = "U1111111"', "`Ana` and ` ANA` (U1111111 and U1111111)"),
    ],
)
def test_two_people_of_one_name_are_refused_with_what_to_write(other: str, said: str) -> None:
    text = TEXT + ANA + f"\n[[oncall]]\n{other}\n"
    assert f"oncall.3.name: {said} cannot be told apart: give each a name of their own" in faults(text)


@pytest.mark.need("001-21", "004-01")
@pytest.mark.parametrize("name", ["bot", "deploy[bot]", "B024BE7LH", "System"])
def test_nobody_on_call_and_no_approver_is_a_service_account(name: str) -> None:
    text = TEXT + f'\n[[oncall]]\nname = "{name}"\nslack = "U1111111"\nroles = ["pr_lead"]\n'
    assert f"oncall.2.name: `{name}` is a service account" in faults(text)


def test_one_person_may_be_on_call_for_several_brands_with_other_roles() -> None:
    again = ANA.replace('"acme"', '"globex"') + 'roles = ["pr_lead"]\n'
    oncall = settings(TEXT + ANA + again).response.oncall
    assert [(one.name, one.brands) for one in oncall[-2:]] == [("Ana", ("acme",)), ("Ana", ("globex",))]


def test_every_fault_is_told_at_once() -> None:
    text = TEXT.replace('"C0123456789"', '"#pr"').replace('"@', "x").replace('"SEV2"', '"SEV0"')
    assert len(faults(text).splitlines()) == 2


@pytest.mark.parametrize("same", ['to = "C9999999999"', 'to = "C0123456789"'])
def test_a_live_and_a_drill_channel_cannot_be_the_same_place(same: str) -> None:
    text = TEXT.replace('to = "C9999999999"', same).replace('to = "C0123456789"', same)
    assert "is the same place and has another `drill`: a drill could reach it" in faults(text)


def test_a_drill_channel_cannot_fall_back_to_a_live_one() -> None:
    text = TEXT.replace(
        'secret_env = "SLACK_DRILL_TOKEN"', 'secret_env = "SLACK_DRILL_TOKEN"\nfallback = "pr-hook"'
    )
    assert "has no `drill = true`: a drill could not fall back to it" in faults(text)


def test_a_drill_without_a_channel_is_refused() -> None:
    text = TEXT.replace("drill = true", "drill = false")
    with pytest.raises(ConfigurationError, match="a drill would tell nobody"):
        read_posts(settings(text).response, SECRETS, lane="drill-1", file="crisis.toml")


def test_missing_secrets_are_all_named_by_their_variable() -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_posts(settings().response, {}, lane="live", file="crisis.toml")
    assert [name in str(caught.value) for name in SECRETS] == [True] * 3


@pytest.mark.parametrize("value", ["xoxb-secret value", "xoxb-secret\nvalue", "xoxb-secrét"])
def test_a_broken_secret_is_refused_without_being_shown(value: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_posts(settings().response, {**SECRETS, "SLACK_TOKEN": value}, lane="live", file="crisis.toml")
    assert "xoxb" not in str(caught.value)
    assert "SLACK_TOKEN" in str(caught.value)


def test_a_webhook_that_is_no_address_is_refused_without_being_shown() -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_posts(
            settings().response, {**SECRETS, "SLACK_HOOK": "hooksecret"}, lane="live", file="crisis.toml"
        )
    assert "hooksecret" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["ascii", "utf-8-sig"])
def test_a_secret_may_stand_in_a_file(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "token"
    file.write_text("xoxb-from-file\n", encoding=encoding)
    text = TEXT.replace('secret_env = "SLACK_TOKEN"', f'secret_file = "{file}"')
    posts = read_posts(settings(text).response, SECRETS, lane="live", file="crisis.toml")
    assert posts[0].secret
    assert posts[0].secret.get_secret_value() == "xoxb-from-file"


def test_a_secret_is_in_no_repr() -> None:
    posts = read_posts(settings().response, SECRETS, lane="live", file="crisis.toml")
    shown = repr(posts) + str(posts) + repr(settings())
    assert not any(secret in shown for secret in SECRETS.values())


def test_the_example_reads_back() -> None:
    assert Settings.from_document(document(), {}, file="crisis.toml").brands == ("acme", "globex")
