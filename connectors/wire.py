"""The wire format: a contract is a frozen dataclass, a record is JSON, one object a line.

Unknown fields are ignored, so that a newer writer does not stop an older reader; a missing
or wrong field is named in the error.
"""

from collections.abc import Callable
from typing import Any, Final, Self, TypeVar

import msgspec

from connectors.errors import UnreadableError

T = TypeVar("T")

_LONGEST = 160


class _Decoders(dict[type[Any], Callable[[bytes | str], Any]]):
    """One for each contract, made when it is first read."""

    def __missing__(self, contract: type[Any]) -> Callable[[bytes | str], Any]:
        self[contract] = made = msgspec.json.Decoder(contract).decode
        return made


_decoders: Final = _Decoders()


class Wire:
    """Gives a frozen dataclass `to_json` and `from_json`; it has no state and no other behaviour."""

    __slots__ = ()

    def to_json(self) -> bytes:
        """Encode as one JSON object without a line break; fields keep their declared order."""
        return msgspec.json.encode(self)

    @classmethod
    def from_json(cls, raw: bytes | str) -> Self:
        """Decode one JSON object.

        Raises:
            UnreadableError: not JSON, or a field is missing, of the wrong type or out of range.
        """
        return decode(raw, cls)


def decode(raw: bytes | str, contract: type[T]) -> T:
    """Decode one JSON object into a contract; see `Wire.from_json`."""
    try:
        decoded: T = _decoders[contract](raw)
    except UnicodeError as exc:
        raise UnreadableError("not UTF-8") from exc
    except RecursionError as exc:
        raise UnreadableError("nested too deeply") from exc
    except msgspec.MsgspecError as exc:
        raise UnreadableError(_shorten(str(exc))) from exc
    return decoded


def _shorten(reason: str) -> str:
    """Keep the beginning and the field's name at the end: an unknown enum value is quoted whole."""
    return reason if len(reason) <= _LONGEST else f"{reason[:80]}…{reason[-80:]}"
