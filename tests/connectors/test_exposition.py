"""`/metrics`: a port that cannot be had is told in words."""

import socket
import urllib.request

import pytest
from prometheus_client import CollectorRegistry, Counter

from connectors.errors import MisconfiguredError
from connectors.exposition import LOOPBACK, serve_metrics


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(MisconfiguredError, match=f"{LOOPBACK}:{port}: Address already in use"):
            serve_metrics(port, registry=CollectorRegistry())


def test_it_serves_the_registry_it_is_given() -> None:
    registry = CollectorRegistry()
    Counter("crisis_asked", "How often.", registry=registry).inc()
    server, thread = serve_metrics(0, registry=registry)
    try:
        with urllib.request.urlopen(f"http://{LOOPBACK}:{server.server_port}/metrics") as answer:
            assert b"crisis_asked_total 1.0" in answer.read()
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
