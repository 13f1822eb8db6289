"""Inflating: websocket messages that a server compressed with a zstd dictionary of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from connectors.errors import MisconfiguredError, UnreadableError
from connectors.sockets import MAX_MESSAGE, Message

Inflate = Callable[[Message], Message]
"""Returns the message as it was; raises UnreadableError."""

_LARGEST: Final = MAX_MESSAGE


def open_dictionary(path: Path) -> Inflate:
    """Read a dictionary's file.

    Raises:
        MisconfiguredError: there is none, or `zstandard` is not installed.
    """
    try:
        import zstandard  # noqa: PLC0415 - an extra; only those who want compression need it.
    except ModuleNotFoundError as exc:
        raise MisconfiguredError("`zstd_dictionary` needs: pip install 'crisis-monitor[zstd]'") from exc
    try:
        dictionary = zstandard.ZstdCompressionDict(path.read_bytes())
    except (OSError, zstandard.ZstdError) as exc:
        raise MisconfiguredError(f"{path}: {exc}") from exc
    decompressor = zstandard.ZstdDecompressor(dict_data=dictionary)

    def inflate(message: Message) -> Message:
        if isinstance(message, str):
            return message
        try:
            return decompressor.decompress(message, max_output_size=_LARGEST)
        except zstandard.ZstdError as exc:
            raise UnreadableError("a message that this dictionary does not open") from exc

    return inflate
