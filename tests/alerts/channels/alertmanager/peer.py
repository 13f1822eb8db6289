"""A real Alertmanager on this machine, which tells our receiver what it would tell people."""

import asyncio
import json
import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from deploy.child import Child
from deploy.local import free_port

BINARY = shutil.which("prometheus-alertmanager") or shutil.which("alertmanager")

STOPS_WITHIN = 20.0

INHIBIT = {
    "source_matchers": ['severity="critical"'],
    "target_matchers": ['severity="warning"'],
    "equal": ["brand"],
}
"""The rule nearly every Alertmanager has: what is critical holds back the warnings of the same thing."""


@asynccontextmanager
async def run_alertmanager(told: str, folder: Path) -> AsyncIterator[str]:
    """Start it, give its address, and stop it; `told` is the webhook it notifies."""
    assert BINARY is not None
    config = {
        "route": {
            "receiver": "people",
            "group_by": ["..."],
            "group_wait": "0s",
            "group_interval": "100ms",
            "repeat_interval": "1h",
        },
        "receivers": [{"name": "people", "webhook_configs": [{"url": told}]}],
        "inhibit_rules": [INHIBIT],
    }
    file = folder / "alertmanager.json"  # JSON is YAML.
    file.write_text(json.dumps(config))
    url = f"http://127.0.0.1:{free_port()}"
    command = [
        BINARY,
        f"--config.file={file}",
        f"--storage.path={folder / 'data'}",
        f"--web.listen-address={url.removeprefix('http://')}",
        "--cluster.listen-address=",
    ]
    child = Child(command, folder / "alertmanager.log", grace=STOPS_WITHIN)
    try:
        await wait_until(lambda: _is_ready(url), within=20)
        yield url
    finally:
        child.stop()


def list_alerts(url: str) -> list[Any]:
    listed: list[Any] = httpx.get(f"{url}/api/v2/alerts").json()
    return listed


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/-/ready").status_code == 200
    except httpx.HTTPError:
        return False


async def wait_until(is_so: Callable[[], bool], *, within: float = 10) -> None:
    deadline = time.monotonic() + within
    while not await asyncio.to_thread(is_so):
        assert time.monotonic() < deadline, "it did not come true in time"
        await asyncio.sleep(0.05)
