"""Figures: what a platform tells a brand about its own account, by stretch of time and by post.

None is a figure nobody gave; it is never 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from connectors.mention import Platform


class Engaged(Protocol):
    """Whatever was seen by people and reacted to."""

    @property
    def reach(self) -> int | None: ...
    @property
    def likes(self) -> int | None: ...
    @property
    def comments(self) -> int | None: ...
    @property
    def shares(self) -> int | None: ...
    @property
    def interactions(self) -> int | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """What happened on an account in one stretch of time, mostly a day. Counts are 0 or more."""

    brand: str
    platform: Platform
    at: datetime
    """When it begins; with a time zone."""
    reach: int | None = None
    """People who saw something of the account."""
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    interactions: int | None = None
    """All of them together, where the platform does not tell them apart."""
    hostile: int | None = None
    """Of the comments, those that are negative or abuse somebody, as whoever reads them says."""
    completion: float | None = None
    """Share of video plays that went to the end, 0 to 1."""
    gained: int | None = None
    """Followers who came."""
    lost: int | None = None
    """Followers who left: the gross loss."""
    followers: int | None = None
    """At its end."""

    def __post_init__(self) -> None:
        counts = (self.reach, self.likes, self.comments, self.shares, self.interactions)
        _check(self.at, (*counts, self.hostile, self.gained, self.lost, self.followers), self.completion)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post of the brand's own and what became of it. Counts are 0 or more."""

    brand: str
    platform: Platform
    id: str
    published_at: datetime
    """With a time zone."""
    reach: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    interactions: int | None = None
    completion: float | None = None
    """Share of plays that went to the end, 0 to 1; None where it is no video."""
    is_ai: bool | None = None
    """Made with AI, as the brand itself says."""
    format: str = ""
    """Such as reel, image or story: posts are compared only with others of their format."""

    def __post_init__(self) -> None:
        counts = (self.reach, self.likes, self.comments, self.shares, self.interactions)
        _check(self.published_at, counts, self.completion)


def collect(values: Iterable[float | None]) -> list[float]:
    """Those that somebody gave."""
    return [value for value in values if value is not None]


def _check(at: datetime, counts: tuple[int | None, ...], completion: float | None) -> None:
    if at.tzinfo is None:
        raise ValueError("a time needs its time zone")
    if any(count is not None and count < 0 for count in counts):
        raise ValueError("a count is 0 or more")
    if completion is not None and not 0 <= completion <= 1:
        raise ValueError("a completion is between 0 and 1")
