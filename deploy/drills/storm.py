"""The canary's storm: a day of quiet talk and twenty minutes of anger, so plain that every detector sees it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from connectors.mention import ChannelKind, Mention, Platform
from deploy.recordings.manifest import Storm
from deploy.recordings.material import Material
from deploy.recordings.taped import Taped

BRAND: Final = "canary"
SOURCE: Final = "canary"
BEGINS: Final = datetime(2026, 1, 5, tzinfo=UTC)
QUIET_FOR: Final = timedelta(hours=26)
STORM_FOR: Final = timedelta(minutes=20)
_QUIET_EVERY: Final = timedelta(minutes=4)
_STORM_EVERY: Final = timedelta(seconds=9)
_QUIET: Final = (
    "the new colours are in the shop by the station",
    "parcel arrived today, all as ordered",
    "does anyone know if the size chart runs small?",
    "saw their van on the ring road this morning",
    "opening hours on sunday are 10 to 4",
    "not sure which of the two I should get",
)
_ANGRY: Final = (
    "this is soulless AI slop and I hate it",
    "you fired real artists for this ugly AI garbage, shame on you",
    "disgusting. an AI made fake and you did not even tell us",
    "unfollowed, I am not paying for lazy AI slop",
    "six fingers, dead eyes, horrible AI video. awful",
)


def make_storm() -> Material:
    """The canary's material; the same every time."""
    onset = BEGINS + QUIET_FOR
    said = tuple(_say(onset))
    return Material(
        name="canary",
        sources={SOURCE: (BRAND,)},
        begins=said[0].published_at,
        ends=said[-1].published_at,
        mentions=len(said),
        storms=(Storm(onset=onset, end=onset + timedelta(hours=1), brand=BRAND, about="the canary"),),
        is_scored=False,
        is_redacted=False,
        _read=lambda: iter(said),
        _read_scored=_no_scores,
    )


def _say(onset: datetime) -> Iterator[Mention]:
    chance = Random(BRAND)  # noqa: S311 - a story, not a secret.
    at, number = BEGINS, 0
    while at < onset + STORM_FOR:
        is_angry = at >= onset
        yield Mention(
            source=SOURCE,
            native_id=str(number),
            brand=BRAND,
            platform=Platform.OTHER,
            kind=ChannelKind.POST,
            published_at=at,
            text=f"{chance.choice(_ANGRY if is_angry else _QUIET)} ({number})",
            author=f"{chance.randrange(16**12):012x}",
            language="en",
        )
        number += 1
        at += _STORM_EVERY if is_angry else _QUIET_EVERY


def _no_scores() -> Iterator[Taped]:
    yield from ()
