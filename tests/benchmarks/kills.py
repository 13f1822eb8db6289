"""Kill both workers at random moments of a replay on Apache Kafka, and compare with a run that nobody disturbs.

A shipped scenario is replayed in a drill lane: once while `kill -9` meets the sentiment and the response
worker again and again, each restarted at once, and once undisturbed. Minutes, spikes, incidents and notices
have to be the same, and Slack's stand-in has to have got each notice once, or a second time with the mark of
a repeat.

Example:
    python -m tests.benchmarks.kills --sentiment 20 --response 5 --seed 7
"""

import sys
import tempfile
import threading
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Final

import click

from alerts.notice import Notice, read_notice
from connectors.mention import Mention
from deploy.kafka.server import kafka_server
from deploy.scenarios.generator import generate
from tests.integration.lane import Lane
from tests.integration.test_alerts import TOKEN
from tests.integration.workspace import ROOM, Workspace

REPEAT: Final = "(repeat)"
STREAMS, ALERTS_APP = "streams", "alerts"


@dataclass
class Run:
    """One lane with both workers and a Slack of its own."""

    lane: Lane
    said: list[Mention]
    slack: Workspace = field(default_factory=Workspace)

    def start(self, package: str) -> None:
        name = f"{package}-1"
        self.lane.start(name, package=package, CRISIS_SLACK_URL=self.slack.url, **TOKEN)

    def kill(self, package: str) -> None:
        living = [one for one in self.lane.workers if one.name == f"{package}-1" and not one.is_let_go]
        for worker in living:
            worker.kill()

    def wait(self, within: float = 900) -> None:
        """Return when everything that follows from the mentions has been told."""
        last = self.said[-1].published_at.replace(second=0, microsecond=0).isoformat()
        self.lane.wait_for(lambda: max(self.lane.closed_until().values(), default="") > last, within)
        self.lane.wait_for(self.lane.is_judged, within)
        seen: list[int] = []

        def is_quiet() -> bool:
            seen.append(len(self.slack.standin.sent) + len(self.lane.records("incidents")) + self.updates)
            return len(seen) > 20 and len(set(seen[-20:])) == 1  # ten seconds

        self.lane.wait_for(is_quiet, within)

    @property
    def updates(self) -> int:
        return sum(sent.updates for sent in self.slack.standin.sent)

    def records(self, name: str) -> list[bytes]:
        """A topic's lines, repeats left out, in order, without the lane's name; which travel together is chance."""
        lane = self.lane.name.encode()
        lines = (line for _, value in self.lane.read(name) for line in value.split(b"\n") if line)
        return [line.replace(lane, b"LANE") for line in dict.fromkeys(lines)]

    def notices(self) -> list[str]:
        read = [read_notice(raw) for raw in self.records("notices")]
        return sorted(one.id for one in read if isinstance(one, Notice))

    def told(self) -> Counter[str]:
        """How often Slack got each notice without the mark of a repeat."""
        sent = [one for one in self.slack.standin.sent if REPEAT not in one.text]
        return Counter(one.metadata["event_payload"]["notice"] if one.metadata else one.text for one in sent)

    def close(self) -> None:
        self.lane.close()
        self.slack.stop()


@click.command(help=__doc__)
@click.option("--sentiment", default=20, show_default=True, help="Kills of the sentiment worker.")
@click.option("--response", default=5, show_default=True, help="Kills of the response worker.")
@click.option("--seed", default=7, show_default=True)
@click.option("--scenario", default="ai-holiday-film", show_default=True)
@click.option("--speed", default=500.0, show_default=True, help="Of the disturbed replay.")
def main(*, sentiment: int, response: int, seed: int, scenario: str, speed: float) -> None:
    chance = Random(seed)
    victims = [STREAMS] * sentiment + [ALERTS_APP] * response
    chance.shuffle(victims)
    told = list(generate(scenario))
    with kafka_server() as server, tempfile.TemporaryDirectory() as home:
        runs = [_open(server.address, name, told, Path(home)) for name in ("drill-shot", "drill-calm")]
        try:
            shot, calm = runs
            _disturb(shot, victims, chance, speed)
            calm.start(STREAMS)
            calm.start(ALERTS_APP)
            calm.lane.replay(calm.said)
            for run in runs:
                run.wait()
            is_same = _compare(shot, calm)
        finally:
            for run in runs:
                run.close()
    sys.exit(not is_same)


def _open(address: str, name: str, told: list[Mention], home: Path) -> Run:
    brands = sorted({mention.brand for mention in told})
    lane = Lane(address, name, brands, home / name, extra=ROOM)
    return Run(lane, [replace(mention, lane=name) for mention in told])


def _disturb(run: Run, victims: list[str], chance: Random, speed: float) -> None:
    for package in (STREAMS, ALERTS_APP):
        run.start(package)
    replay = threading.Thread(target=run.lane.replay, args=(run.said, speed), daemon=True)
    replay.start()
    pause = threading.Event()
    for number, package in enumerate(victims, 1):
        pause.wait(chance.uniform(1, 9))
        run.kill(package)
        run.start(package)
        when = "while mentions come in" if replay.is_alive() else "AFTER the replay"
        click.echo(f"{number}: kill -9 of {package}, {when}", err=True)
    replay.join()


def _compare(shot: Run, calm: Run) -> bool:
    verdicts = []
    for name in ("minutes", "spikes", "incidents"):
        one, other = sorted(shot.records(name)), sorted(calm.records(name))
        verdicts.append(one == other)
        click.echo(
            f"{name}: {len(one)} and {len(other)} lines, {'the same' if one == other else 'DIFFERENT'}"
        )
    notices = shot.notices()
    verdicts.append(notices == calm.notices())
    click.echo(f"notices: {len(notices)}, {'the same' if verdicts[-1] else 'DIFFERENT'}")
    told, expected = shot.told(), calm.told()
    missing, twice = expected - told, told - expected
    marked = sum(REPEAT in one.text for one in shot.slack.standin.sent)
    click.echo(
        f"Slack: {sum(told.values())} messages and {marked} marked as a repeat; undisturbed {sum(expected.values())}; "
        f"{sum(twice.values())} told twice without the mark, {sum(missing.values())} told only with the mark or not at all"
    )
    verdicts.append(not twice and sum(missing.values()) <= marked)
    click.echo("NOTHING DIFFERS" if all(verdicts) else "THEY DIFFER")
    for text in (*twice, *missing):
        click.echo(f"  {text!r}")
    return all(verdicts)


if __name__ == "__main__":
    main()
