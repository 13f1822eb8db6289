"""A post on Threads, as keyword search tells it: without who owns it, often without who wrote it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from connectors.errors import UnreadableError
from connectors.mention import EARLIEST, ChannelKind
from connectors.nulls import convert_told
from connectors.post import Post
from connectors.text import digest_text, tidy

FIELDS = "id,text,timestamp,permalink,username,is_reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadsPost:
    """One post."""

    id: str
    timestamp: str
    text: str = ""
    permalink: str | None = None
    username: str = ""
    is_reply: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer of the search."""

    data: list[Any]


def read_post(raw: object, now: datetime) -> Post:
    """Read a post; it is not from later than `now`. Raises UnreadableError: it is none, or has no time."""
    try:
        said = convert_told(raw, ThreadsPost)
        at = datetime.fromisoformat(said.timestamp)
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (msgspec.ValidationError, ValueError, OverflowError) as exc:
        raise UnreadableError("not a post of Threads") from exc
    if at < EARLIEST or not said.id:
        raise UnreadableError("a time before the site, or no id")
    text = tidy(said.text)
    return Post(
        native_id=said.id,
        version=digest_text(text)[:12],
        text=text,
        published_at=min(at, now),
        author=said.username,
        kind=ChannelKind.REPLY if said.is_reply else ChannelKind.POST,
        url=said.permalink if (said.permalink or "").startswith("https://") else None,
    )
