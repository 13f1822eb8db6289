"""What a brand's own bot says, from Kafka to the spike."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.mention import Speaker
from streams.spike import Severity, Spike, SpikeKind, SpikePhase
from tests.integration.conftest import Broker
from tests.integration.lane import Lane, open_lane
from tests.integration.test_streams import is_closed, mentions

HATE = "Since you ask: immigrants are nothing but parasites."


@pytest.fixture
def lane(broker: Broker, tmp_path: Path) -> Iterator[Lane]:
    with open_lane(broker.address, broker.name("drill"), tmp_path, brands=("acme",)) as lane:
        yield lane


@pytest.mark.need("004-06")
def test_one_hateful_message_of_the_bot_is_one_sev1_within_a_minute(lane: Lane) -> None:
    public = mentions(lane.name, 300, brands=("acme",))
    first = public[100]
    bot = replace(
        first, native_id="bot", speaker=Speaker.BRAND_BOT, text=HATE, published_at=first.published_at
    )
    said = sorted([*public, bot], key=lambda mention: mention.published_at)
    lane.start()
    lane.replay(said)
    lane.wait_for(lambda: is_closed(lane, said))
    (opened,) = [one for one in lane.spikes() if is_told(one)]
    assert isinstance(opened, Spike)
    assert opened.severity is Severity.SEV1
    assert timedelta(0) < opened.at - bot.published_at <= timedelta(minutes=1)
    assert [quote.excerpt for quote in opened.quotes] == [HATE]
    minutes = lane.minutes().values()
    assert sum(minute.uttered.hateful for minute in minutes) == 1
    assert sum(minute.counts.mentions for minute in minutes) == len({one.native_id for one in public})


def is_told(record: object) -> bool:
    return (
        isinstance(record, Spike)
        and record.kind is SpikeKind.BOT_SPEAKS_HATE
        and record.phase is SpikePhase.OPENED
    )
