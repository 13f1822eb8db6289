"""What we need of a broker: groups of Faust workers, and members that vanish."""

import asyncio
import contextlib
import functools
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer

from deploy.evict import evict_members
from tests.integration.conftest import Broker
from tests.integration.pages import make_topic, producer_of, write
from tests.integration.workers import Worker
from tests.waiting import wait_for

Record = Callable[[str, object], None]

KEYS = [f"brand{number}" for number in range(16)]
VANISHING = """
import asyncio, sys
from aiokafka import AIOKafkaConsumer
async def main():
    settings = dict(session_timeout_ms=6000, heartbeat_interval_ms=1000, rebalance_timeout_ms=8000)
    async with AIOKafkaConsumer(sys.argv[2], bootstrap_servers=sys.argv[1], group_id=sys.argv[3], **settings):
        print("joined", flush=True)
        await asyncio.sleep(60)
asyncio.run(main())
"""


@pytest.fixture
def workers(broker: Broker, tmp_path: Path) -> Iterator[Callable[[str], Worker]]:
    """Starts workers of one app on one topic of four partitions."""
    running: list[Worker] = []
    make_topic(broker.address, broker.name("counted"), 4)

    def start(name: str) -> Worker:
        running.append(Worker(tmp_path / name, broker.address, broker.name("app"), broker.name("counted")))
        return running[-1]

    yield start
    for worker in running:
        worker.kill()


def send_round(broker: Broker, value: str) -> None:
    """One record for each key; the keys cover the four partitions."""
    with producer_of(broker.address, enable_idempotence=True) as producer:
        for key in KEYS:
            producer.send(broker.name("counted"), value.encode(), key=key.encode())


def keys_seen(value: str, *workers: Worker) -> set[str]:
    return {saw.key for worker in workers for saw in worker.saw() if saw.value == value}


def partitions_seen(value: str, worker: Worker) -> set[int]:
    return {saw.partition for saw in worker.saw() if saw.value == value}


def send_until(broker: Broker, claim: Callable[[str], bool], within: float) -> float:
    """Send rounds until one round was seen as claimed; seconds it took."""
    start = time.monotonic()
    number = 0
    while True:
        assert time.monotonic() - start < within, f"no round was seen as it should be within {within} s"
        number += 1
        value = f"{claim.__name__}-{number}"
        send_round(broker, value)
        with contextlib.suppress(AssertionError):
            wait_for(functools.partial(claim, value), 2)
            return time.monotonic() - start


def test_two_faust_workers_share_a_group_and_one_leaves(
    broker: Broker, workers: Callable[[str], Worker], record_property: Record
) -> None:
    first, second = workers("first"), workers("second")

    def shared(value: str) -> bool:
        both = partitions_seen(value, first), partitions_seen(value, second)
        return all(both) and keys_seen(value, first, second) == set(KEYS)

    def taken_over(value: str) -> bool:
        return partitions_seen(value, first) == {0, 1, 2, 3}

    joined = send_until(broker, shared, 40)
    left_in_order = second.leave()
    moved = send_until(broker, taken_over, 40)
    record_property("measured", f"shared after {joined:.0f} s, taken over {moved:.1f} s after the leave")
    assert left_in_order


def test_a_table_is_recovered_by_the_next_worker(
    broker: Broker, workers: Callable[[str], Worker], record_property: Record
) -> None:
    first = workers("first")
    for number in range(3):
        send_round(broker, f"early-{number}")

    def all_counted() -> bool:
        # At least: Faust delivers at least once, and counts what comes again.
        return all(keys_seen(f"early-{number}", first) == set(KEYS) for number in range(3))

    wait_for(all_counted, 60)
    assert first.leave()
    start = time.monotonic()
    second = workers("second")
    taken: list[str] = []

    def late(value: str) -> bool:
        taken[:] = [value]
        return keys_seen(value, second) == set(KEYS)

    send_until(broker, late, 90)
    record_property("measured", f"{time.monotonic() - start:.1f} s from start to the first numbers")
    counts = [saw.count for saw in second.saw() if saw.value == taken[0]]
    # Faust delivers at least once; a table that was not recovered would count less than four.
    assert min(counts) >= 4


async def join_and_die(broker: Broker) -> None:
    """A member of the group `vanishing` that is killed while it holds the partition."""
    make_topic(broker.address, broker.name("vanishing"))
    write(broker.address, broker.name("vanishing"), [b"page"])
    command = [
        sys.executable,
        "-c",
        VANISHING,
        broker.address,
        broker.name("vanishing"),
        broker.name("group"),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as member:  # noqa: ASYNC220 it starts in a moment
        assert member.stdout is not None
        assert await asyncio.to_thread(member.stdout.readline) == b"joined\n"
        member.kill()


async def join_and_read(broker: Broker, within: float) -> float:
    """Seconds until the next member read the page."""
    start = time.monotonic()
    consumer = AIOKafkaConsumer(
        broker.name("vanishing"),
        bootstrap_servers=broker.address,
        group_id=broker.name("group"),
        auto_offset_reset="earliest",
        session_timeout_ms=6_000,
        heartbeat_interval_ms=1_000,
        rebalance_timeout_ms=8_000,
    )
    try:
        async with asyncio.timeout(within):
            await consumer.start()
            assert (await consumer.getone()).value == b"page"
    finally:
        await consumer.stop()
    return time.monotonic() - start


async def test_the_group_goes_on_when_a_member_is_killed(broker: Broker, record_property: Record) -> None:
    await join_and_die(broker)
    record_property("measured", f"{await join_and_read(broker, 30):.0f} s with a session of 6 s")


async def test_the_group_goes_on_when_a_killed_member_is_evicted(
    broker: Broker, record_property: Record
) -> None:
    await join_and_die(broker)
    assert await asyncio.to_thread(evict_members, broker.address, broker.name("group")) == 1
    record_property("measured", f"{await join_and_read(broker, 5):.1f} s")
