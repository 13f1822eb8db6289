"""The beat: heartbeats for what is pushed, as long as Kafka takes them."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime

from connectors.clock import Clock
from connectors.errors import ConnectorError
from connectors.page import write_pages
from connectors.publisher import Publisher, Record
from connectors.receiver.intake import Intake
from connectors.receiver.metrics import ReceiverMetrics
from connectors.receiver.options import ReceiverOptions
from connectors.settings import topic

log = logging.getLogger(__name__)


class Beat:
    """Sends heartbeats; whether they arrive is the receiver's health."""

    def __init__(
        self,
        intakes: Sequence[Intake],
        publisher: Publisher,
        options: ReceiverOptions,
        metrics: ReceiverMetrics,
        *,
        clock: Clock,
        lane: str,
    ) -> None:
        self._intakes = intakes
        self._publisher = publisher
        self._options = options
        self._metrics = metrics
        self._clock = clock
        self._lane = lane
        self.acknowledged_at: datetime | None = None
        """When Kafka last took something from us."""

    @property
    def is_well(self) -> bool:
        """Whether Kafka took something within the last three beats."""
        at = self.acknowledged_at
        return at is not None and self._clock.now() - at <= 3 * self._options.beat_every

    async def run(self) -> None:
        """Beat until cancelled. A programming error ends it: it must be seen."""
        said = ""
        while True:
            problem = await self.beat_once()
            if problem != said and problem:
                log.error("Kafka does not take heartbeats", extra={"why": problem})
            elif problem != said:
                log.info("Kafka takes heartbeats again")
            said = problem
            await self._clock.sleep(self._options.beat_every)

    async def beat_once(self) -> str:
        """Send one heartbeat for each hook that vouches; return why it failed, or nothing."""
        now = self._clock.now()
        beats = [
            beat
            for intake in self._intakes
            if (beat := intake.promise(now, self._options.settle)) is not None
        ]
        where = topic(self._lane, "mentions")
        try:
            await asyncio.to_thread(
                self._publisher.send, [Record(where, beat.source, write_pages([beat])[0]) for beat in beats]
            )
        except ConnectorError as exc:
            self._metrics.up.set(0)
            return str(exc)
        self.note_acknowledged()
        return ""

    def note_acknowledged(self) -> None:
        self.acknowledged_at = self._clock.now()
        self._metrics.up.set(1)
