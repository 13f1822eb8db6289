"""Dead letters: what could not be read, on `mentions.dead` with the reason and the place it stood at."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Final, TypeVar

from faust.types import TopicT

from connectors.errors import UnreadableError
from connectors.page import MAX_BYTES, DeadLine
from streams.app import Sentiment
from streams.brake import Brake
from streams.durable import EXIT_UNREADABLE, Outgoing, hard_stop, send
from streams.gapless import Received
from streams.metrics import StreamMetrics
from streams.settings import Settings

T = TypeVar("T")

LETTER_BYTES: Final = MAX_BYTES
"""Of a dead letter; what is longer goes in several, so that nothing of it is lost."""


class Burial:
    """Where one step puts what it cannot read; ends the worker when that has been everything for too long."""

    def __init__(self, sentiment: Sentiment, settings: Settings, metrics: StreamMetrics) -> None:
        self._dead = sentiment.dead
        self._name = f"{settings.lane}.mentions.dead"
        self._limit = settings.streams.max_unreadable
        self._metrics = metrics
        self._brake = Brake(self._limit)
        self._sent: list[Awaitable[object]] = []

    async def bury(self, record: Received, dead: Iterable[DeadLine], *, readable: int) -> None:
        """Send the unreadable lines of a record away; call it for each record, also where there are none.

        Args:
            record: which they stood in.
            dead: the lines.
            readable: how many others of it could be read.
        """
        letters = list(dead)
        if letters:
            self._sent += await send(_address(self._dead, record, letters))
            self._metrics.note_dead(len(letters))
        if self._brake.note(readable=readable, dead=len(letters)):
            await self.wait()
            why = (
                f"the last {self._limit} lines of {record.topic} could not be read; {self._name} has the "
                "reasons; mend the writer, then start again"
            )
            hard_stop(why, EXIT_UNREADABLE)

    async def read(self, record: Received, read: Callable[[bytes], T]) -> T | None:
        """Read a record that is one line; None when that has been buried."""
        value = record.value or b""
        try:
            found = read(value)
        except UnreadableError as exc:
            await self.bury(record, [DeadLine(0, value, str(exc))], readable=0)
            return None
        await self.bury(record, (), readable=1)
        return found

    async def wait(self) -> None:
        """Return when Kafka has all that was buried."""
        sent, self._sent = self._sent, []
        for acknowledged in sent:
            await acknowledged

    def forget(self) -> None:
        """The batch is over, or was dropped."""
        self._sent.clear()


def _address(topic: TopicT, record: Received, dead: Iterable[DeadLine]) -> Iterator[Outgoing]:
    for line in dead:
        place = {
            "reason": line.reason.encode(),
            "topic": record.topic.encode(),
            "partition": str(record.partition).encode(),
            "offset": str(record.offset).encode(),
            "line": str(line.line).encode(),
        }
        parts = range(0, len(line.raw), LETTER_BYTES) or range(1)
        for part, start in enumerate(parts, start=1):
            which = {"part": f"{part}/{len(parts)}".encode()} if len(parts) > 1 else {}
            yield Outgoing(topic, record.key_text, line.raw[start : start + LETTER_BYTES], place | which)
