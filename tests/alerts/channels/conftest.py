"""What the channels' tests share."""

from collections.abc import AsyncIterator

import pytest

from deploy.slack_standin import SlackStandIn
from tests.alerts.channels.stage import Stage


@pytest.fixture
async def stage(slack: SlackStandIn) -> AsyncIterator[Stage]:
    stage = Stage(slack)
    await stage.start()
    yield stage
    await stage.stop()
