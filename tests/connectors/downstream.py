"""What a brand's window counts of everything that was sent."""

from datetime import timedelta

from connectors.mention import Heartbeat, Mention
from connectors.page import write_pages
from streams.reading import Scored
from streams.score import Source, score_page
from tests.connectors.fakes import FakePublisher, of_type
from tests.connectors.samples import NOON
from tests.streams.rolling import Roller
from tests.streams.scored import score_as

FAR: int = 3_000
"""Days after noon, when all of it has been said."""


def count_downstream(publisher: FakePublisher, lane: str, brand: str = "acme") -> int:
    """Count mentions, late ones too, each page in the order in which Kafka has it."""
    roller = Roller()
    pages = publisher.values(f"{lane}.mentions")
    sources = {line.source for line in of_type(publisher.lines(lane), Mention)}
    end = [Heartbeat(source=source, upto=NOON + timedelta(days=2), lane=lane) for source in sources]
    for offset, page in enumerate([*pages, *write_pages(end)]):
        source = Source(partition=0, offset=offset, sent_at=NOON + timedelta(days=FAR))
        for reading in score_page(page, source, lane=lane, brands=[brand], score=score).readings:
            roller.take(reading)
    late = sum(late.counts.mentions for minute in roller.minutes for late in minute.late)
    return late + sum(minute.counts.mentions for minute in roller.minutes)


def score(mention: Mention, line: int) -> Scored:
    """Neither angry nor glad."""
    return score_as(mention, line=line)
