"""What the alerts' tests share."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.slack_standin import SlackStandIn

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of recordings, fixtures and validators that stands beside the project."""
    path = Path(os.environ.get("CRISIS_SHARED") or ROOT.parent / "shared")
    if not path.is_dir():
        pytest.skip("no ../shared beside the project and CRISIS_SHARED is not set")
    return path


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandIn]:
    standin = SlackStandIn()
    await standin.start()
    yield standin
    await standin.stop()
