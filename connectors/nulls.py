"""Nulls: what platforms write for a field that is not there. Read here, `null` and an absent field are the same.

A contract of a platform says what a field is where it is there, and has a default for where it is not. Which of
the two ways a platform leaves one out changes from field to field and without notice, and one `null` would cost a
whole post, or a page of them.
"""

from contextlib import suppress
from typing import Any, TypeVar

import msgspec

from connectors.errors import UnreadableError
from connectors.wire import decode

T = TypeVar("T")


def decode_told(raw: bytes | str, contract: type[T]) -> T:
    """Decode the JSON of a platform, or of somebody's own program, into a contract.

    Raises:
        UnreadableError: as `connectors.wire.decode`; a field that must be there and is `null` is missing.
    """
    try:
        return decode(raw, contract)
    except UnreadableError:
        bare = _rewrite(raw)  # Only now: nearly everything is read at the first attempt.
        if bare is None:
            raise
        return decode(bare, contract)


def convert_told(told: object, contract: type[T], *, strict: bool = True) -> T:
    """Take what was decoded already into a contract.

    Raises:
        msgspec.ValidationError: it is none; a field that must be there and is `null` is missing.
    """
    try:
        return msgspec.convert(told, contract, strict=strict)
    except msgspec.ValidationError:
        bare = _without_nulls(told)
        if bare is None:
            raise
        return msgspec.convert(bare, contract, strict=strict)


def _rewrite(raw: bytes | str) -> bytes | None:
    """The same without nulls; None where that would be no other, or it is no JSON."""
    try:
        bare = _without_nulls(msgspec.json.decode(raw))
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    return None if bare is None else msgspec.json.encode(bare)


def _without_nulls(told: object) -> object:
    """The same without nulls; None where that would be no other, or it is nested too deeply to be anything."""
    with suppress(RecursionError):
        bare = _drop_nulls(told)
        if bare != told:
            return bare
    return None


def _drop_nulls(told: Any) -> Any:  # noqa: ANN401 - whatever somebody sent.
    """Leave out every field that is `null`; one in a list keeps its place."""
    if isinstance(told, dict):
        return {key: _drop_nulls(value) for key, value in told.items() if value is not None}
    if isinstance(told, list):
        return [_drop_nulls(value) for value in told]
    return told
