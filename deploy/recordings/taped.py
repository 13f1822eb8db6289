"""A taped line: a mention as it is recorded, with its score where it has one.

It is a mention's own JSON with one more key, `scored`, so that whoever reads mentions reads a recording.
"""

from dataclasses import dataclass, replace
from typing import Final

import msgspec

from connectors.errors import UnreadableError
from connectors.mention import Mention
from connectors.wire import Wire, decode
from streams.reading import Scored


@dataclass(frozen=True, slots=True, kw_only=True)
class Taped(Wire):
    """What a back-test needs of a scored line; the mention's own keys are passed over."""

    brand: str
    scored: Scored


_reader: Final = msgspec.json.Decoder(Taped)


def read_taped(line: bytes, number: int) -> Taped:
    """Read a scored line; `number` is for the error text.

    Raises:
        UnreadableError: it is not a scored line.
    """
    try:
        return _reader.decode(line)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        try:
            return decode(line, Taped)
        except UnreadableError as exc:
            raise UnreadableError(f"line {number}: {exc}") from exc


def write_taped(mention: Mention, scored: Scored | None) -> bytes:
    """Write a line; without a score it is the mention as it is."""
    raw = mention.to_json()
    if scored is None:
        return raw
    return raw[:-1] + b',"scored":' + scored.to_json() + b"}"


def redact_score(scored: Scored) -> Scored:
    """Take out every word of the person: quote and reasons. The numbers stay."""
    return replace(scored, excerpt="", because=())
