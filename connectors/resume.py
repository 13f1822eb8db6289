"""Resuming: what a connector saved, read back."""

from typing import TypeVar

from connectors.errors import MisconfiguredError, UnreadableError
from connectors.wire import decode

T = TypeVar("T")


def read_cursor(raw: bytes | None, form: type[T]) -> T | None:
    """Read a saved cursor, or what was saved beside it; None where nothing was.

    Raises:
        MisconfiguredError: it is not of this form; the text says what to do.
    """
    if raw is None:
        return None
    try:
        return decode(raw, form)
    except UnreadableError as exc:
        raise MisconfiguredError(f"the saved cursor cannot be read ({exc}); delete it to start anew") from exc
