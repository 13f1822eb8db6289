"""A drill's desk knows the people and its own app's secrets, and nothing else of the team's."""

import tomllib
from pathlib import Path
from typing import Any

from deploy.drill_starter import pace_story
from deploy.drills.desk import plan_desk
from deploy.drills.folder import DrillFolder
from deploy.drills.lane import DrillLane
from deploy.drills.plan import Place
from deploy.scenarios.shelf import list_scenarios, load_scenario

SLACK = {
    "desk": {"token_env": "LIVE_TOKEN", "secret_env": "LIVE_SECRET"},
    "drill_desk": {"token_env": "DRILL_TOKEN", "secret_env": "DRILL_SECRET"},
}
VALUES: dict[str, Any] = {
    "kafka": {"partitions": 2},
    "brands": [{"name": "acme"}],
    "channels": [{"name": "room", "type": "slack", "to": "C1", "secret_env": "LIVE_TOKEN"}],
    "oncall": [{"name": "Anna", "slack": "U0000ANNA"}],
    "slack": SLACK,
}
SECRETS = {
    "LIVE_TOKEN": "xoxb-live",
    "LIVE_SECRET": "xapp-live",
    "DRILL_TOKEN": "xoxb-drill",
    "DRILL_SECRET": "xapp-drill",
}


def place_in(folder: Path) -> Place:
    home = DrillFolder.of(folder, DrillLane("drill-x"))
    home.make()
    withheld = dict.fromkeys(SECRETS, "")
    return Place(
        folder=home, bootstrap="127.0.0.1:1", sentiment_port=1, response_port=2, environment=withheld
    )


def test_it_gets_its_own_apps_secrets_and_no_live_one(tmp_path: Path) -> None:
    desk = plan_desk(place_in(tmp_path), VALUES, SECRETS)
    assert desk
    assert {name: desk.env[name] for name in SECRETS} == {
        "LIVE_TOKEN": "",
        "LIVE_SECRET": "",
        "DRILL_TOKEN": "xoxb-drill",
        "DRILL_SECRET": "xapp-drill",
    }
    assert desk.env["CRISIS_LANE"] == "drill-x"


def test_its_configuration_has_the_people_and_neither_channels_nor_the_live_desk(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    assert plan_desk(place, VALUES, SECRETS)
    written = tomllib.loads(place.folder.config.with_name("desk.toml").read_text())
    assert written["oncall"] == VALUES["oncall"]
    assert written["slack"] == {"drill_desk": SLACK["drill_desk"]}
    assert not {"channels", "routes"} & written.keys()


def test_without_an_app_for_drills_there_is_none(tmp_path: Path) -> None:
    assert plan_desk(place_in(tmp_path), {**VALUES, "slack": {"desk": SLACK["desk"]}}, SECRETS) is None
    assert plan_desk(place_in(tmp_path), {}, SECRETS) is None


def test_from_slack_every_story_begins_at_most_ninety_minutes_before_its_storm() -> None:
    for name in list_scenarios():
        truth = load_scenario(name).truth
        start, speed = pace_story(name)[1], pace_story(name)[3]
        minutes = int(start.removesuffix("m"))
        assert speed == "10"
        assert minutes == (max(truth.onset * 60 - 90, 0) if truth else 0)
