"""A thing of Reddit: a post (`t3`) or a comment (`t1`), as its listings write it with `raw_json=1`."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from connectors.errors import UnreadableError
from connectors.mention import EARLIEST, ChannelKind
from connectors.nulls import convert_told
from connectors.post import Post
from connectors.text import digest_text, tidy

_SITE: Final = "https://www.reddit.com"
_NOBODY: Final = "[deleted]"
_TAKEN_DOWN: Final = frozenset({"[deleted]", "[removed]", "[ Removed by Reddit ]"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What a post and a comment have."""

    name: str
    """The fullname: the kind, an underscore and the id."""
    created_utc: float
    author: str | None = None
    author_fullname: str | None = None
    subreddit: str = ""
    permalink: str = ""
    parent_id: str | None = None
    title: str = ""
    selftext: str = ""
    body: str = ""
    link_title: str = ""
    score: int | None = None
    num_comments: int | None = None
    removed_by_category: str | None = None

    @property
    def is_comment(self) -> bool:
        return self.name.startswith("t1_")

    @property
    def is_gone(self) -> bool:
        """Whether its author or a moderator took it down; what is left of it has no words."""
        said = self.body if self.is_comment else self.selftext
        return said.strip() in _TAKEN_DOWN or (not self.is_comment and self.removed_by_category is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Children:
    """A page of things, as they come."""

    children: list[Any]
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The answer of every listing."""

    data: Children


def read_thing(raw: object) -> Thing:
    """Raises UnreadableError: it is neither post nor comment, or has no time that can be."""
    data = raw.get("data") if isinstance(raw, dict) else None
    try:
        thing = convert_told(data, Thing)
    except msgspec.ValidationError as exc:
        raise UnreadableError("not a thing of Reddit") from exc
    if not thing.name.startswith(("t1_", "t3_")):
        raise UnreadableError("neither post nor comment")
    _read_time(thing.created_utc)
    return thing


def write_post(thing: Thing, now: datetime) -> Post:
    """Write the post of a thing that was read; it is not from later than `now`."""
    said = thing.body if thing.is_comment else f"{thing.title}\n{thing.selftext}"
    text = tidy(said)
    named = thing.author if thing.author not in {None, _NOBODY} else ""
    answers = (thing.parent_id or "").startswith("t1_")
    counts = [count for count in (thing.score, thing.num_comments) if count is not None]
    return Post(
        native_id=thing.name,
        # Whose account is deleted must be forgotten, though the words stay.
        version=digest_text(text)[:12] + ("" if named else "?"),
        text=text,
        published_at=min(_read_time(thing.created_utc), now),
        author=(thing.author_fullname or named or "") if named else "",
        known_as=named or "",
        kind=_name_kind(is_comment=thing.is_comment, answers=answers),
        url=_SITE + thing.permalink if thing.permalink.startswith("/") else None,
        parent_id=thing.parent_id if thing.is_comment else None,
        context=tidy(thing.link_title) if thing.is_comment else "",
        under=(f"r/{thing.subreddit}",) if thing.subreddit else (),
        interactions=sum(counts) if counts else None,
    )


def _name_kind(*, is_comment: bool, answers: bool) -> ChannelKind:
    if not is_comment:
        return ChannelKind.POST
    return ChannelKind.REPLY if answers else ChannelKind.COMMENT


def _read_time(seconds: float) -> datetime:
    try:
        at = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as exc:
        raise UnreadableError("a time that no calendar has") from exc
    if at < EARLIEST:
        raise UnreadableError("a time before the site")
    return at
