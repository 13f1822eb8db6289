"""Mentions and lines for tests, and strategies that make any that are allowed."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from hypothesis import strategies as st

from connectors.mention import EARLIEST, MAX_TEXT, ChannelKind, Heartbeat, Mention, Platform, Speaker, Tick
from connectors.page import Line

NOON: Final = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)


def make_mention(minutes: float = 0, /, **values: Any) -> Mention:
    """A mention some minutes after noon."""
    at = NOON + timedelta(minutes=minutes)
    standard: dict[str, Any] = {
        "source": "forum",
        "native_id": f"{minutes}",
        "brand": "acme",
        "platform": Platform.FORUM,
        "kind": ChannelKind.POST,
        "published_at": at,
        "text": "fine",
    }
    return Mention(**(standard | values))


TIMES = st.datetimes(EARLIEST.replace(tzinfo=None), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
NAMES = TEXTS.filter(bool)
OPTIONAL = st.none() | TEXTS

MENTIONS: st.SearchStrategy[Mention] = st.builds(
    Mention,
    source=NAMES,
    native_id=NAMES,
    brand=NAMES,
    platform=st.sampled_from(Platform),
    kind=st.sampled_from(ChannelKind),
    published_at=TIMES,
    text=TEXTS | st.integers(0, MAX_TEXT).map("漢".__mul__),
    author=OPTIONAL,
    language=OPTIONAL,
    url=OPTIONAL,
    parent_id=OPTIONAL,
    family=OPTIONAL,
    owned=st.booleans(),
    speaker=st.sampled_from(Speaker),
    interactions=st.none() | st.integers(-(2**53), 2**53),
    edited=st.booleans(),
    deleted=st.booleans(),
    cut=st.booleans(),
    lane=st.just("live"),
)
HEARTBEATS: st.SearchStrategy[Heartbeat] = st.builds(
    Heartbeat, source=NAMES, upto=TIMES, brands=st.lists(NAMES, max_size=5).map(tuple), lane=st.just("live")
)
TICKS: st.SearchStrategy[Tick] = st.builds(Tick, at=TIMES, lane=st.just("live"))
LINES: st.SearchStrategy[Line] = MENTIONS | HEARTBEATS | TICKS
