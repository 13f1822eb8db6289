"""Cursors: how far each connector has read, in the compacted topic `{lane}.cursors`.

A connector's memory stands beside its cursor, under the connector's name, a stroke and the memory's own key.
"""

from collections.abc import Iterator, Mapping

from connectors import broker
from connectors.publisher import Publisher, Record
from connectors.settings import Kafka, topic


def load_cursors(where: Kafka | str, lane: str) -> dict[str, bytes]:
    """Read the last cursor of every connector instance; blocks until the topic's end is reached.

    Raises:
        TransientError: the broker does not answer.
        MisconfiguredError: the broker refuses us.
    """
    cursors: dict[str, bytes] = {}
    with broker.translated(where, "cursors"):
        reader = broker.open_reader(where)
        try:
            for key, value in broker.read_to_end(reader, topic(lane, "cursors")):
                name = (key or b"").decode(errors="replace")
                if value is None:
                    cursors.pop(name, None)
                else:
                    cursors[name] = value
        finally:
            reader.close()
    return cursors


def split_memory(saved: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    """The memory of one connector out of what `load_cursors` returned."""
    prefix = f"{name}/"
    return {key.removeprefix(prefix): value for key, value in saved.items() if key.startswith(prefix)}


def write_cursor(lane: str, name: str, cursor: bytes) -> Record:
    """The record that saves a cursor; send it only when everything before it is acknowledged."""
    return Record(topic(lane, "cursors"), name, cursor)


def write_memory(lane: str, name: str, memory: Mapping[str, bytes | None]) -> Iterator[Record]:
    """The records that save a memory; send them before the cursor, which relies on them."""
    for key, value in memory.items():
        yield Record(topic(lane, "cursors"), f"{name}/{key}", value)


def save_cursor(publisher: Publisher, lane: str, name: str, cursor: bytes) -> None:
    """Save one; call it only when everything before it is acknowledged. Raises what `Publisher.send` does."""
    publisher.send([write_cursor(lane, name, cursor)])
