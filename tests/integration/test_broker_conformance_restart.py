"""What we need of a broker that we start ourselves: its data after a restart, and nothing else on the network."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from kafka import TopicPartition

from deploy.local import LocalBroker
from tests.integration.pages import consumer_of, make_topic, read, read_all, write

Record = Callable[[str, object], None]

PAGES = [str(number).encode() for number in range(500)]


def fill(address: str) -> None:
    make_topic(address, "kept", 1, cleanup_policy="compact")
    write(address, "kept", PAGES, enable_idempotence=True)
    with consumer_of(address, "kept", group_id="readers") as consumer:
        read(consumer, 200)
        consumer.commit()


def check(address: str) -> None:
    """The acknowledged pages and the commit are there, and the topic takes more."""
    assert read_all(address, "kept", 500) == PAGES
    with consumer_of(address, "kept", group_id="readers") as consumer:
        assert consumer.committed(TopicPartition("kept", 0)) == 200
        assert read(consumer, 1)[0].value == b"200"
    write(address, "kept", [b"more"], enable_idempotence=True)
    assert read_all(address, "kept", 501)[-1] == b"more"


def test_data_and_commits_survive_a_restart(own_broker: LocalBroker, record_property: Record) -> None:
    fill(own_broker.address)
    start = time.monotonic()
    own_broker.restart()
    record_property("measured", f"back after {time.monotonic() - start:.1f} s")
    check(own_broker.address)


def test_acknowledged_data_survives_kill_9(own_broker: LocalBroker, record_property: Record) -> None:
    fill(own_broker.address)
    own_broker.kill()
    start = time.monotonic()
    own_broker.start()
    record_property("measured", f"back after {time.monotonic() - start:.1f} s")
    check(own_broker.address)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_it_listens_on_loopback_only(own_broker: LocalBroker, record_property: Record) -> None:
    own_broker.stop()
    start = time.monotonic()
    own_broker.start()
    ready = time.monotonic() - start
    process = Path("/proc") / str(own_broker.pid)
    sockets = {
        link.readlink().name
        for link in (process / "fd").iterdir()
        if link.readlink().name.startswith("socket")
    }
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in (process / "net" / table).read_text().splitlines()[1:]
    ]
    listening = {row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in sockets}
    memory = next(line for line in (process / "status").read_text().splitlines() if line.startswith("VmRSS"))
    record_property(
        "measured",
        f"started in {ready:.1f} s, {int(memory.split()[1]) // 1024} MB, {len(listening)} ports",
    )
    assert listening
    # 127.0.0.1 as the kernel writes it, plain and mapped into IPv6.
    assert {place.rpartition(":")[0] for place in listening} <= {
        "0100007F",
        "0000000000000000FFFF00000100007F",
    }
