"""An event loop in a thread of its own, so that a test may wait for what is served there."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Elsewhere:
    """Runs things there; to be closed."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run it there and wait for its end."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def call(self, act: Callable[..., T], *args: Any, **values: Any) -> T:
        """Call it there and wait for what it returns."""

        async def work() -> T:
            return act(*args, **values)

        return self.run(work())

    def close(self) -> None:
        self.run(_end_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()


async def _end_all() -> None:
    """Whoever is still connected is served by a task that waits for what happens next."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
