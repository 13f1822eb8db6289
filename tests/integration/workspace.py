"""Slack's stand-in, beside the test."""

from typing import Final

from deploy.slack_standin import Fault, SlackStandIn
from tests.integration.elsewhere import Elsewhere

ROOM: Final = """
[[channels]]
name = "room"
type = "slack"
to = "C0123456789"
secret_env = "SLACK_TOKEN"
drill = true

[[routes]]
channels = ["room"]
"""
"""Tables of crisis.toml: one channel of the workspace, in drills as well, to which everything goes."""


class Workspace:
    """One workspace; its address is for `CRISIS_SLACK_URL`."""

    def __init__(self) -> None:
        self.standin = SlackStandIn()
        self._elsewhere = Elsewhere()
        self.url = self._elsewhere.run(self.standin.start())

    def play(self, *faults: Fault) -> None:
        self._elsewhere.call(self.standin.play, *faults)

    def stop(self) -> None:
        self._elsewhere.run(self.standin.stop())
        self._elsewhere.close()
