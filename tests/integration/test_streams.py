"""The sentiment app on real brokers: kills, rebalances, garbage and speed leave no trace in the numbers."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.mention import ChannelKind, Heartbeat, Mention, Platform, Tick
from connectors.page import join_lines
from streams.durable import EXIT_UNREADABLE
from streams.minute import Minute, cut_closings
from tests.connectors.malformed import malformed_pages
from tests.integration.conftest import Broker
from tests.integration.lane import Lane, open_lane

START = datetime(2026, 1, 1, tzinfo=UTC)
BRANDS = ("acme", "bolt", "cara", "dodo", "echo")
SAID = (
    "love it, so warm",
    "awful slop, I hate this",
    "soulless garbage",
    "ok",
    "when does it ship?",
    "terrible robot art, you should be ashamed",
    "這支廣告沒有靈魂",
)


def mentions(lane: str, count: int, *, brands: tuple[str, ...] = BRANDS, seed: int = 1) -> list[Mention]:
    """Hours of calm talk about each brand, with copies, then a storm."""
    chance = random.Random(seed)
    said: list[Mention] = []
    at = START
    for number in range(count):
        is_storm = number > count * 0.7
        at += timedelta(seconds=2 if is_storm else 20)
        if number > 50 and chance.random() < 0.05:
            said.append(said[-chance.randrange(1, 10)])
            continue
        is_angry = is_storm and chance.random() < 0.6
        said.append(
            Mention(
                source="x",
                native_id=str(number),
                brand=brands[number % len(brands)],
                platform=Platform.X,
                kind=ChannelKind.POST,
                published_at=at,
                text=SAID[1] if is_angry else chance.choice(SAID),
                author=f"{chance.randrange(500):032x}",
                lane=lane,
            )
        )
    said.sort(key=lambda mention: mention.published_at)
    return said


@pytest.fixture
def lane(broker: Broker, tmp_path: Path) -> Iterator[Lane]:
    with open_lane(broker.address, broker.name("drill"), tmp_path, brands=BRANDS) as lane:
        yield lane


@pytest.fixture
def strict_lane(broker: Broker, tmp_path: Path) -> Iterator[Lane]:
    """A lane whose workers stop after a thousand unreadable lines."""
    limit = "max_unreadable = 1000"
    with open_lane(broker.address, broker.name("strict"), tmp_path, brands=BRANDS, streams=limit) as lane:
        yield lane


@pytest.fixture
def twin(broker: Broker, tmp_path: Path) -> Iterator[Lane]:
    """A second lane on the same broker, for what an undisturbed run gives."""
    with open_lane(broker.address, broker.name("twin"), tmp_path / "twin", brands=BRANDS) as lane:
        yield lane


def is_closed(lane: Lane, said: list[Mention]) -> bool:
    end = max(mention.published_at for mention in said).isoformat()
    closed = lane.closed_until()
    return set(closed) == set(lane.brands) and min(closed.values()) > end and lane.is_judged()


def assert_same(lane: Lane, twin: Lane) -> None:
    """Every minute and every spike of two lanes."""
    (minutes, spikes), (other_minutes, other_spikes) = numbers(lane), numbers(twin)
    assert minutes.keys() == other_minutes.keys()
    for key, minute in minutes.items():
        assert minute == other_minutes[key]
    assert spikes == other_spikes


def numbers(lane: Lane) -> tuple[dict[tuple[str, str], Minute], list[bytes]]:
    """All minutes and spikes, without the lane's name."""
    name = f'"lane":"{lane.name}"'.encode()
    spikes = sorted(spike.to_json().replace(name, b'"lane":""') for spike in lane.spikes())
    return lane.minutes(), spikes


def test_speed_leaves_no_trace(lane: Lane, twin: Lane) -> None:
    fast, slow = mentions(lane.name, 900), mentions(twin.name, 900)
    lane.start()
    twin.start()
    lane.replay(fast)
    twin.replay(slow, speed=600)
    lane.wait_for(lambda: is_closed(lane, fast))
    twin.wait_for(lambda: is_closed(twin, slow))
    assert_same(lane, twin)
    assert sum(minute.counts.mentions for minute in lane.minutes().values()) == len(
        {mention.native_id for mention in fast}
    )
    assert any(minute.duplicates for minute in lane.minutes().values())
    assert lane.spikes(), "the anger at the end should have been found"


@pytest.mark.timeout(600)
def test_stopping_one_of_two_workers_moves_its_brands_without_a_wrong_number(
    lane: Lane, twin: Lane, broker: Broker
) -> None:
    if broker.kind == "embedded":
        pytest.skip(
            "noida-db leaves a group of two without partitions now and then, and is not for production"
        )
    said = mentions(lane.name, 1_200)
    first = said[:300]
    # Without names of their own: a named member keeps its place for a while.
    lane.start("one", CRISIS_WORKER="")
    leaver = lane.start("two", CRISIS_WORKER="")
    lane.replay(said, speed=None)
    lane.wait_for(lambda: sum(minute.counts.mentions for minute in lane.minutes().values()) > len(first))
    assert leaver.stop() == 0
    lane.wait_for(lambda: is_closed(lane, said))
    twin.start()
    alone = mentions(twin.name, 1_200)
    twin.replay(alone)
    twin.wait_for(lambda: is_closed(twin, alone))
    assert_same(lane, twin)


