"""The same story with the same deeds at two speeds: spikes, incidents and notices are the same byte for byte.

A storm that people resolve while its last talk is still in everybody's ears, four hours of calm, the same storm again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.action import ActionKind
from alerts.incident import Incident
from connectors.mention import Mention
from deploy.drills.storm import BRAND, QUIET_FOR, STORM_FOR, make_storm
from deploy.embedded import embedded_broker
from tests.integration.gates import Deed, Stretch, read_records, replay_with_deeds
from tests.integration.lane import open_lane

STORM = make_storm()
ONSET = STORM.begins + QUIET_FOR
AGAIN = timedelta(hours=4, minutes=20)
CLOSING = ("explain", "admit-limits", "promise-better")
DEEDS = (
    Deed(ONSET + timedelta(minutes=12), ActionKind.ACKNOWLEDGE),
    Deed(ONSET + timedelta(minutes=17), ActionKind.REPLIED, value="https://social.example/1"),
    *(
        Deed(ONSET + timedelta(minutes=25 + later), ActionKind.SKIP, text="said in the reply", step=step)
        for later, step in enumerate(CLOSING)
    ),
    Deed(ONSET + timedelta(minutes=30), ActionKind.RESOLVE),
)
SLOWLY = Stretch(ONSET - timedelta(minutes=30), ONSET + timedelta(minutes=30), speed=900.0)


def tell(lane: str) -> tuple[Mention, ...]:
    """The storm, calm talk as before it, and the storm again."""
    once = tuple(STORM.read(lane))
    storm = [one for one in once if one.published_at >= ONSET]
    calm = [one for one in once if ONSET - AGAIN + STORM_FOR <= one.published_at < ONSET]
    later = [
        replace(one, native_id=f"{one.native_id}-again", published_at=one.published_at + AGAIN)
        for one in (*calm, *storm)
    ]
    return (*once, *later)


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
            replay_with_deeds(lane, tell(lane.name), DEEDS, stretch, within=120)
            found.append(read_records(lane))
    fast, slow = found
    assert fast == slow
    told = b"".join(fast["incidents"])
    assert b"Ana acknowledged it" in told
    assert b"Ana answered in public" in told
    assert len(fast["notices"]) > 1
    assert fast["spikes"]
    first, second = list_opened(fast["incidents"])
    assert b"Ana resolved it" in told
    assert first.detected_at < ONSET + timedelta(minutes=10)
    assert ONSET + AGAIN < second.detected_at < ONSET + AGAIN + timedelta(minutes=10)
    assert second.change.endswith("after the last one was resolved.")
    assert not any(b"opened it again" in raw or b"flared up" in raw for raw in fast["incidents"])


def list_opened(incidents: Sequence[bytes]) -> list[Incident]:
    found = (Incident.from_json(raw) for raw in incidents)
    return sorted((one for one in found if not one.revision), key=lambda one: one.detected_at)
