"""A configuration for the alerts' tests."""

import tomllib
from typing import Any

from alerts.settings import Settings

TEXT = """
[kafka]
partitions = 2

[[brands]]
name = "acme"
keywords = ["acme"]

[[brands]]
name = "globex"
keywords = ["globex"]

[[channels]]
name = "pr-room"
type = "slack"
to = "C0123456789"
secret_env = "SLACK_TOKEN"
fallback = "pr-hook"

[[channels]]
name = "pr-hook"
type = "slack_webhook"
secret_env = "SLACK_HOOK"

[[channels]]
name = "drill-room"
type = "slack"
to = "C9999999999"
secret_env = "SLACK_DRILL_TOKEN"
drill = true

[[channels]]
name = "screen"
type = "console"
drill = true

[[routes]]
severities = ["SEV1", "SEV2"]
brands = ["acme"]
channels = ["pr-room", "screen"]

[[routes]]
kinds = ["feed"]
channels = ["screen"]

[[routes]]
channels = ["pr-room"]

[[oncall]]
name = "Anna"
slack = "U0123456789"
brands = ["acme"]

[[oncall]]
name = "Ben"
"""

SECRETS = {
    "SLACK_TOKEN": "xoxb-live-secret",
    "SLACK_HOOK": "https://hooks.slack.com/services/T000/B000/hooksecret",
    "SLACK_DRILL_TOKEN": "xoxb-drill-secret",
}


def document(text: str = TEXT) -> dict[str, Any]:
    return tomllib.loads(text)


def settings(text: str = TEXT, **environ: str) -> Settings:
    return Settings.from_document(
        document(text), {"CRISIS_STORE": "memory://", **environ}, file="crisis.toml"
    )
