"""Resuming: the cursor a connector saved, read back."""

from typing import TypeVar

from connectors.errors import MisconfiguredError, UnreadableError
from connectors.wire import Wire, decode

T = TypeVar("T", bound=Wire)


def read_cursor(raw: bytes, form: type[T]) -> T:
    """Read a saved cursor.

    Raises:
        MisconfiguredError: it is not of this form; the text says what to do.
    """
    try:
        return decode(raw, form)
    except UnreadableError as exc:
        raise MisconfiguredError(f"the saved cursor cannot be read ({exc}); delete it to start anew") from exc
