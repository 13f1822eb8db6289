"""`crisis route test`: who would be told, and why each route before does not fit."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from deploy.cli import main
from tests.alerts.configured import TEXT


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("SLACK_TOKEN", "SLACK_DRILL_TOKEN"):
        monkeypatch.setenv(name, "xoxb-secret")
    monkeypatch.setenv("SLACK_HOOK", "https://hooks.slack.com/services/T/B/hooksecret")
    file = tmp_path / "crisis.toml"
    night = '[alerts]\nzone = "Europe/Budapest"\n\n[[routes]]\nhours = "22:00-07:00"\nchannels = ["screen"]\n'
    file.write_text(TEXT.replace("[[routes]]", night + "\n[[routes]]", 1))
    return file


def ask(config: Path, *arguments: str) -> list[str]:
    result = CliRunner().invoke(main, ["route", "test", "--config", str(config), *arguments])
    assert result.exit_code == 0, result.output
    assert "secret" not in result.output
    return result.output.splitlines()


def test_by_day_it_says_every_reason(config: Path) -> None:
    assert ask(config, "--brand", "acme", "--severity", "SEV3", "--at", "2026-03-02T15:00") == [
        "what      acme, SEV3 backlash, Mon 2026-03-02 15:00 CET, lane live",
        "route 1   does not fit: it is Mon 15:00 CET, the route asks for 22:00-07:00",
        "route 2   does not fit: severity is SEV3, the route asks for SEV1, SEV2",
        "route 3   does not fit: kind is backlash, the route asks for feed",
        "route 4   fits (the default): pr-room",
        "tells     pr-room (slack C0123456789); pr-hook if that fails",
        "on call   Anna, called at most 6 times a day for acme; the rest is in the digest",
    ]


def test_by_night_the_first_route_fits(config: Path) -> None:
    lines = ask(config, "--brand", "acme", "--severity", "sev1", "--at", "2026-03-02T23:00")
    assert lines[1:] == [
        "route 1   fits: screen",
        "tells     screen (console)",
        "on call   Anna, always called",
    ]


def test_a_drill_says_that_it_reaches_no_other(config: Path) -> None:
    lines = ask(config, "--brand", "globex", "--lane", "drill-1", "--at", "2026-03-02T15:00")
    assert "tells     drill-room (slack C9999999999)" in lines
    assert "tells     screen (console)" in lines
    assert not any("pr-room (" in line for line in lines)
    assert lines[-1] == "on call   Ben, by name only: a drill calls nobody"


def test_a_feed_has_no_severity(config: Path) -> None:
    lines = ask(config, "--brand", "acme", "--kind", "feed", "--at", "2026-03-02T15:00")
    assert lines[0] == "what      acme, feed, Mon 2026-03-02 15:00 CET, lane live"
    assert "route 2   does not fit: severity is none, the route asks for SEV1, SEV2" in lines


def test_of_a_competitors_spike_nobody_is_told_and_of_its_silent_feed_as_ever(config: Path) -> None:
    rival = '\n[[brands]]\nname = "rival"\nkeywords = ["Rival"]\ncompetitor = true\n'
    config.write_text(config.read_text() + rival)
    for kind in ("backlash", "negative", "bot_under_attack"):
        assert ask(config, "--brand", "rival", "--kind", kind) == [
            "tells     nobody: rival is a competitor, whose spikes open no incident"
        ]
    assert any(
        line.startswith("tells     screen") for line in ask(config, "--brand", "rival", "--kind", "feed")
    )


def test_an_unknown_brand_is_named(config: Path) -> None:
    result = CliRunner().invoke(main, ["route", "test", "--config", str(config), "--brand", "acne"])
    assert result.exit_code == 2
    assert "there is no brand `acne`; there are: acme, globex" in result.output


def test_help_has_an_example() -> None:
    result = CliRunner().invoke(main, ["route", "test", "--help"])
    assert "\n      crisis route test --brand acme" in result.output
