"""Keys: a desk's secrets, from the variables that its section names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import SecretStr

from alerts.places import LIVE
from alerts.sections import Desk, DeskMode, Slack
from connectors.config import ConfigurationError, Problem

APP_TOKEN: Final = "xapp-"  # noqa: S105 - how Slack's app-level tokens begin.


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What a desk holds."""

    token: SecretStr
    """The bot's."""
    secret: SecretStr
    """The app-level token, or the signing secret."""


def read_keys(slack: Slack, environ: Mapping[str, str], *, lane: str, file: str) -> Keys | None:
    """Read the secrets of a lane's desk; nothing if the lane has none.

    Raises:
        ConfigurationError: a variable is not set, or holds something else; never shows what it holds.
    """
    desk = slack.find_desk(lane)
    if desk is None:
        return None
    at = "slack.desk" if lane == LIVE else "slack.drill_desk"
    problems = []
    found = {}
    for key, variable in (("token_env", desk.token_env), ("secret_env", desk.secret_env)):
        found[key] = environ.get(variable, "").strip()
        if not found[key]:
            what = f"the environment variable {variable} is not set or empty"
            problems.append(Problem(file, f"{at}.{key}", what))
    secret = found["secret_env"]
    if secret and (desk.mode is DeskMode.SOCKET) != secret.startswith(APP_TOKEN):
        what = f"the environment variable {desk.secret_env} does not hold {_expect(desk)}"
        problems.append(Problem(file, f"{at}.secret_env", what))
    if problems:
        raise ConfigurationError(tuple(problems))
    return Keys(token=SecretStr(found["token_env"]), secret=SecretStr(secret))


def _expect(desk: Desk) -> str:
    if desk.mode is DeskMode.SOCKET:
        return f"an app-level token, which begins with {APP_TOKEN}"
    return "a signing secret"
