"""The module that imports kafka-python: what it leaves behind when a broker does not answer."""

import socket
import threading

import pytest
from kafka.errors import KafkaError

from connectors.broker import open_admin


def test_a_client_that_cannot_be_opened_leaves_no_thread() -> None:
    before = set(threading.enumerate())
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host, port = silent.getsockname()
        with pytest.raises(KafkaError):
            open_admin(f"{host}:{port}", within_ms=200)
    assert set(threading.enumerate()) == before
