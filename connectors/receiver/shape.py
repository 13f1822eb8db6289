"""The shape of an event: what a dead letter may show of it, which is neither words nor people.

A deletion cannot reach a dead letter, so nothing is written there that one would have to delete.
"""

from typing import Any, Final

import msgspec

_DEEPEST: Final = 12
_MOST: Final = 50


def describe_shape(raw: bytes) -> bytes:
    """The JSON of an event with each text replaced by its length; empty when it is no JSON."""
    try:
        return msgspec.json.encode(_shape(msgspec.json.decode(raw), _DEEPEST))
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return b""


def _shape(value: Any, depth: int) -> Any:  # noqa: ANN401 - any JSON.
    if depth == 0:
        return "…"
    match value:
        case dict():
            return {str(key)[:64]: _shape(item, depth - 1) for key, item in list(value.items())[:_MOST]}
        case list():
            return [_shape(item, depth - 1) for item in value[:_MOST]]
        case str():
            return f"text of {len(value)}"
    return value