def test_kill_9_at_random_moments_leaves_no_trace(
    lane: Lane, twin: Lane, broker: Broker, request: pytest.FixtureRequest
) -> None:
    if broker.kind == "embedded":
        pytest.skip("noida-db never drops a member that was killed, and is not for production")
    kills = request.config.getoption("--kills")
    chance = random.Random(7)
    said = mentions(lane.name, 600 * (kills + 1))
    worker = lane.start()
    killed = 0
    for part in range(kills + 1):
        # A piece at a time, so that every kill meets a worker with something to do.
        piece = said[part * 600 : (part + 1) * 600]
        # Soon after scores are in Kafka, or while minutes close.
        topic, most = chance.choice([("readings", 2), ("minutes", 40)])
        wanted = count_parts(lane, topic) + chance.randint(1, most)
        lane.send(pages(piece, lane.name))
        if part == kills:
            break
        lane.wait_for(lambda topic=topic, wanted=wanted: count_parts(lane, topic) >= wanted)  # type: ignore[misc]
        worker.kill()
        killed += 1
        worker = lane.start()
    lane.wait_for(lambda: is_closed(lane, said[:-45]), within=300)
    alone = mentions(twin.name, len(said))
    twin.start()
    twin.send(pages(alone, twin.name))
    twin.wait_for(lambda: is_closed(twin, alone[:-45]))
    assert killed == kills
    assert_same(lane, twin)


def count_parts(lane: Lane, topic: str) -> int:
    """Records of a topic; of `minutes` those that may travel in one."""
    return sum(len(cut_closings(record.value or b"")) for record in lane.records(topic))


def pages(said: list[Mention], lane: str) -> list[tuple[str, bytes]]:
    """One page for each 15 mentions: they, a heartbeat, the time."""
    found = []
    for start in range(0, len(said), 15):
        batch = said[start : start + 15]
        end = batch[-1].published_at
        lines = [*batch, Heartbeat(source="x", upto=end, lane=lane), Tick(at=end, lane=lane)]
        found.append(("replay", join_lines([line.to_json() for line in lines])))
    return found


@pytest.fixture
def patient_lane(broker: Broker, tmp_path: Path) -> Iterator[Lane]:
    """A lane whose workers put up with more garbage than this test has."""
    limit = "max_unreadable = 1000000"
    with open_lane(broker.address, broker.name("patient"), tmp_path, brands=BRANDS, streams=limit) as lane:
        yield lane


def test_malformed_pages_become_dead_letters_with_a_reason(patient_lane: Lane, broker: Broker) -> None:
    lane = patient_lane
    said = mentions(lane.name, 750)
    good = pages(said, lane.name)
    # Their dead letters are half a gigabyte, and noida-db takes minutes to give that back.
    bad = list(malformed_pages(10_000 if broker.kind != "embedded" else 1_000, seed=3, largest=900_000))
    every = len(bad) // 50
    records = []
    for number, page in enumerate(bad):
        records.append((f"stranger-{number % 9}", page))
        if number % every == 0:
            records.append(good[number // every])
    end = said[-1].published_at + timedelta(minutes=5)
    last = [Heartbeat(source="x", upto=end, lane=lane.name), Tick(at=end, lane=lane.name)]
    records.append(("replay", join_lines([line.to_json() for line in last])))
    worker = lane.start()
    lane.send(records)
    lane.wait_for(lambda: is_closed(lane, said), within=200)
    # Other partitions than the good mentions' may still have pages to go.
    lane.wait_for(lambda: len(places(lane.dead_letters())) >= 0.9 * len(bad), within=200)
    assert worker.child.is_running
    counted = sum(minute.counts.mentions for minute in lane.minutes().values())
    assert counted == len({mention.native_id for mention in said})
    assert all(reason(letter) for letter in lane.dead_letters())


def places(letters: list[dict[str, str]]) -> set[tuple[str, str]]:
    """The pages that dead letters are about."""
    return {(letter["partition"], letter["offset"]) for letter in letters}


def reason(letter: dict[str, str]) -> str:
    return letter["reason"]


def test_a_stream_that_is_all_garbage_stops_the_worker_with_a_clear_message(strict_lane: Lane) -> None:
    worker = strict_lane.start()
    strict_lane.send([("stranger", b"\n".join([b"not json"] * 100)) for _ in range(20)])
    assert worker.child.wait(60) == EXIT_UNREADABLE
    assert "could not be read" in worker.tail()
