"""Connectors killed with -9 between Kafka's acknowledgement and the saved cursor: nothing is lost or counted twice."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.mention import Mention
from connectors.page import read_page
from streams.minute import Counts
from tests.integration.conftest import Broker
from tests.integration.lane import Lane
from tests.integration.takedown import TOKENS, Platform, make_bluesky, make_mastodon, minutes_of
from tests.integration.theatre import Theatre
from tests.integration.workers import KILLED

BEGAN = timedelta(hours=2)
DEATHS = 2


PLATFORMS: Mapping[str, Callable[[], Platform]] = {
    "bluesky": make_bluesky,
    # Nothing is taken down here, and looking up would make up half of the time.
    "mastodon, without its stream": lambda: make_mastodon(streams=False, looks_up=False),
}


@pytest.mark.parametrize("place", PLATFORMS)
def test_killed_before_its_cursor_is_saved_it_counts_what_an_undisturbed_one_counts(
    place: str, broker: Broker, tmp_path: Path
) -> None:
    """Two connectors read the same platform, one for each brand, and only one of them dies."""
    platform = PLATFORMS[place]()
    theatre = Theatre(platform.stage)
    table = platform.connector.format(address=theatre.address)
    extra = "".join(
        f'[[connectors]]\nname = "{name}"\nbrands = ["{brand}"]\n{table}\n'
        for name, brand in (("mortal", "acme"), ("steady", "bolt"))
    )
    lane = Lane(broker.address, broker.name("drill"), ["acme", "bolt"], tmp_path, extra=extra)
    at = datetime.now(UTC) - BEGAN

    def say(count: int) -> None:
        nonlocal at
        for number in range(count):
            text = ("is a disappointment", "is lovely", "這支廣告好無聊")[number % 3]
            theatre.act(platform.say, f"acme and bolt: {text} {minutes_of(at):.2f}", at)
            at += timedelta(seconds=20)

    try:
        lane.start()
        for _ in range(DEATHS):
            say(20)
            killed = lane.listen(TOKENS, name="mortal", only="mortal", dies=True)
            killed.is_let_go = True
            lane.wait_for(lambda killed=killed: not killed.child.is_running, 60)  # type: ignore[misc]
            assert killed.child.wait(1) == KILLED, killed.tail()
        assert lane.read("cursors") == []
        say(20)
        killed = lane.listen(TOKENS, name="mortal", only="mortal")
        lane.wait_for(lambda: len(lane.read("cursors")) > 0, 60)
        killed.kill()
        say(10)
        at += timedelta(minutes=5)
        say(1)  # After it every minute before can close, where the platform's own time decides.
        lane.listen(TOKENS, name="mortal", only="mortal")
        lane.listen(TOKENS, name="steady", only="steady")
        said = 20 * DEATHS + 30
        lane.wait_for(lambda: min(count(lane)) >= said and shape(lane, "acme") == shape(lane, "bolt"), 120)
        assert count(lane) in {(said, said), (said + 1, said + 1)}
        names = sent(lane, "mortal")
        assert len(set(names)) == said + 1
        assert len(names) > said + 20, "nothing was sent twice: it was not killed where it should"
    finally:
        lane.close()
        theatre.stop()


def shape(lane: Lane, brand: str) -> dict[tuple[str, str], Counts]:
    """What was said about a brand in each minute and place, on time or late: who was killed may be late."""
    found: dict[tuple[str, str], Counts] = {}
    for minute in lane.minutes().values():
        said = [(minute.start, platform, counts) for platform, counts in minute.platforms.items()]
        said += [(late.start, late.platform, late.counts) for late in minute.late]
        for start, platform, counts in said if minute.brand == brand else ():
            key = (start.isoformat(), platform.value)
            found[key] = found.get(key, Counts()) + counts
    return found


def count(lane: Lane) -> tuple[int, ...]:
    return tuple(sum(each.mentions for each in shape(lane, brand).values()) for brand in lane.brands)


def sent(lane: Lane, source: str) -> list[str]:
    pages = [
        read_page(value, lane=lane.name, sent_at=datetime.now(UTC)) for _, value in lane.read("mentions")
    ]
    said = [line for page in pages for _, line in page.lines if isinstance(line, Mention)]
    return [line.native_id for line in said if line.source == source]
