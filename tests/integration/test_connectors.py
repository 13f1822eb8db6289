"""Connectors on a real broker: topics, places, cursors, a replay and a feed by the command line."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from connectors import broker as kafka
from connectors.clock import SystemClock
from connectors.cursors import load_cursors, save_cursor
from connectors.errors import MisconfiguredError, TransientError
from connectors.mention import Heartbeat, Mention, Tick
from connectors.page import MAX_BYTES, Line, read_page
from connectors.publisher import Place, Publisher, Record
from connectors.recording import list_sources
from connectors.replay import Recording, Replay
from connectors.settings import Kafka
from connectors.timetable import TimedPage, Timetable
from connectors.topics import TOPICS, ensure_topics
from deploy.child import Child
from deploy.local import LocalBroker
from tests.connectors.feeds import Item, write_atom
from tests.connectors.samples import make_mention
from tests.integration.conftest import Broker
from tests.integration.workers import ORPHANED_FOR, end
from tests.waiting import wait_for

ROOT = Path(__file__).parents[2]


@pytest.fixture
def lane(broker: Broker) -> Kafka:
    """A lane of the test's own, with its topics."""
    settings = Kafka(bootstrap=broker.address, lane=broker.name("drill"), partitions=4)
    ensure_topics(settings)
    return settings


@pytest.fixture
def publisher(lane: Kafka) -> Iterator[Publisher]:
    publisher = Publisher(lane.bootstrap)
    yield publisher
    publisher.close()


def read_values(lane: Kafka, name: str) -> list[bytes]:
    reader = kafka.open_reader(lane.bootstrap)
    try:
        return [value or b"" for _, value in kafka.read_to_end(reader, f"{lane.lane}.{name}")]
    finally:
        reader.close()


def read_lines(lane: Kafka) -> list[Line]:
    now = SystemClock().now()
    pages = [read_page(value, lane=lane.lane, sent_at=now) for value in read_values(lane, "mentions")]
    assert not any(page.dead for page in pages)
    return [line for page in pages for _, line in page.lines]


def make_recording(lane: Kafka) -> Recording:
    mentions = [make_mention(number / 20, native_id=str(number), lane=lane.lane) for number in range(1_200)]
    return Recording("replay", mentions, Timetable(list_sources(mentions), lane.lane))


def test_topics_exist_once_and_a_wrong_count_is_refused(lane: Kafka) -> None:
    assert ensure_topics(lane) == ()
    with pytest.raises(MisconfiguredError, match="has 4 partitions, wanted are 5"):
        ensure_topics(lane.model_copy(update={"partitions": 5}))
    admin = kafka.open_admin(lane.bootstrap)
    try:
        there = kafka.count_partitions(admin)
    finally:
        admin.close()
    assert {name: there[f"{lane.lane}.{name}"] for name in TOPICS} == dict.fromkeys(TOPICS, 4) | {
        "cursors": 1
    }


def test_places_are_true_and_the_largest_page_passes(lane: Kafka, publisher: Publisher) -> None:
    topic = f"{lane.lane}.mentions"
    records = [
        Record(topic, "forum", os.urandom(MAX_BYTES)),
        *(Record(topic, "forum", b"x") for _ in range(50)),
    ]
    places = publisher.send(records)
    assert places == [Place(places[0].partition, offset) for offset in range(51)]
    assert read_values(lane, "mentions") == [record.value for record in records]


def test_the_last_cursor_of_each_connector_is_found_again(lane: Kafka, publisher: Publisher) -> None:
    assert load_cursors(lane.bootstrap, lane.lane) == {}
    for number in range(5):
        save_cursor(publisher, lane.lane, "newsroom", b"%d" % number)
    save_cursor(publisher, lane.lane, "forum", b"f")
    assert load_cursors(lane.bootstrap, lane.lane) == {"newsroom": b"4", "forum": b"f"}


async def test_a_replay_stopped_and_resumed_leaves_the_pages_of_an_undisturbed_one(
    lane: Kafka, publisher: Publisher
) -> None:
    recording = make_recording(lane)
    stop = asyncio.Event()
    places: list[Place] = []

    def note(_: TimedPage, place: Place) -> None:
        places.append(place)

    stopping = Replay(recording, publisher, SystemClock(), 36_000, report=lambda _: stop.set(), on_place=note)
    assert not (await stopping.run(stop)).done
    cursor = (await asyncio.to_thread(load_cursors, lane.bootstrap, lane.lane))["replay"]
    rest = Replay(recording, publisher, SystemClock(), None, on_place=note)
    assert (await rest.run(asyncio.Event(), cursor)).done

    pages = list(recording.timetable.write_pages(recording.mentions))
    expected = [line for page in pages for line in page.lines]
    assert await asyncio.to_thread(read_lines, lane) == expected
    assert places == [Place(places[0].partition, number) for number in range(len(pages))]
    ticks = [Tick.from_json(value) for value in await asyncio.to_thread(read_values, lane, "ticks")]
    assert ticks == [line for line in expected if isinstance(line, Tick)]
    assert ticks[-1].at - ticks[0].at > timedelta(hours=1)


