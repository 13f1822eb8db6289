"""Keys: what is pressed in the terminal while something runs; nothing where there is no terminal."""

import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def reading_keys() -> Iterator[Callable[[], str | None]]:
    """Yield what gives the next key pressed, or none; the terminal is as it was when the block ends."""
    if not sys.stdin.isatty():
        yield lambda: None
        return
    import termios  # noqa: PLC0415 - not on every system, and only where there is a terminal.
    import tty  # noqa: PLC0415 - as above.

    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        yield _next_key
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def _next_key() -> str | None:
    ready, _, _ = select.select([sys.stdin], [], [], 0)
    return sys.stdin.read(1) if ready else None
