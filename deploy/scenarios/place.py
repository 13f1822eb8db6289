"""Where a thing is said: a platform, as what, and under what."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from connectors.mention import ChannelKind, Platform
from deploy.scenarios.chance import pick
from deploy.scenarios.phrases import Form
from deploy.scenarios.scenario import Strand

_KINDS: Final[Mapping[Platform, ChannelKind]] = {
    Platform.APP_STORE: ChannelKind.REVIEW,
    Platform.DISCORD: ChannelKind.MESSAGE,
    Platform.GOOGLE_PLAY: ChannelKind.REVIEW,
    Platform.LINE: ChannelKind.MESSAGE,
    Platform.TRUSTPILOT: ChannelKind.REVIEW,
}
_COMMENTED: Final = frozenset(
    {
        Platform.DCARD,
        Platform.FORUM,
        Platform.HACKERNEWS,
        Platform.NEWS,
        Platform.PTT,
        Platform.REDDIT,
        Platform.TIKTOK,
        Platform.YOUTUBE,
    }
)
"""Where most talk stands under somebody's title, which names the brand."""
_UNCOUNTED: Final = frozenset({Platform.LINE, Platform.NEWS, Platform.FORUM, Platform.PTT})
"""These tell no number of likes."""
_REPLIES: Final = 0.22
"""Chance that a comment answers another comment."""
_REMEMBERED: Final = 40
_LIKED: Final = 1.05
"""Pareto shape of likes: most get none, a few get thousands."""
_MOST_LIKED: Final = 40_000


@dataclass(slots=True)
class Root:
    """A post with talk under it."""

    event: str
    language: str
    platform: Platform
    native_id: str
    owned: bool
    recent: list[str]
    """Native ids of the latest comments."""


@dataclass(frozen=True, slots=True)
class Place:
    platform: Platform
    kind: ChannelKind
    parent_id: str | None
    owned: bool
    root: Root | None


def choose_place(
    strand: Strand,
    platforms: Mapping[Platform, float],
    roots: list[Root],
    form: Form,
    rng: Random,
) -> Place:
    """Under one of the strand's events if it is out in this language, else anywhere."""
    if form is Form.ARTICLE:
        return Place(Platform.NEWS, ChannelKind.ARTICLE, None, owned=False, root=None)
    event = pick(strand.under, rng) if strand.under and form is not Form.POST else "elsewhere"
    choices = {at: platforms.get(root.platform, 1.0) for at, root in enumerate(roots) if root.event == event}
    if not choices:
        platform = pick(platforms, rng)
        kind = _KINDS.get(platform, ChannelKind.COMMENT if platform in _COMMENTED else ChannelKind.POST)
        return Place(platform, ChannelKind.POST if form is Form.POST else kind, None, owned=False, root=None)
    root = roots[pick(choices, rng)]
    if root.recent and rng.random() < _REPLIES:
        return Place(root.platform, ChannelKind.REPLY, rng.choice(root.recent), root.owned, root)
    kind = ChannelKind.REPLY if root.platform in {Platform.X, Platform.THREADS} else ChannelKind.COMMENT
    return Place(root.platform, kind, root.native_id, root.owned, root)


def remember(place: Place, native_id: str) -> None:
    """So that others can answer it."""
    if place.root is not None:
        place.root.recent.append(native_id)
        del place.root.recent[:-_REMEMBERED]


def count_likes(platform: Platform, kind: ChannelKind, rng: Random) -> int | None:
    """Interactions as a platform would tell them, or none."""
    if platform in _UNCOUNTED:
        return None
    scale = 4 if kind is ChannelKind.POST else 1
    return min(int(scale * (rng.paretovariate(_LIKED) - 1)), _MOST_LIKED)
