"""Instagram: comments on the account's media, and where others mention it.

A delivered comment has no time of its own and a mention no words: with a token both are looked up, so that the
sweep's copy has the same time and counts once; without one the delivery's time stands, and mentions are passed over.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Annotated, Final

import msgspec

from connectors.errors import GoneError, UnreadableError
from connectors.meta.account import Post, is_there
from connectors.meta.comment import Comment
from connectors.meta.event import Change, Told
from connectors.meta.graph import Graph, Paging
from connectors.meta.times import read_time

POSTS: Final = 25
_SAID: Final = "id,text,timestamp,username,from,like_count,parent_id"
_COMMENT_FIELDS: Final = f"{_SAID},replies{{{_SAID}}}"
_COMMENTS: Final = frozenset({"comments", "live_comments"})


class _Who(msgspec.Struct):
    id: str = ""
    username: str = ""


class _Media(msgspec.Struct):
    id: str = ""
    timestamp: str = ""
    permalink: str | None = None


class _Item(msgspec.Struct):
    id: str
    timestamp: str
    text: str = ""
    username: str = ""
    from_: _Who | None = msgspec.field(default=None, name="from")
    like_count: int = 0
    parent_id: str | None = None
    media: _Media | None = None
    replies: "Listing | None" = None


class Listing(msgspec.Struct):
    """One page of comments."""

    data: list[_Item]
    paging: Paging = msgspec.field(default_factory=Paging)


class _MediaListing(msgspec.Struct):
    data: list[_Media]


class _MentionedMedia(msgspec.Struct):
    id: str
    timestamp: str
    caption: str = ""
    username: str = ""
    permalink: str | None = None
    like_count: int = 0


class _Mentioned(msgspec.Struct):
    mentioned_comment: _Item | None = None
    mentioned_media: _MentionedMedia | None = None


class _Value(msgspec.Struct):
    id: str
    text: str = ""
    from_: _Who | None = msgspec.field(default=None, name="from")
    media: _Media | None = None
    parent_id: str | None = None


_Id = Annotated[str, msgspec.Meta(pattern=r"^\d{1,40}$")]


class _MentionValue(msgspec.Struct):
    media_id: _Id
    comment_id: _Id | None = None


class InstagramAccount:
    """An account by the Graph API; keeps `connectors.meta.account.Account`."""

    def __init__(self, graph: Graph, account: str, handle: str) -> None:
        self._graph = graph
        self._account = account
        self._handle = handle

    async def list_posts(self, since: datetime) -> Sequence[Post]:
        page = await self._graph.get(
            f"{self._account}/media", _MediaListing, fields="id,timestamp,permalink", limit=POSTS
        )
        posts = [Post(media.id, read_time(media.timestamp), media.permalink) for media in page.data]
        return [post for post in posts if post.created_at >= since]

    async def list_comments(self, post: Post) -> AsyncIterator[Sequence[Comment]]:
        after: str | None = None
        while True:
            page = await self._graph.get(
                f"{post.native_id}/comments", Listing, fields=_COMMENT_FIELDS, limit=50, after=after
            )
            yield self.read_comments(page, post)
            after = page.paging.after
            if after is None:
                return

    async def is_there(self, native_id: str) -> bool:
        return await is_there(self._graph.get(native_id, _Who, fields="id"))

    def read_comments(self, page: Listing, post: Post) -> list[Comment]:
        """Read a page of comments, each followed by its replies."""
        found: list[Comment] = []
        for item in page.data:
            found.append(self._read(item, post.native_id, url=post.url, parent_id=item.parent_id))
            found += [
                self._read(reply, post.native_id, url=post.url, parent_id=reply.parent_id or item.id)
                for reply in (item.replies.data if item.replies else ())
            ]
        return found

    async def read_change(self, change: Change) -> Told | None:
        """Read one change and look up what it leaves out; see `read_change`. Raises what `Graph.get` does."""
        try:
            if change.field == "mentions":
                return await self._look_up_mention(change)
            if change.field not in _COMMENTS:
                return None
            value = change.decode(_Value)
            item = await self._graph.get(value.id, _Item, fields=f"{_SAID},media{{id,permalink}}")
        except GoneError:
            return None  # Taken down before we could look: it was never sent.
        media = item.media or value.media or _Media()
        comment = self._read(item, media.id, url=media.permalink, parent_id=item.parent_id or value.parent_id)
        return Told(comment=comment, at=change.at)

    async def _look_up_mention(self, change: Change) -> Told | None:
        value = change.decode(_MentionValue)
        if value.comment_id is not None:
            wanted = (
                f"mentioned_comment.comment_id({value.comment_id}){{id,text,timestamp,username,like_count}}"
            )
        else:
            wanted = (
                f"mentioned_media.media_id({value.media_id})"
                "{id,caption,timestamp,username,permalink,like_count}"
            )
        found = await self._graph.get(self._account, _Mentioned, fields=wanted)
        return read_mention(found, value.media_id, change.at, self._handle)

    def _read(self, item: _Item, post_id: str, *, url: str | None, parent_id: str | None) -> Comment:
        name = item.username or (item.from_.username if item.from_ else "")
        return Comment(
            native_id=item.id,
            post_id=post_id,
            created_at=read_time(item.timestamp),
            text=item.text,
            author=name,
            is_own=name == self._handle or (item.from_ is not None and item.from_.id == self._account),
            parent_id=parent_id,
            url=url,
            interactions=item.like_count,
        )


def read_mention(found: _Mentioned, media_id: str, at: datetime, handle: str) -> Told | None:
    """Read what was looked up of a mention elsewhere."""
    if (item := found.mentioned_comment) is not None:
        comment = Comment(
            native_id=item.id,
            post_id=media_id,
            created_at=read_time(item.timestamp),
            text=item.text,
            author=item.username,
            is_own=item.username == handle,
            owned=False,
            interactions=item.like_count,
        )
        return Told(comment=comment, at=at)
    if (media := found.mentioned_media) is not None:
        comment = Comment(
            native_id=media.id,
            post_id=media.id,
            created_at=read_time(media.timestamp),
            text=media.caption,
            author=media.username,
            is_own=media.username == handle,
            owned=False,
            url=media.permalink,
            interactions=media.like_count,
        )
        return Told(comment=comment, at=at)
    return None


def read_change(change: Change, account: str, handle: str) -> Told | None:
    """Read one change as it was delivered, at the delivery's time; None for what is no comment.

    Raises:
        UnreadableError: it lacks what Meta documents.
    """
    if change.field not in _COMMENTS:
        return None
    value = change.decode(_Value)
    if not value.id:
        raise UnreadableError("a comment without its id")
    who = value.from_ or _Who()
    comment = Comment(
        native_id=value.id,
        post_id=value.media.id if value.media else "",
        created_at=change.at,
        text=value.text,
        author=who.username or who.id,
        is_own=who.id == account or who.username == handle,
        parent_id=value.parent_id,
    )
    return Told(comment=comment, at=change.at)
