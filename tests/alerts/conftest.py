"""What the alerts' tests share."""

from collections.abc import AsyncIterator

import pytest

from deploy.slack_standin import SlackStandIn


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandIn]:
    standin = SlackStandIn()
    await standin.start()
    yield standin
    await standin.stop()
