"""The desk of a drill: hears what people press under its messages, where the team has a Slack app for drills."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import tomli_w

from deploy.drills.plan import STOP_WITHIN, Place
from deploy.supervisor import Program

_SECRETS: Final = ("token_env", "secret_env")


def plan_desk(place: Place, values: Mapping[str, Any], environ: Mapping[str, str]) -> Program | None:
    """Plan the desk of the drill's lane; nothing where `[slack.drill_desk]` is missing.

    Unlike the drill's workers it knows the people's ids in Slack: it answers who presses, and calls nobody. Of
    the team's secrets it gets those of its own app alone.

    Args:
        place: where the drill runs; its configuration is there already.
        values: the team's configuration, checked.
        environ: ours, with the secrets.
    """
    section = values.get("slack", {}).get("drill_desk")
    if section is None:
        return None
    config = place.folder.config.with_name("desk.toml")
    _write_config(config, values, section)
    environment = {
        **place.environment,
        **{variable: environ.get(variable, "") for variable in (section[key] for key in _SECRETS)},
        "CRISIS_LANE": place.folder.lane.name,
        "CRISIS_BOOTSTRAP": place.bootstrap,
    }
    options = ("--config", str(config), "--data-dir", str(place.folder.state / "desk"))
    command = (sys.executable, "-m", "deploy.cli", "desk", *options)
    return Program("desk", command, environment, stop_within=STOP_WITHIN)


def _write_config(config: Path, values: Mapping[str, Any], section: Mapping[str, Any]) -> None:
    """No channel and no route: a desk needs to know who people are, and what counts for them."""
    known = ("kafka", "brands", "alerts", "oncall", "rotas", "escalation", "hours", "targets")
    slack = {key: value for key, value in values["slack"].items() if key != "desk"}
    kept = {key: values[key] for key in known if key in values}
    config.write_text(tomli_w.dumps({**kept, "slack": {**slack, "drill_desk": section}}), encoding="utf-8")
