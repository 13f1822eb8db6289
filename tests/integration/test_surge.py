"""A surge: ten times the usual talk, most of it angry, against the real workers: they keep up, and people are told once."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

import pytest

from alerts.notice import PAGES, Notice, Reason, read_notice
from connectors.mention import ChannelKind, Mention, Platform
from connectors.page import join_lines
from connectors.publisher import Publisher, Record
from connectors.recording import list_sources
from connectors.settings import topic
from connectors.timetable import TimedPage, Timetable
from tests.integration.conftest import Broker
from tests.integration.lane import Lane
from tests.integration.test_alerts import TOKEN
from tests.integration.workspace import ROOM, Workspace

BEGINS: Final = datetime(2026, 3, 2, 6, tzinfo=UTC)
SURGE: Final = BEGINS + timedelta(hours=8)
ENDS: Final = SURGE + timedelta(minutes=40)
USUAL: Final = timedelta(seconds=3)
TIMES: Final = 10
PACE: Final = 0.5
"""Seconds for a page, which is a minute of the surge: 400 mentions a second."""
BEHIND: Final = 10
"""Pages: five seconds of the surge; measured were one or two."""
CALM: Final = (
    "the new {thing} from acme came today",
    "does acme ship to the islands?",
    "wearing my acme {thing} again, so warm",
    "is the acme {thing} true to size?",
)
ANGRY: Final = (
    "acme's {film} is soulless AI slop",
    "acme fired their artists for this AI {film}? disgusting",
    "unfollowed acme, the AI {film} is awful",
    "cheap lifeless AI {film}, do better acme",
)
WORDS: Final = {"thing": ("scarf", "flask", "hat", "jumper"), "film": ("holiday film", "new ad", "fox film")}
PATIENT: Final = "\n[escalation]\ncalls = 1\n" + "".join(
    f'[targets.SEV{number}]\nacknowledged = "4h"\nreplied = "4h"\n' for number in range(1, 5)
)
"""Nobody answers in this test; what calls the next person is no matter here."""


def tell(lane: str) -> Iterator[Mention]:
    """Eight hours as ever, then forty minutes of the surge."""
    chance, at, number = Random(7), BEGINS, 0
    while at < ENDS:
        is_surge = at >= SURGE
        phrase = chance.choice(ANGRY if is_surge and chance.random() < 0.6 else CALM)
        yield Mention(
            source="x",
            native_id=str(number),
            brand="acme",
            platform=Platform.X,
            kind=ChannelKind.POST,
            published_at=at,
            text=f"{phrase.format(**{name: chance.choice(words) for name, words in WORDS.items()})} {number}",
            author=f"{chance.randrange(16**12):012x}",
            lane=lane,
        )
        number += 1
        at += USUAL / TIMES if is_surge else USUAL


@pytest.mark.apache_alone
@pytest.mark.need("003-35")
def test_ten_times_the_talk_keeps_no_worker_behind_and_calls_people_once(
    broker: Broker, tmp_path: Path
) -> None:
    slack = Workspace()
    lane = Lane(broker.address, broker.name("drill"), ["acme"], tmp_path, extra=ROOM + PATIENT)
    said = list(tell(lane.name))
    pages = list(Timetable(list_sources(said), lane.name).write_pages(said))
    publisher = Publisher(broker.address)
    try:
        lane.start()
        lane.start("response-1", package="alerts", CRISIS_SLACK_URL=slack.url, **TOKEN)
        publisher.send([write(lane, page) for page in pages if page.at <= SURGE])
        lane.wait_for(lambda: lane.count_unread("mentions") == 0 and lane.is_judged())
        behind = []
        for page in (page for page in pages if SURGE < page.at <= ENDS):
            began = time.monotonic()
            publisher.send([write(lane, page)])
            behind.append(lane.count_unread("mentions"))
            time.sleep(max(0.0, PACE - (time.monotonic() - began)))  # The surge's own pace.
        assert max(behind) <= BEHIND, behind
        publisher.send([write(lane, page) for page in pages if page.at > ENDS])
        lane.wait_for(
            lambda: lane.count_unread("mentions") == 0 and lane.is_judged() and lane.is_taken("spikes"), 60
        )
        lane.wait_for(lambda: len(slack.standin.sent) >= 1)
        check_surge(lane)
        check_calls(lane)
    finally:
        publisher.close()
        lane.close()
        slack.stop()


def check_surge(lane: Lane) -> None:
    """It is ten times the usual, and all of it was counted."""
    rates = [minute.counts.mentions for minute in lane.minutes().values() if minute.counts.mentions]
    assert (min(rates), max(rates)) == (20, 200)
    angry = sum(minute.counts.backlash for minute in lane.minutes().values())
    assert angry > 3_000


def check_calls(lane: Lane) -> None:
    """Of thousands that are angry people hear once."""
    told = [read_notice(raw) for _, raw in lane.read("notices")]
    calls = {one.id: one.reason for one in told if isinstance(one, Notice) and one.reason in PAGES}
    assert list(calls.values()) == [Reason.OPENED]


def write(lane: Lane, page: TimedPage) -> Record:
    return Record(topic(lane.name, "mentions"), "surge", join_lines([line.to_json() for line in page.lines]))
