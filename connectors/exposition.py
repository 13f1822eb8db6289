"""Exposition: `/metrics`, served by any of our programs."""

from threading import Thread
from typing import Final
from wsgiref.simple_server import WSGIServer

from prometheus_client import REGISTRY, CollectorRegistry, start_http_server

from connectors.errors import MisconfiguredError

LOOPBACK: Final = "127.0.0.1"


def serve_metrics(
    port: int, host: str = LOOPBACK, registry: CollectorRegistry = REGISTRY
) -> tuple[WSGIServer, Thread]:
    """Serve a registry in a thread of its own; whoever called it shuts the server down.

    Raises:
        MisconfiguredError: the port is taken, or not ours to take.
    """
    try:
        return start_http_server(port, host, registry)
    except OSError as exc:
        what = f"/metrics cannot be served at {host}:{port}: {exc.strerror or exc}"
        raise MisconfiguredError(f"{what}. End what serves there, or choose another port") from exc
