"""Dead letters of the response app: records on its own topics that cannot be read.

They go to `mentions.dead` beside the streams' own, with the topic they came from in a header: one place
to look at, whoever wrote them. Only our own programs write to these topics, so one is a bug or a stranger.
"""

import logging
from typing import Final

from faust.types import TopicT

from alerts.metrics import AlertMetrics
from streams.brake import Brake
from streams.durable import EXIT_UNREADABLE, Outgoing, hard_stop, send_and_wait
from streams.gapless import Received

log = logging.getLogger(__name__)

LONGEST: Final = 128_000


class Burial:
    """Buries what cannot be read, and stops the worker when nothing can."""

    def __init__(self, dead: TopicT, metrics: AlertMetrics, *, limit: int) -> None:
        self._dead = dead
        self._metrics = metrics
        self._limit = limit
        self._brake = Brake(limit)

    def note_readable(self) -> None:
        self._brake.note(readable=1, dead=0)

    async def bury(self, received: Received, reason: str) -> None:
        """Send a record away with the reason; returns when Kafka has it."""
        key = (received.key or b"").decode(errors="replace")
        headers = {
            "reason": reason[:1_000].encode(),
            "topic": received.topic.encode(),
            "partition": str(received.partition).encode(),
            "offset": str(received.offset).encode(),
        }
        await send_and_wait([Outgoing(self._dead, key, (received.value or b"")[:LONGEST], headers)])
        self._metrics.note_dead()
        log.warning("unreadable record", extra={"topic": received.topic, "reason": reason})
        if self._brake.note(readable=0, dead=1):
            why = f"the last {self._limit} records could not be read; `mentions.dead` has the reasons"
            hard_stop(why, EXIT_UNREADABLE)