def test_a_closed_publisher_lets_go_of_a_broker_that_hangs(own_broker: LocalBroker) -> None:
    lane = Kafka(bootstrap=own_broker.address, lane="drill", partitions=1)
    ensure_topics(lane)
    publisher = Publisher(lane.bootstrap)
    save_cursor(publisher, lane.lane, "newsroom", b"1")
    assert own_broker.pid is not None
    group = os.getpgid(own_broker.pid)
    assert group != os.getpgid(0)
    os.killpg(group, signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(1) as pool:
            sending = pool.submit(save_cursor, publisher, lane.lane, "newsroom", b"2")
            assert wait([sending], timeout=0.5).not_done
            publisher.close()
            with pytest.raises(TransientError):
                sending.result(timeout=10)
    finally:
        os.killpg(group, signal.SIGCONT)


class Feed(BaseHTTPRequestHandler):
    """A feed on loopback."""

    body: ClassVar[bytes] = write_atom(
        [Item("a", "acme is soulless"), Item("b", "acme again"), Item("c", "no")]
    )

    def do_GET(self) -> None:
        known = self.headers.get("If-None-Match") == '"1"'
        self.send_response(304 if known else 200)
        self.send_header("ETag", '"1"')
        self.send_header("Content-Length", "0" if known else str(len(self.body)))
        self.end_headers()
        if not known:
            self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's.
        """Say nothing."""


@pytest.fixture
def feed() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Feed) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/feed"
        server.shutdown()
        thread.join()


def run_until_swept(config: Path) -> tuple[int, list[str]]:
    """Run the command line until its first line of progress, then end it as a supervisor would."""
    command = [sys.executable, "-m", "connectors", "run", "--config", str(config)]
    command += ["--data-dir", str(config.parent / "data")]
    log = config.parent / f"run-{len(list(config.parent.glob('run-*')))}"
    child = Child(command, log, grace=ORPHANED_FOR, cwd=ROOT)
    try:
        wait_for(lambda: "\n" in log.read_text(), 60)
        return end(child, 10), log.read_text().splitlines()
    finally:
        child.kill()


def test_a_feed_goes_into_kafka_once_and_sigterm_ends_the_runner(
    lane: Kafka, feed: str, tmp_path: Path
) -> None:
    config = tmp_path / "crisis.toml"
    config.write_text(
        f'[kafka]\nbootstrap = "{lane.bootstrap}"\nlane = "{lane.lane}"\npartitions = 4\n'
        f'[[brands]]\nname = "acme"\n[[connectors]]\nname = "newsroom"\nkind = "rss"\nurl = "{feed}"\n'
    )
    first_code, first = run_until_swept(config)
    second_code, second = run_until_swept(config)

    assert first[0].startswith("newsroom: 2 mentions, complete up to"), first
    assert second[0].startswith("newsroom: 0 mentions, complete up to"), second
    assert (first_code, second_code) == (0, 0)
    lines = read_lines(lane)
    mentions = [line for line in lines if isinstance(line, Mention)]
    assert sorted(mention.native_id for mention in mentions) == ["a", "b"]
    assert sum(isinstance(line, Heartbeat) for line in lines) == 2


def test_the_replay_command_goes_on_where_it_was_stopped(lane: Kafka, tmp_path: Path) -> None:
    recording = make_recording(lane)
    file = tmp_path / "storm.jsonl"
    file.write_bytes(b"\n".join(mention.to_json() for mention in recording.mentions))
    command = [sys.executable, "-m", "connectors", "replay", str(file), "--lane", lane.lane]
    command += ["--bootstrap", lane.bootstrap, "--partitions", "4"]
    log = tmp_path / "replay.log"
    child = Child([*command, "--speed", "1200"], log, grace=ORPHANED_FOR, cwd=ROOT)
    try:
        wait_for(lambda: "\n" in log.read_text(), 60)
        child.send_signal(signal.SIGINT)
        assert child.wait(10) == 0
    finally:
        child.kill()
    assert len(read_lines(lane)) < 1_200
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert "done: 1200 of 1200 mentions" in done.stdout
    pages = recording.timetable.write_pages(recording.mentions)
    assert read_lines(lane) == [line for page in pages for line in page.lines]
