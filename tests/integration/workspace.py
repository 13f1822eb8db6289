"""Slack's stand-in, beside the test."""

from deploy.slack_standin import Fault, SlackStandIn
from tests.integration.elsewhere import Elsewhere


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
