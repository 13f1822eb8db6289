"""Cursors: how far each connector has read, in the compacted topic `{lane}.cursors`."""

from connectors import broker
from connectors.publisher import Publisher, Record
from connectors.settings import topic


def load_cursors(bootstrap: str, lane: str) -> dict[str, bytes]:
    """Read the last cursor of every connector instance; blocks until the topic's end is reached.

    Raises:
        TransientError: the broker does not answer.
        MisconfiguredError: the broker refuses us.
    """
    cursors: dict[str, bytes] = {}
    with broker.translated(bootstrap, "cursors"):
        reader = broker.open_reader(bootstrap)
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


def save_cursor(publisher: Publisher, lane: str, name: str, cursor: bytes) -> None:
    """Save one; call it only when everything before it is acknowledged. Raises what `Publisher.send` does."""
    publisher.send([Record(topic(lane, "cursors"), name, cursor)])
