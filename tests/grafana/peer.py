"""A real Prometheus that scrapes a registry of ours, for as long as a test needs it."""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
from prometheus_client import CollectorRegistry, start_http_server


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


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
        answer = httpx.get(f"{self._url}/api/v1/query", params={"query": expression}, timeout=5).json()
        assert answer["status"] == "success", f"{answer.get('error')}: {expression}"
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
    with (folder / "prometheus.log").open("wb") as log:
        process = subprocess.Popen(
            [
                binary,
                f"--config.file={file}",
                f"--storage.tsdb.path={folder / 'tsdb'}",
                f"--web.listen-address=127.0.0.1:{port}",
            ],
            stdout=log,
            stderr=log,
        )
    try:
        peer = Prometheus(f"http://127.0.0.1:{port}")
        wait_until(peer.is_ready, within=30)
        yield peer
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until(is_so: Callable[[], bool], *, within: float) -> None:
    deadline = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.1)
