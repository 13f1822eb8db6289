"""A post on X, as its API v2 writes it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any, Final

import msgspec

from connectors.errors import UnreadableError
from connectors.mention import EARLIEST, ChannelKind, UtcTime
from connectors.nulls import convert_told
from connectors.post import Post
from connectors.text import tidy

FIELDS: Final = (
    "created_at,author_id,lang,public_metrics,edit_history_tweet_ids,"
    "in_reply_to_user_id,referenced_tweets,entities,note_tweet"
)
"""Asked for with every post. No users: each costs twice as much as a post."""
_EPOCH: Final = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)
"""Of the milliseconds in an id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    username: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entities:
    mentions: list[_Named] = field(default_factory=list)
    hashtags: list[_Named] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reference:
    type: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Long:
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class XPost:
    """One post. Each edit has an id of its own, and the ids of all versions, the first one first."""

    id: str
    text: str
    created_at: UtcTime | None = None
    author_id: str = ""
    lang: str | None = None
    edit_history_tweet_ids: list[str] = field(default_factory=list)
    in_reply_to_user_id: str | None = None
    referenced_tweets: list[_Reference] = field(default_factory=list)
    entities: _Entities = field(default_factory=_Entities)
    public_metrics: dict[str, int] = field(default_factory=dict)
    note_tweet: _Long = field(default_factory=_Long)
    """The whole of a long one; `text` is its beginning."""


def read_post(raw: object) -> XPost:
    """Raises UnreadableError: it is no post, or its id is no number, or its time cannot be."""
    try:
        post = convert_told(raw, XPost)
    except msgspec.ValidationError as exc:
        raise UnreadableError("not a post of X") from exc
    if not (post.id.isascii() and post.id.isdigit() and len(post.id) < 20):  # noqa: PLR2004 - 64 bits.
        raise UnreadableError("an id that is no number")
    if post.created_at is not None and post.created_at < EARLIEST:
        raise UnreadableError("a time before the site")
    return post


def write_post(post: XPost, now: datetime) -> Post:
    """Write the post; it is not from later than `now`."""
    references = {each.type: each.id for each in post.referenced_tweets}
    parent = references.get("replied_to")
    counted = [post.public_metrics[name] for name in _COUNTED if name in post.public_metrics]
    return Post(
        native_id=post.edit_history_tweet_ids[0] if post.edit_history_tweet_ids else post.id,
        version=post.id,
        text=tidy(unescape(post.note_tweet.text or post.text)),
        published_at=min(post.created_at or date_id(post.id), now),
        author=post.author_id,
        kind=ChannelKind.REPLY if parent is not None else ChannelKind.POST,
        url=f"https://x.com/i/web/status/{post.id}",
        language=post.lang if post.lang not in {"", "und", "zxx", None} else None,
        parent_id=parent,
        handles=tuple(each.username for each in post.entities.mentions if each.username),
        under=(post.in_reply_to_user_id,) if post.in_reply_to_user_id else (),
        hashtags=tuple(each.tag for each in post.entities.hashtags if each.tag),
        interactions=sum(counted) if counted else None,
    )


_COUNTED: Final = ("like_count", "reply_count", "retweet_count", "quote_count")


def date_id(post_id: str) -> datetime:
    """When a post with this id was made, to the millisecond."""
    return _EPOCH + timedelta(milliseconds=int(post_id) >> 22)


def step_back(post_id: str, by: timedelta) -> str:
    """An id from so much earlier."""
    return str(max((int(post_id) >> 22) - int(by.total_seconds() * 1_000), 0) << 22)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What a search says about its page."""

    result_count: int
    newest_id: str | None = None
    next_token: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of a search; a 200 may carry errors beside posts."""

    meta: Meta
    data: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """Posts asked for by id; those that are gone stand among the errors."""

    data: list[Any] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)

    def list_gone(self) -> frozenset[str]:
        """Ids of which X says that there is no such post, or that it may not be seen any more."""
        ends = ("resource-not-found", "not-authorized-for-resource")
        return frozenset(
            str(each.get("resource_id", each.get("value", "")))
            for each in self.errors
            if str(each.get("type", "")).endswith(ends)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Total:
    total_tweet_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many posts a search would find."""

    meta: _Total
