"""A page: the value of one Kafka record on `mentions`, up to 500 lines of JSON.

A line is a mention, a heartbeat or a tick. One bad line does not spoil its neighbours.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from connectors.errors import UnreadableError
from connectors.mention import MAX_AHEAD, Heartbeat, Mention, Tick
from connectors.wire import decode

MAX_MENTIONS: Final = 500
MAX_BYTES: Final = 900_000
"""Of a page: under Kafka's default limit of 1 MB for a record."""
MAX_LINE: Final = 128_000
"""Bytes of one line: more than the longest allowed text can need."""
MAX_LINES: Final = 2_000
_END: Final = datetime.max.replace(tzinfo=UTC)

Line = Mention | Heartbeat | Tick
_CONTRACTS: Final[dict[str, type[Line]]] = {"mention": Mention, "heartbeat": Heartbeat, "tick": Tick}


@dataclass(frozen=True, slots=True)
class _Header:
    type: str = "mention"


@dataclass(frozen=True, slots=True)
class DeadLine:
    """A line that could not be read."""

    line: int
    """From 0, within the page."""
    raw: bytes
    reason: str
    """One sentence for a person; never a part of the text."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds; `lines` carry their number within the page, from 0."""

    lines: tuple[tuple[int, Line], ...]
    dead: tuple[DeadLine, ...]

    @property
    def mentions(self) -> Iterator[tuple[int, Mention]]:
        return ((number, line) for number, line in self.lines if isinstance(line, Mention))


def read_page(raw: bytes, *, lane: str, sent_at: datetime) -> Page:
    """Read a page; never raises, whatever the bytes.

    Args:
        raw: the record's value.
        lane: the lane it was read from; a line of another lane is refused, so that a drill cannot leak.
        sent_at: the record's Kafka timestamp, against which dates from the future are judged.
    """
    lines: list[tuple[int, Line]] = []
    dead: list[DeadLine] = []
    latest = sent_at + min(MAX_AHEAD, _END - sent_at)
    for number, line in enumerate(raw.split(b"\n", MAX_LINES)):
        if not line.strip():
            continue
        if number == MAX_LINES:
            dead.append(DeadLine(number, line[:MAX_LINE], f"more than {MAX_LINES} lines in a page"))
            break
        try:
            lines.append((number, _read_line(line, lane, latest)))
        except UnreadableError as exc:
            dead.append(DeadLine(number, line[:MAX_LINE], str(exc)))
    return Page(tuple(lines), tuple(dead))


def _read_line(raw: bytes, lane: str, latest: datetime) -> Line:
    if len(raw) > MAX_LINE:
        raise UnreadableError(f"line of {len(raw)} bytes; at most {MAX_LINE} are taken")
    line: Line
    try:
        line = mention = decode(raw, Mention)  # Nearly all are; what says it is something else is no mention.
        at = mention.published_at
    except UnreadableError:
        line = _read_other(raw)
        at = _event_time(line)
    if line.lane != lane:
        raise UnreadableError("line of another lane")
    if at > latest:
        raise UnreadableError(f"from the future: {at.isoformat()}, may be {latest.isoformat()} at most")
    return line


def _read_other(raw: bytes) -> Line:
    contract = _CONTRACTS.get(decode(raw, _Header).type)
    if contract is None:
        raise UnreadableError(f"unknown `type`; known: {', '.join(sorted(_CONTRACTS))}")
    return decode(raw, contract)


def _event_time(line: Line) -> datetime:
    match line:
        case Mention():
            return line.published_at
        case Heartbeat():
            return line.upto
        case Tick():
            return line.at


def write_pages(lines: Iterable[Line], *, max_mentions: int = MAX_MENTIONS) -> list[bytes]:
    """Cut lines into pages that respect `MAX_BYTES` and `max_mentions`; order is kept."""
    return list(cut_records((line.to_json() for line in lines), most=max_mentions, largest=MAX_BYTES))


def cut_records(lines: Iterable[bytes], *, most: int, largest: int) -> Iterator[bytes]:
    """Put lines into records, in their order.

    Args:
        lines: without line breaks.
        most: lines of a record.
        largest: bytes of a record, unless a single line is longer.
    """
    batch: list[bytes] = []
    size = 0
    for line in lines:
        if batch and (len(batch) >= most or size + len(line) + 1 > largest):
            yield join_lines(batch)
            batch, size = [], 0
        batch.append(line)
        size += len(line) + 1
    if batch:
        yield join_lines(batch)


def join_lines(lines: Sequence[bytes]) -> bytes:
    return b"\n".join(lines) + b"\n"
