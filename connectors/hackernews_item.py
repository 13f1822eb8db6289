"""A story or comment of Hacker News, as Algolia's index and as the site's own Firebase write it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from connectors.errors import UnreadableError
from connectors.mention import EARLIEST, ChannelKind
from connectors.nulls import convert_told
from connectors.post import Post
from connectors.text import digest_text, strip_markup

_PAGE: Final = "https://news.ycombinator.com/item?id="


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry of Algolia's index. Which of the texts is there depends on what it is."""

    objectID: str  # noqa: N815 - Algolia's name.
    created_at_i: int
    author: str | None = None
    title: str | None = None
    story_text: str | None = None
    comment_text: str | None = None
    story_title: str | None = None
    parent_id: int | None = None
    points: int | None = None
    num_comments: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirebaseItem:
    """The site's own record. A deleted one keeps neither author nor text; a dead one was taken down by others."""

    id: int
    time: int = 0
    type: str = ""
    by: str = ""
    text: str = ""
    title: str = ""
    parent: int | None = None
    score: int | None = None
    descendants: int | None = None
    deleted: bool = False
    dead: bool = False


def convert_hit(raw: Any) -> Hit:  # noqa: ANN401 - whatever the index sent.
    """Take an entry as it came. Raises UnreadableError: it is none."""
    try:
        return convert_told(raw, Hit, strict=False)
    except msgspec.ValidationError as exc:
        raise UnreadableError("not an entry of the index") from exc


def read_hit(hit: Hit, now: datetime, *, with_context: bool) -> Post:
    """Read an entry of the index.

    Args:
        hit: the entry.
        now: an item is not from later than this.
        with_context: the story's title also tells whom a comment is about.

    Raises:
        UnreadableError: it has no time that can be.
    """
    return _write(
        native_id=hit.objectID,
        seconds=hit.created_at_i,
        author=hit.author or "",
        title=hit.title or "",
        body=hit.comment_text or hit.story_text or "",
        context=(hit.story_title or "") if with_context and hit.comment_text else "",
        parent=hit.parent_id,
        is_comment=hit.comment_text is not None,
        interactions=_add(hit.points, hit.num_comments),
        now=now,
    )


def read_item(item: FirebaseItem) -> Post:
    """Read the site's own record. Raises UnreadableError, as `read_hit`."""
    return _write(
        native_id=str(item.id),
        seconds=item.time,
        author=item.by,
        title=item.title,
        body=item.text,
        context="",
        parent=item.parent,
        is_comment=item.type == "comment",
        interactions=_add(item.score, item.descendants),
        now=None,
    )


def _write(
    *,
    native_id: str,
    seconds: int,
    author: str,
    title: str,
    body: str,
    context: str,
    parent: int | None,
    is_comment: bool,
    interactions: int | None,
    now: datetime | None,
) -> Post:
    try:
        at = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as exc:
        raise UnreadableError("a time that no calendar has") from exc
    if at < EARLIEST or not native_id:
        raise UnreadableError("a time before the site, or no id")
    text = "\n".join(part for part in (strip_markup(title), strip_markup(body)) if part)
    return Post(
        native_id=native_id,
        version=digest_text(text)[:12],
        text=text,
        published_at=at if now is None else min(at, now),
        author=author,
        kind=ChannelKind.COMMENT if is_comment else ChannelKind.POST,
        url=_PAGE + native_id,
        parent_id=str(parent) if is_comment and parent is not None else None,
        context=strip_markup(context),
        interactions=interactions,
    )


def _add(*counts: int | None) -> int | None:
    told = [count for count in counts if count is not None]
    return sum(told) if told else None
