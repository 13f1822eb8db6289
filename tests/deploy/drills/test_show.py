"""A drill on a real broker: what came out, who was told, what is left, and the lane read back as a recording."""

import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from connectors import broker
from deploy.backtest.path import BrandPath
from deploy.backtest.rule import build_rule
from deploy.backtest.run import read_material
from deploy.drills.canary import check_arrival
from deploy.drills.control import Control, Verb
from deploy.drills.errors import NoSuchDrillError
from deploy.drills.folder import DrillFolder, find_running, load_scores
from deploy.drills.hold import WHY
from deploy.drills.lane import DrillLane
from deploy.drills.order import DrillOrder, Outcome
from deploy.drills.setting import drop_topics, name_topics
from deploy.drills.show import run_drill
from deploy.drills.storm import BEGINS, BRAND, make_storm
from deploy.embedded import embedded_broker
from deploy.recordings.lane import LaneReader
from deploy.recordings.material import Material, open_material
from deploy.recordings.taping import Order, tape_mentions, tape_scores
from deploy.scenarios.inject import Inject, InjectKind
from streams.scorer import MentionScorer
from streams.spike import FeedAlarm, Spike

LANE = DrillLane("drill-test")
QUESTION = Inject(id="boss", at=26.0, kind=InjectKind.BOSS, sender="Boss", text="Is it true what they say?")

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with embedded_broker() as server:
        yield server.address


def bare(change: Spike | FeedAlarm) -> Spike | FeedAlarm:
    """Without the lane and the partition, which follow from where it ran."""
    if isinstance(change, FeedAlarm):
        return replace(change, lane="")
    return replace(change, lane="", quotes=tuple(replace(quote, partition=0) for quote in change.quotes))


def expect_spikes(material: Material) -> list[Spike | FeedAlarm]:
    path = BrandPath(BRAND, build_rule(), lane="backtest")
    readings = read_material(material, lambda _: MentionScorer().score_mention)
    return [bare(change) for reading in readings for change in path.take(reading)]


def run(address: str, tmp_path: Path, out: io.StringIO) -> Outcome:
    order = DrillOrder(
        material=make_storm(),
        lane=LANE,
        data_dir=tmp_path,
        values={"kafka": {"bootstrap": address, "partitions": 1}},
        injects=(QUESTION,),
        participants=("Ana",),
        speed=3_600.0,
        start_at=timedelta(hours=25, minutes=50),
        stand_in=True,
        keep=True,
    )
    return run_drill(order, Console(file=out, width=120))  # With our own environment, which takes names only.


def steer(tmp_path: Path, seen: list[str], is_over: threading.Event) -> None:
    """As somebody at another terminal: pause, see that it stands, go on as fast as it goes."""
    asked = [Control(verb=Verb.PAUSE), Control(verb=Verb.SPEED, speed=None), Control(verb=Verb.RESUME)]
    while not is_over.wait(0.1):
        try:
            folder = find_running(tmp_path, None)
            seen.append(folder.read_status().how)
        except NoSuchDrillError:
            continue
        if asked and (len(asked) == 3 or "paused" in seen[-1]):
            folder.control.ask(asked.pop(0))


def test_a_drill_finds_tells_scores_and_can_be_recorded(address: str, tmp_path: Path) -> None:
    out, is_over = io.StringIO(), threading.Event()
    seen: list[str] = []
    person = threading.Thread(target=steer, args=(tmp_path, seen, is_over))
    person.start()
    try:
        outcome = run(address, tmp_path, out)
    finally:
        is_over.set()
        person.join()

    check_arrival(outcome)
    changes = [change for life in outcome.view.spikes.values() for change in life]
    assert [bare(change) for change in changes] == expect_spikes(make_storm())
    assert {change.lane for change in changes} == {LANE.name}
    score = outcome.score
    assert score.is_whole
    assert (score.missed, score.false_pages) == (0, 0)
    assert [turn.why for turn in score.turns][:2] == ["started", "jumped"]
    assert {"paused", WHY} & {turn.why for turn in score.turns}
    assert "resumed" in {turn.why for turn in score.turns}
    assert any("paused" in how for how in seen)
    assert [told.id for told in score.injects if told.told_at] == ["boss"]
    shown = out.getvalue()
    told = shown.split("What the stand-in for Slack was sent")[1:]
    assert len(told) > 1
    assert all("[DRILL]" in part for part in told)
    assert "A question from above" in shown
    assert list(load_scores(tmp_path)) == [score]

    check_recording(address, tmp_path)
    drop_topics(address, LANE)
    admin = broker.open_admin(address)
    try:
        assert not set(name_topics(LANE)) & set(broker.count_partitions(admin))
    finally:
        admin.close()
    assert DrillFolder.of(tmp_path, LANE).score.exists()


def check_recording(address: str, tmp_path: Path) -> None:
    """The lane's mentions, and its scores, are what was replayed."""
    path, scores = tmp_path / "back.jsonl.gz", tmp_path / "scores.jsonl.gz"
    order = Order(brand=BRAND, begins=BEGINS, ends=datetime(2027, 1, 1, tzinfo=UTC), origin=LANE.name)
    reader = LaneReader(address, LANE.name)
    now = datetime(2026, 12, 1, tzinfo=UTC)
    tape_mentions(path, order, reader.read_mentions(BEGINS), key=b"k" * 32, now=now)
    tape_scores(scores, order, reader.read_scores(BEGINS), key=b"k" * 32, now=now)

    def no_names() -> object:
        raise AssertionError

    back = open_material(str(path), authors=no_names)  # type: ignore[arg-type]
    assert [one.text for one in back.read("d")] == [one.text for one in make_storm().read("d")]
    bare_scores = open_material(str(scores), authors=no_names)  # type: ignore[arg-type]
    assert [one.scored.published_at for one in bare_scores.read_scored()] == [
        one.published_at for one in back.read("d")
    ]
    assert not [one for one in bare_scores.read_scored() if one.scored.excerpt or one.scored.because]
