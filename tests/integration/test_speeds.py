"""The same story with the same deeds at two speeds: spikes, incidents and notices are the same byte for byte."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.action import ActionKind
from deploy.drills.storm import BRAND, QUIET_FOR, make_storm
from deploy.embedded import embedded_broker
from tests.integration.gates import Deed, Stretch, read_records, replay_with_deeds
from tests.integration.lane import open_lane

STORM = make_storm()
ONSET = STORM.begins + QUIET_FOR
DEEDS = (
    Deed(ONSET + timedelta(minutes=12), ActionKind.ACKNOWLEDGE),
    Deed(ONSET + timedelta(minutes=17), ActionKind.REPLIED, value="https://social.example/1"),
)
SLOWLY = Stretch(ONSET - timedelta(minutes=30), ONSET + timedelta(minutes=30), speed=900.0)


@pytest.fixture
def address() -> Iterator[str]:
    """On Apache Kafka: python -m tests.benchmarks.replay_speeds --deeds --kafka."""
    with embedded_broker() as server:
        yield server.address


@pytest.mark.embedded
@pytest.mark.timeout(300)
def test_what_people_do_comes_out_the_same_at_every_speed(address: str, tmp_path: Path) -> None:
    found = []
    for name, stretch in (("drill-fast", None), ("drill-slow", SLOWLY)):
        with open_lane(address, name, tmp_path / name, brands=[BRAND]) as lane:
            lane.start()
            lane.start("response-1", "alerts")
            replay_with_deeds(lane, tuple(STORM.read(lane.name)), DEEDS, stretch, within=120)
            found.append(read_records(lane))
    fast, slow = found
    assert fast == slow
    told = b"".join(fast["incidents"])
    assert b"Ana acknowledged it" in told
    assert b"Ana answered in public" in told
    assert len(fast["notices"]) > 1
    assert fast["spikes"]
