"""A deletion, from the platform's own event to the message in Slack that no longer shows it."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.integration.conftest import Broker
from tests.integration.takedown import crisis_on, make_bluesky


@pytest.mark.need("004-04")
def test_what_its_author_takes_down_vanishes_from_slack(broker: Broker, tmp_path: Path) -> None:
    """An hour ago, so that its minute can pass at once: tests/benchmarks/takedown.py measures it as it happens."""
    platform, name = make_bluesky(), broker.name("drill")
    with crisis_on(platform, broker.address, name, tmp_path, ago=timedelta(hours=1)) as crisis:
        shown = crisis.find_shown()
        crisis.take_down(shown[0])
        crisis.ago -= timedelta(minutes=2)
        crisis.go_on()
        crisis.lane.wait_for(lambda: shown[0] not in crisis.find_shown(), within=60)
        assert any(one.updates for one in crisis.slack.standin.sent)
