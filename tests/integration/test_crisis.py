"""A whole crisis on a broker with both workers and the desk, the response worker killed twice as it goes.

`python -m tests.benchmarks.killed_crisis --kafka` kills it twenty times, over both ways in.
"""

from pathlib import Path

from tests.alerts.desk.script import play_crisis
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
