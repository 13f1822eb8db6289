"""Run a team's lane alone, and again with a drill of the same brand beside it, and say whether anything differs.

Compared are minutes, spikes, incidents, notices, and the messages that the team's Slack was sent.

Example:
    python -m tests.benchmarks.drill_beside --kafka
"""

import io
import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

import click
from rich.console import Console

from alerts.notice import Notice, read_notice
from deploy.demo.slack import running_standin
from deploy.drills.lane import DrillLane
from deploy.drills.order import DrillOrder
from deploy.drills.show import run_drill
from deploy.drills.storm import BRAND, make_storm
from deploy.embedded import embedded_broker
from deploy.kafka.server import kafka_server
from deploy.slack_standin import Sent, SlackStandIn
from tests.integration.lane import Lane

TEAM = "team"
HEAD_START = 6.0
"""Seconds: the drill's workers are up when the team's mentions come."""
WITHIN = 900.0
SILENCE = 4.0
TOKEN = "TEAM_SLACK_TOKEN"  # noqa: S105 - a name.
CHANNELS = """
[slack]
base_url = "{url}"

[[channels]]
name = "pr-room"
type = "slack"
to = "C0123456789"
secret_env = "{token}"
drill = true

[[routes]]
channels = ["pr-room"]
"""
"""A lane that is not called `live` uses what is marked for drills; the drill beside it gets a Slack of its own."""


@click.command(help=__doc__)
@click.option("--kafka", is_flag=True, help="On Apache Kafka; else on the embedded broker.")
def main(*, kafka: bool) -> None:
    runs = []
    for beside in (False, True):
        broker = kafka_server() if kafka else embedded_broker()
        with broker as server, tempfile.TemporaryDirectory() as home:
            runs.append(_run(server.address, Path(home), beside=beside))
        click.echo(f"{'with a drill' if beside else 'alone'}: {runs[-1]}")
    click.echo("the same" if runs[0] == runs[1] else "THEY DIFFER")
    sys.exit(runs[0] != runs[1])


def _run(address: str, home: Path, *, beside: bool) -> dict[str, str]:
    with running_standin() as (slack, url):
        extra = CHANNELS.format(url=url, token=TOKEN)
        return _run_lane(Lane(address, TEAM, [BRAND], home, extra=extra), slack, home, beside=beside)


def _run_lane(lane: Lane, slack: SlackStandIn, home: Path, *, beside: bool) -> dict[str, str]:
    drill = threading.Thread(target=_drill, args=(lane.bootstrap, home / "drill"))
    try:
        lane.start()
        lane.start("response-1", "alerts", **{TOKEN: "xoxb-any-will-do"})
        if beside:
            drill.start()
            time.sleep(HEAD_START)
        mentions = list(make_storm().read(TEAM))
        lane.replay(mentions)
        last = mentions[-1].published_at.replace(second=0, microsecond=0).isoformat()
        lane.wait_for(lambda: max(lane.closed_until().values(), default="") > last, WITHIN)
        lane.wait_for(lane.is_judged, WITHIN)
        lane.wait_for(lambda: bool(lane.read("notices")), WITHIN)
        lane.wait_for(lambda: _is_told(lane), WITHIN)
        time.sleep(SILENCE)
        if beside:
            drill.join()
        return {**_read(lane), "messages": _digest(sorted(_write(sent) for sent in slack.sent))}
    finally:
        lane.close()


def _drill(address: str, home: Path) -> None:
    order = DrillOrder(
        material=make_storm(),
        lane=DrillLane("drill-beside"),
        data_dir=home,
        values={"kafka": {"bootstrap": address, "partitions": 2}},
        speed=None,
        stand_in=True,
    )
    outcome = run_drill(order, Console(file=io.StringIO()), environ={})
    click.echo(f"the drill told {outcome.delivered} times")


def _is_told(lane: Lane) -> bool:
    """Whether the response worker has taken every record that could still make it say something."""
    return all(lane.is_taken(name) for name in ("spikes", "notices"))


def _write(sent: Sent) -> bytes:
    """As it stands in the end; how often it was changed on the way depends on how fast Slack answers."""
    return json.dumps([sent.text, sent.blocks, bool(sent.thread_ts)]).encode()


def _read(lane: Lane) -> dict[str, str]:
    notices = [raw for _, raw in lane.read("notices") if isinstance(read_notice(raw), Notice)]
    return {
        "minutes": _digest(minute.to_json() for minute in lane.minutes().values()),
        "spikes": _digest(change.to_json() for change in lane.spikes()),
        "incidents": _digest(sorted(dict.fromkeys(raw for _, raw in lane.read("incidents")))),
        "notices": _digest(sorted(dict.fromkeys(notices))),
    }


def _digest(records: Iterable[bytes]) -> str:
    kept = list(records)
    return f"{len(kept)}/{blake2b(b'|'.join(kept), digest_size=8).hexdigest()}"


if __name__ == "__main__":
    main()
