"""An intake: one hook's way into Kafka, and what may be promised of it."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from connectors.connector import Assignment
from connectors.mention import Heartbeat, Mention, Speaker
from connectors.page import MAX_LINE, Line, write_pages
from connectors.publisher import Publisher, Record
from connectors.receiver.hook import Delivery, Heard, Hook, Unread
from connectors.receiver.metrics import Event, ReceiverMetrics
from connectors.settings import topic

OWED_FOR: Final = timedelta(minutes=10)
"""How long heartbeats wait for a delivery that was sent away; a sender that has not come again by then won't."""


class Intake:
    """Reads one hook's deliveries and publishes them."""

    def __init__(
        self,
        assignment: Assignment,
        path: str,
        hook: Hook,
        publisher: Publisher,
        metrics: ReceiverMetrics,
    ) -> None:
        self.path = path
        self.hook = hook
        self._assignment = assignment
        self._publisher = publisher
        self._metrics = metrics
        self._owed_since: datetime | None = None

    @property
    def name(self) -> str:
        return self._assignment.name

    async def take(self, delivery: Delivery) -> Heard:
        """Read an authentic delivery and return when Kafka has acknowledged all of it.

        Raises:
            UnreadableError: nothing of it was taken; the same again will not be taken either.
            PermanentError: it is too large for Kafka.
            TransientError, MisconfiguredError: Kafka has not (all of) it; the sender must come again.
        """
        heard = await self.hook.read(delivery)
        records = [*self._page_records(heard), *(self._dead_record(unread) for unread in heard.unread)]
        if records:
            await asyncio.to_thread(self._publisher.send, records)
        self._owed_since = None
        self._count(heard)
        return heard

    def note_sent_away(self, now: datetime) -> None:
        """Remember that an authentic delivery was refused for now: until it comes again, we have a gap."""
        self._owed_since = self._owed_since or now

    def promise(self, now: datetime, settle: timedelta) -> Heartbeat | None:
        """What can be said of completeness now; None when the hook does not vouch."""
        if not self.hook.vouches:
            return None
        if self._owed_since is not None and now - self._owed_since > OWED_FOR:
            self._owed_since = None
        return self._beat(min(now, self._owed_since or now) - settle)

    def _beat(self, upto: datetime) -> Heartbeat:
        brands = tuple(brand.name for brand in self._assignment.brands)
        return Heartbeat(source=self.name, upto=upto, brands=brands, lane=self._assignment.lane)

    def _page_records(self, heard: Heard) -> Iterable[Record]:
        lines: list[Line] = [*sorted(heard.mentions, key=lambda mention: mention.published_at)]
        if heard.upto is not None:
            lines.append(self._beat(heard.upto))
        where = topic(self._assignment.lane, "mentions")
        return (Record(where, self.name, page) for page in write_pages(lines))

    def _dead_record(self, unread: Unread) -> Record:
        headers = (("reason", unread.reason.encode()), ("topic", b"receiver"))
        where = topic(self._assignment.lane, "mentions.dead")
        return Record(where, self.name, unread.raw[:MAX_LINE], headers)

    def _count(self, heard: Heard) -> None:
        for mention in heard.mentions:
            self._metrics.events.labels(self.name, _sort(mention)).inc()
        self._metrics.events.labels(self.name, Event.IGNORED).inc(heard.ignored)
        self._metrics.events.labels(self.name, Event.UNREAD).inc(len(heard.unread))


def _sort(mention: Mention) -> Event:
    if mention.deleted:
        return Event.DELETED
    if mention.speaker is not Speaker.PUBLIC:
        return Event.OWN
    return Event.EDITED if mention.edited else Event.NEW
