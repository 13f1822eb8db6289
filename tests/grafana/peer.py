"""A real Prometheus that scrapes a registry of ours, for as long as a test needs it."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from prometheus_client import CollectorRegistry, start_http_server

from deploy.child import Child
from deploy.local import free_port
from tests.waiting import wait_for

STOPS_WITHIN = 20.0


class Prometheus:
    """Asks a running Prometheus."""

    def __init__(self, url: str) -> None:
        self._url = url

    def is_ready(self) -> bool:
        try:
            return httpx.get(f"{self._url}/-/ready", timeout=2).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def query(self, expression: str) -> list[Any]:
        return self._ask("query", query=expression)

    def query_at(self, expression: str, at: float) -> list[Any]:
        return self._ask("query", query=expression, time=at)

    def query_range(self, expression: str, begins: float, ends: float, step: float) -> list[Any]:
        return self._ask("query_range", query=expression, start=begins, end=ends, step=step)

    def _ask(self, what: str, **params: str | float) -> list[Any]:
        answer = httpx.get(f"{self._url}/api/v1/{what}", params=params, timeout=30).json()
        assert answer["status"] == "success", f"{answer.get('error')}: {params['query']}"
        result: list[Any] = answer["data"]["result"]
        return result


@contextmanager
def serve(registry: CollectorRegistry) -> Iterator[int]:
    port = free_port()
    server, thread = start_http_server(port, "127.0.0.1", registry)
    try:
        yield port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def run_prometheus(targets: dict[str, int], folder: Path) -> Iterator[Prometheus]:
    """Start Prometheus with one job for each target, and stop it."""
    binary = shutil.which("prometheus")
    assert binary is not None
    config = {
        "global": {"scrape_interval": "200ms", "scrape_timeout": "200ms"},
        "scrape_configs": [
            {"job_name": job, "static_configs": [{"targets": [f"127.0.0.1:{port}"]}]}
            for job, port in targets.items()
        ],
    }
    file = folder / "prometheus.json"  # JSON is YAML.
    file.write_text(json.dumps(config))
    port = free_port()
    command = [
        binary,
        f"--config.file={file}",
        f"--storage.tsdb.path={folder / 'tsdb'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    child = Child(command, folder / "prometheus.log", grace=STOPS_WITHIN)
    try:
        peer = Prometheus(f"http://127.0.0.1:{port}")
        wait_for(peer.is_ready, 30)
        yield peer
    finally:
        child.stop()
