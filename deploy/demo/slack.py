"""Slack's stand-in beside the demo: it serves from a thread of its own, and the demo reads what it was sent."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.slack_standin import SlackStandIn


@contextmanager
def running_standin() -> Iterator[tuple[SlackStandIn, str]]:
    """Serve on loopback until the block ends; yields the stand-in and the address of its web API."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="slack-stand-in", daemon=True)
    thread.start()
    standin = SlackStandIn()
    try:
        yield standin, asyncio.run_coroutine_threadsafe(standin.start(), loop).result(timeout=10)
    finally:
        asyncio.run_coroutine_threadsafe(standin.stop(), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()
