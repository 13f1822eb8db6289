"""Both workers killed with -9 all through a storm: people are told what an undisturbed run tells them, each thing once."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Final

import pytest

from alerts.app import name_app as name_response
from alerts.notice import PAGES, Notice, read_notice
from connectors.page import join_lines
from connectors.recording import list_sources
from connectors.timetable import Timetable
from deploy.evict import evict_members
from streams.app import name_app as name_sentiment
from tests.integration.conftest import Broker
from tests.integration.lane import Lane, Worker
from tests.integration.storm import CALM_AGAIN, STORM, tell_storm
from tests.integration.workspace import ROOM, Workspace

BRAND: Final = "acme"
PARTS: Final = 8
"""Of the storm; after each a worker dies."""
TOKEN: Final = {"SLACK_TOKEN": "xoxb-1"}


class House:
    """A lane with its two workers and a workspace of its own."""

    def __init__(self, broker: Broker, name: str, home: Path) -> None:
        self.slack = Workspace()
        self.lane = Lane(broker.address, name, [BRAND], home, extra=ROOM)
        self._groups = {"sentiment": name_sentiment(name), "response": name_response(name)}
        self._workers = {kind: self._start(kind) for kind in self._groups}

    def _start(self, kind: str) -> Worker:
        package = {"sentiment": "streams", "response": "alerts"}[kind]
        return self.lane.start(kind, package=package, CRISIS_SLACK_URL=self.slack.url, **TOKEN)

    def kill(self, kind: str) -> None:
        """Kill a worker as the system would, and start it again."""
        self._workers[kind].kill()
        self.lane.workers.remove(self._workers[kind])
        evict_members(self.lane.bootstrap, self._groups[kind])  # Else its group waits for the dead one.
        self._workers[kind] = self._start(kind)

    def tell(self, pages: Sequence[bytes]) -> None:
        self.lane.send([("storm", page) for page in pages])

    def is_done(self, pages: int) -> bool:
        """Whether everything that was said has been scored, judged, taken and told."""
        lane = self.lane
        if len(lane.records("mentions")) < pages or lane.count_unread("mentions") or not lane.is_judged():
            return False
        told = [one.id for one in self.notices]
        return lane.is_taken("spikes") and bool(told) and all(map(self.slack.standin.carrying, told))

    @property
    def notices(self) -> list[Notice]:
        """In the order of the topic, each once."""
        read = [read_notice(raw) for raw in dict.fromkeys(raw for _, raw in self.lane.read("notices"))]
        return [one for one in read if isinstance(one, Notice)]

    def close(self) -> None:
        self.lane.close()
        self.slack.stop()


@contextmanager
def open_house(broker: Broker, name: str, home: Path) -> Iterator[House]:
    house = House(broker, name, home)
    try:
        yield house
    finally:
        house.close()


def write_pages(lane: str) -> tuple[list[bytes], int]:
    """The story in pages, and how many of them come before the storm."""
    said = tell_storm(lane, BRAND, until=CALM_AGAIN)
    pages = list(Timetable(list_sources(said), lane).write_pages(said))
    before = sum(page.at <= STORM for page in pages)
    return [join_lines([line.to_json() for line in page.lines]) for page in pages], before


@pytest.mark.apache_alone
@pytest.mark.need("004-18")
def test_workers_killed_all_through_a_storm_lose_no_alert_and_double_none(
    broker: Broker, tmp_path: Path
) -> None:
    chance = Random(11)
    with (
        open_house(broker, broker.name("drill-killed"), tmp_path / "killed") as killed,
        open_house(broker, broker.name("drill-calm"), tmp_path / "calm") as undisturbed,
    ):
        alone, _ = write_pages(undisturbed.lane.name)
        undisturbed.tell(alone)
        pages, before = write_pages(killed.lane.name)
        killed.tell(pages[:before])
        storm = pages[before:]
        for part in range(PARTS):
            scored = len(killed.lane.records("readings"))
            killed.tell(storm[len(storm) * part // PARTS : len(storm) * (part + 1) // PARTS])
            killed.lane.wait_for(lambda scored=scored: len(killed.lane.records("readings")) > scored)  # type: ignore[misc]
            time.sleep(chance.choice((0.0, 0.1, 0.5, 1.5)))  # While it judges, opens, tells, commits.
            killed.kill(("sentiment", "response")[part % 2])
        killed.lane.wait_for(lambda: killed.is_done(len(pages)))
        undisturbed.lane.wait_for(lambda: undisturbed.is_done(len(alone)))
        check_told(killed, undisturbed)


def check_told(killed: House, undisturbed: House) -> None:
    """The same notices, each told once; one that was on its way at a kill may carry the mark of a repeat."""
    told = {one.id: one.reason for one in killed.notices}
    assert told == {one.id: one.reason for one in undisturbed.notices}
    assert any(reason in PAGES for reason in told.values())
    copies = {one: len(killed.slack.standin.carrying(one)) for one in told}
    assert set(copies.values()) == {1}, copies
    assert len(killed.slack.standin.sent) == len(told)
