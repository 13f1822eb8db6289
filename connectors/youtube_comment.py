"""A comment, a reply or a video of YouTube, as its Data API v3 writes them."""

from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any, Final, TypeVar

import msgspec

from connectors.errors import UnreadableError
from connectors.mention import EARLIEST, ChannelKind, UtcTime
from connectors.nulls import convert_told
from connectors.post import Post
from connectors.text import digest_text, tidy

T = TypeVar("T", bound="Comment | Thread | Video")

_WATCH: Final = "https://www.youtube.com/watch?v="
_VIDEO_ID: Final = 11
"""Characters of a video's id; a comment's has more than twice as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Author:
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    publishedAt: UtcTime  # noqa: N815 - YouTube's names here and below.
    textDisplay: str = ""  # noqa: N815
    textOriginal: str = ""  # noqa: N815
    authorDisplayName: str = ""  # noqa: N815
    authorChannelId: _Author = field(default_factory=_Author)  # noqa: N815
    channelId: str = ""  # noqa: N815
    """Of the channel that the video belongs to."""
    videoId: str = ""  # noqa: N815
    parentId: str = ""  # noqa: N815
    likeCount: int | None = None  # noqa: N815


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment or reply."""

    id: str
    snippet: _Said


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    topLevelComment: Comment  # noqa: N815
    videoId: str = ""  # noqa: N815
    channelId: str = ""  # noqa: N815
    totalReplyCount: int = 0  # noqa: N815


@dataclass(frozen=True, slots=True, kw_only=True)
class _Replies:
    comments: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A comment and the first few of its replies."""

    id: str
    snippet: _Head
    replies: _Replies = field(default_factory=_Replies)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    publishedAt: UtcTime  # noqa: N815
    channelId: str = ""  # noqa: N815
    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """One video; a search result has its id a level deeper."""

    id: str
    snippet: _Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer of any list method."""

    items: list[Any]
    nextPageToken: str | None = None  # noqa: N815


def read_thread(raw: object) -> Thread:
    """Raises UnreadableError: it is no thread of comments."""
    return _convert(raw, Thread)


def read_comment(raw: object) -> Comment:
    """Raises UnreadableError: it is no comment."""
    return _convert(raw, Comment)


def read_video(raw: object) -> Video:
    """Read a video, or a search result that is one. Raises UnreadableError: it is neither."""
    if isinstance(raw, dict) and isinstance(raw.get("id"), dict):
        raw = raw | {"id": raw["id"].get("videoId")}
    return _convert(raw, Video)


def is_video(native_id: str) -> bool:
    """Whether an id is a video's and not a comment's."""
    return len(native_id) == _VIDEO_ID


def write_comment(
    comment: Comment, now: datetime, *, video: str = "", channel: str = "", context: str = ""
) -> Post:
    """Write the post of a comment.

    Args:
        comment: as YouTube says it, with `textFormat=plainText`.
        now: it is not from later than this.
        video: under which it stands, where the comment itself does not say.
        channel: to which that video belongs, likewise.
        context: the video's title, where that tells whom the comment is about.

    Raises:
        UnreadableError: its time is before all of YouTube.
    """
    said = comment.snippet
    text = tidy(said.textOriginal or said.textDisplay)
    parent = said.parentId or comment.id.rpartition(".")[0]
    shown = said.videoId or video
    owner = said.channelId or channel
    return Post(
        native_id=comment.id,
        version=digest_text(text)[:12],
        text=text,
        published_at=_bound(said.publishedAt, now),
        author=said.authorChannelId.value or said.authorDisplayName,
        known_as=said.authorDisplayName.lstrip("@"),
        kind=ChannelKind.REPLY if parent else ChannelKind.COMMENT,
        url=f"{_WATCH}{shown}&lc={comment.id}" if shown else None,
        parent_id=parent or shown or None,
        context=context,
        under=(owner,) if owner else (),
        interactions=said.likeCount,
    )


def write_video(video: Video, now: datetime) -> Post:
    """Write the post of a video: its title and what its author says below. Raises UnreadableError as above."""
    said = video.snippet
    # A search answers with `&amp;` in titles and with the first words of the description only.
    text = tidy(unescape(said.title))
    return Post(
        native_id=video.id,
        version=digest_text(text)[:12],
        text=text,
        published_at=_bound(said.publishedAt, now),
        author=said.channelId,
        kind=ChannelKind.POST,
        url=_WATCH + video.id,
        context=tidy(unescape(said.description)),
    )


def _bound(at: datetime, now: datetime) -> datetime:
    if at < EARLIEST:
        raise UnreadableError("a time before all of YouTube")
    return min(at, now)


def _convert(raw: object, contract: type[T]) -> T:
    try:
        found = convert_told(raw, contract, strict=False)
    except msgspec.ValidationError as exc:
        raise UnreadableError(f"not a {contract.__name__.lower()} of YouTube") from exc
    if not found.id:
        raise UnreadableError("no id")
    return found
