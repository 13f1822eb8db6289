"""A short backlash for the broker tests: an hour of calm talk, twenty-five minutes of storm, a quiet evening."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from connectors.mention import ChannelKind, Mention, Platform

BEGINS: Final = datetime(2026, 3, 2, 13, tzinfo=UTC)
STORM: Final = BEGINS + timedelta(minutes=60)
CALM_AGAIN: Final = STORM + timedelta(minutes=25)

_CALM: Final = (
    "the new {thing} from {brand} came today",
    "does {brand} ship to the islands?",
    "wearing my {brand} {thing} again, so warm",
    "{brand} opens a shop on {place}",
    "is the {brand} {thing} true to size?",
    "got a {brand} {thing} for my sister",
)
_ANGRY: Final = (
    "{brand}'s {film} is soulless AI slop",
    "the {film} from {brand} is AI generated garbage, shame on you",
    "{brand} fired their artists for this AI {film}? disgusting",
    "unfollowed {brand}, the AI {film} is awful",
    "I hate that {brand} made the {film} with AI instead of paying artists",
    "cheap lifeless AI {film}, do better {brand}",
)
_SLOTS: Final = {
    "thing": ("scarf", "flask", "hat", "blanket", "jumper"),
    "place": ("Mill Street", "the pier", "Station Road"),
    "film": ("holiday film", "new ad", "fox film", "commercial"),
}


def tell_storm(lane: str, brand: str, *, until: datetime, seed: int = 5) -> Sequence[Mention]:
    """Everything said from `BEGINS` until a moment; the same each time, each author once."""
    chance = random.Random(seed)
    said: list[Mention] = []
    at = BEGINS
    while at < until:
        is_storm = STORM <= at < CALM_AGAIN
        at += timedelta(seconds=chance.uniform(1, 9 if is_storm else 19))
        phrase = chance.choice(_ANGRY if is_storm and chance.random() < 0.6 else _CALM)
        slots = {name: chance.choice(words) for name, words in _SLOTS.items()}
        said.append(
            Mention(
                source="x",
                native_id=str(len(said)),
                brand=brand,
                platform=Platform.X,
                kind=ChannelKind.POST,
                published_at=at,
                text=phrase.format(brand=brand, **slots),
                author=f"{chance.randrange(10**12):032x}",
                lane=lane,
            )
        )
    return said
