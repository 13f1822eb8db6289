"""A whole crisis on a broker with both workers and the desk, the response worker killed twice as it goes.

`python -m tests.benchmarks.killed_crisis --kafka` kills it twenty times, over both ways in.
"""

import asyncio
from pathlib import Path

import pytest

from alerts.incident import IncidentState
from tests.alerts.desk.script import ANNA, BEN, labels, play_crisis
from tests.integration.conftest import Broker
from tests.integration.crisis import Setting, find_faults, list_repeats, open_stage


async def test_a_crisis_is_run_from_slack_while_its_worker_is_killed(broker: Broker, tmp_path: Path) -> None:
    setting = Setting(
        bootstrap=broker.address,
        lane=broker.name("drill"),
        home=tmp_path,
        way="socket",
        kills=2,
        seed=3,
        must_evict=broker.kind == "embedded",
    )
    async with open_stage(setting) as crisis:
        await play_crisis(crisis)
        await crisis.reaper.finish()
        await crisis.settle()
        assert crisis.reaper.killed == 2
        assert find_faults(crisis) == []
        # Everything that changed was told, but for the deadline of the acknowledgement: the call says that.
        assert len(crisis.notices) == len(crisis.incidents) - 1
        # One that was being sent at a kill may stand twice, with its mark (`find_faults`).
        assert len(crisis.standin.sent) - len(list_repeats(crisis)) == len(crisis.notices)


@pytest.mark.parametrize("way", ["socket", "http"])
async def test_of_two_who_acknowledge_at_once_one_has_it_and_the_other_is_told(
    broker: Broker, tmp_path: Path, way: str
) -> None:
    setting = Setting(
        bootstrap=broker.address,
        lane=broker.name("drill"),
        home=tmp_path,
        way=way,
        kills=0,
        seed=3,
        must_evict=False,
    )
    async with open_stage(setting) as crisis:
        await crisis.see(lambda: labels(crisis.standin.sent[0])[:1] == ["Acknowledge"])
        message = crisis.standin.sent[0]
        await asyncio.gather(*(crisis.hand(one).press(message, "Acknowledge") for one in (ANNA, BEN)))
        whispers = crisis.standin.forms.whispers
        await crisis.see(lambda: crisis.incident.state is IncidentState.ACKNOWLEDGED and bool(whispers))
        await crisis.settle()
        first, second = ("Anna", BEN) if crisis.incident.owner == "Anna" else ("Ben", ANNA)
        (whisper,) = whispers
        assert (whisper.user, whisper.text) == (second, f"{first} has it; take it over instead")
        assert [one.state for one in crisis.incidents] == [IncidentState.OPEN, IncidentState.ACKNOWLEDGED]
        assert len(crisis.lane.read("actions")) == 2
        assert find_faults(crisis) == []
