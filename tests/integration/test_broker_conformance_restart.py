"""What we need of a broker that we start ourselves: its data after a restart, and nothing else on the network."""

import time
from collections.abc import Callable

import psutil
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


def test_it_listens_on_loopback_only(own_broker: LocalBroker, record_property: Record) -> None:
    own_broker.stop()
    start = time.monotonic()
    own_broker.start()
    ready = time.monotonic() - start
    # psutil passes over what the broker closes meanwhile, which reading /proc by hand does not.
    process = psutil.Process(own_broker.pid)
    listening = {one.laddr for one in process.net_connections(kind="tcp") if one.status == psutil.CONN_LISTEN}
    memory = process.memory_info().rss // 2**20
    record_property("measured", f"started in {ready:.1f} s, {memory} MB, {len(listening)} ports")
    assert listening
    # Plain, and mapped into IPv6.
    assert {place.ip for place in listening} <= {"127.0.0.1", "::ffff:127.0.0.1"}
