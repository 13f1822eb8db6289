"""Waiting until something comes true, instead of sleeping."""

import time
from collections.abc import Callable
from typing import Final

EVERY: Final = 0.05


def wait_for(claim: Callable[[], bool], within: float) -> float:
    """Wait until a claim holds; return the seconds it took. Fails the test when it did not in time."""
    start = time.monotonic()
    while not claim():
        assert time.monotonic() - start < within, f"not within {within} s: {claim}"
        time.sleep(EVERY)
    return time.monotonic() - start
