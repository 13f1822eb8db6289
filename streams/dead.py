"""Dead letters: what could not be read, on `mentions.dead` with the reason and the place it stood at."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from connectors.errors import UnreadableError
from connectors.page import MAX_LINE, DeadLine
from streams.app import Sentiment
from streams.durable import Outgoing, send_and_wait
from streams.gapless import Received

T = TypeVar("T")


def dead_letters(sentiment: Sentiment, record: Received, dead: Iterable[DeadLine]) -> list[Outgoing]:
    return [
        Outgoing(
            sentiment.dead,
            (record.key or b"").decode(errors="replace"),
            line.raw,
            {
                "reason": line.reason.encode(),
                "topic": record.topic.encode(),
                "partition": str(record.partition).encode(),
                "offset": str(record.offset).encode(),
                "line": str(line.line).encode(),
            },
        )
        for line in dead
    ]


async def read_or_bury(sentiment: Sentiment, record: Received, read: Callable[[bytes], T]) -> T | None:
    """Read a record that only our own agents write; what a stranger wrote there is a dead letter."""
    try:
        return read(record.value or b"")
    except UnreadableError as exc:
        line = DeadLine(0, (record.value or b"")[:MAX_LINE], str(exc))
        await send_and_wait(dead_letters(sentiment, record, [line]))
        return None
