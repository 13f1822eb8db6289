"""A broker's first answer: waits until a metadata request succeeds."""

import socket
import time
from collections.abc import Callable

from kafka.errors import KafkaError

from connectors.broker import open_admin

TRY_EVERY = 0.02
TRY_FOR = 2.0


def answers(address: str) -> bool:
    """Whether a Kafka broker at this address answers a metadata request now."""
    host, _, port = address.rpartition(":")
    try:
        # First the bare connection: refused, it costs nothing, where the client would back off and log.
        socket.create_connection((host, int(port)), TRY_FOR).close()
        admin = open_admin(address, within_ms=int(TRY_FOR * 1000))
    except (OSError, KafkaError):
        return False
    try:
        admin.list_topics()
    except KafkaError:
        return False
    else:
        return True
    finally:
        admin.close()


def wait_until_answers(address: str, is_running: Callable[[], bool], within: float) -> bool:
    """True as soon as the broker answers, False when it stopped running or the time is up."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline and is_running():
        if answers(address):
            return True
        time.sleep(TRY_EVERY)
    return False
