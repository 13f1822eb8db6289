"""A signal: a warning with its dates, its figures and the sentence that explains it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from connectors.mention import Platform


class Kind(StrEnum):
    """What one may be warned of."""

    REACH_ER_DIVERGENCE = "reach_er_divergence"
    """As many people see the posts, and far fewer react."""
    ENGAGEMENT_DROP = "engagement_drop"
    TOXIC_ENGAGEMENT = "toxic_engagement"
    """Far more react than usual, and at least half of what they write is hostile."""
    COMPLETION_DROP = "completion_drop"
    FOLLOWER_LOSS = "follower_loss"
    """Many leave at once, whoever comes in their place."""
    FOLLOWER_DECLINE = "follower_decline"
    """There are fewer and fewer."""


class State(StrEnum):
    """What can be said of one moment."""

    ALARM = "alarm"
    QUIET = "quiet"
    UNKNOWN = "unknown"
    """Nothing can be said, which is not the same as quiet."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What can be said of one moment, and why."""

    state: State
    why: str
    """One or two sentences for a PR person."""
    figures: Mapping[str, float | None] = field(default_factory=dict)
    """The numbers in `why`: rates and shares from 0 to 1, counts, falls as negative shares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A stretch of time with one warning."""

    kind: Kind
    since: datetime
    """Begin of the first bucket, or the publication of the video, with which it was given."""
    until: datetime
    """Of the last such."""
    is_open: bool
    """It still held at the end of the figures."""
    is_settled: bool = False
    """It lasted so long that it counts as the usual from then on; it is neither open nor over."""
    first: Judgement
    """As it could be given at `since`, with nothing that came later."""
    last: Judgement
    """As of `until`."""
    posts: int | None = None
    """Published on this account from a week before `since` to `until`; None where no posts were given."""
    ai_posts: int | None = None
    """Of them, those made with AI."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One kind of warning on one account: how it stands at the end, and every time it was given."""

    brand: str
    platform: Platform
    kind: Kind
    now: Judgement
    """Of the last bucket or video."""
    signals: tuple[Signal, ...] = ()
    """From old to new."""
