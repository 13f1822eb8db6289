"""Facebook: a Page's comments and visitors' posts, as the Graph API lists them and as the webhook tells them."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec

from connectors.errors import MisconfiguredError, UnreadableError
from connectors.meta.account import Post, is_there
from connectors.meta.comment import Comment
from connectors.meta.event import Change, Told
from connectors.meta.graph import Graph, Paging
from connectors.meta.times import read_time

POSTS: Final = 25
_POST_FIELDS: Final = "id,created_time,from,message,permalink_url"
_COMMENT_FIELDS: Final = "id,from,message,created_time,parent{id},permalink_url,like_count,comment_count"
_ADDED: Final = frozenset({"add"})
_EDITED: Final = frozenset({"edit", "edited"})
_REMOVED: Final = frozenset({"remove", "delete"})
_COMMENT: Final = "comment"
_POSTS: Final = frozenset({"status", "post", "photo", "video", "share", "link", "album"})


class _Who(msgspec.Struct):
    id: str = ""


class _Item(msgspec.Struct):
    id: str
    created_time: str
    message: str = ""
    from_: _Who | None = msgspec.field(default=None, name="from")
    permalink_url: str | None = None
    parent: _Who | None = None
    like_count: int = 0
    comment_count: int = 0


class Listing(msgspec.Struct):
    """One page of posts or comments."""

    data: list[_Item]
    paging: Paging = msgspec.field(default_factory=Paging)


class _Post(msgspec.Struct):
    permalink_url: str | None = None


class _Value(msgspec.Struct):
    item: str
    verb: str = "add"
    post_id: str | None = None
    comment_id: str | None = None
    parent_id: str | None = None
    message: str = ""
    created_time: int | None = None
    from_: _Who | None = msgspec.field(default=None, name="from")
    post: _Post | None = None


class FacebookPage:
    """A Page by the Graph API; keeps `connectors.meta.account.Account`."""

    def __init__(self, graph: Graph, account: str) -> None:
        self._graph = graph
        self._account = account

    async def list_posts(self, since: datetime) -> Sequence[Post]:
        page = await self._graph.get(
            f"{self._account}/feed",
            Listing,
            fields=_POST_FIELDS,
            since=int(since.timestamp()),
            limit=POSTS,
        )
        if page.data and not any(item.from_ for item in page.data):
            raise MisconfiguredError(
                "the token does not show who wrote what, so the Page's own replies could not be told from the"
                " public's: use a Page token with pages_read_user_content"
            )
        return [self._read_post(item) for item in page.data]

    async def list_comments(self, post: Post) -> AsyncIterator[Sequence[Comment]]:
        after: str | None = None
        while True:
            page = await self._graph.get(
                f"{post.native_id}/comments",
                Listing,
                filter="stream",
                order="reverse_chronological",
                fields=_COMMENT_FIELDS,
                limit=100,
                after=after,
            )
            yield read_comments(page, post, self._account)
            after = page.paging.after
            if after is None:
                return

    async def is_there(self, native_id: str) -> bool:
        return await is_there(self._graph.get(native_id, _Who, fields="id"))

    def _read_post(self, item: _Item) -> Post:
        created_at = read_time(item.created_time)
        author = item.from_.id if item.from_ else ""
        said = None
        if author != self._account:
            said = Comment(
                native_id=item.id,
                post_id=item.id,
                created_at=created_at,
                text=item.message,
                author=author,
                url=item.permalink_url,
            )
        return Post(item.id, created_at, item.permalink_url, said)


def read_comments(page: Listing, post: Post, account: str) -> list[Comment]:
    """Read a page of comments."""
    return [
        Comment(
            native_id=item.id,
            post_id=post.native_id,
            created_at=read_time(item.created_time),
            text=item.message,
            author=item.from_.id if item.from_ else "",
            is_own=item.from_ is not None and item.from_.id == account,
            parent_id=item.parent.id if item.parent else None,
            url=item.permalink_url or post.url,
            interactions=item.like_count + item.comment_count,
        )
        for item in page.data
    ]


def read_feed_change(change: Change, account: str) -> Told | None:
    """Read one change of the webhook's field `feed`; None for what is no mention (reactions, the Page's posts).

    Raises:
        UnreadableError: it lacks what Meta documents.
    """
    if change.field != "feed":
        return None
    value = change.decode(_Value)
    native_id = value.comment_id if value.item == _COMMENT else value.post_id
    if value.item != _COMMENT and value.item not in _POSTS:
        return None
    if native_id is None:
        raise UnreadableError(f"a {'comment' if value.item == _COMMENT else 'post'} without its id")
    if value.verb in _REMOVED:
        return Told(removed=native_id, at=change.at, is_post=value.item != _COMMENT)
    if value.verb not in _ADDED | _EDITED:
        return None  # Hidden and shown again by the Page itself: it was said all the same.
    author = value.from_.id if value.from_ else ""
    if value.item != _COMMENT and author == account:
        return None
    at = change.at if value.created_time is None else datetime.fromtimestamp(value.created_time, UTC)
    comment = Comment(
        native_id=native_id,
        post_id=value.post_id or native_id,
        created_at=at,
        text=value.message,
        author=author,
        is_own=author == account,
        parent_id=value.parent_id if value.item == _COMMENT and value.parent_id != value.post_id else None,
        url=value.post.permalink_url if value.post else None,
    )
    return Told(comment=comment, at=change.at, is_edited=value.verb in _EDITED)
