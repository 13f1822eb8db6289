"""The known: which comments of each post were sent, so that a sweep tells what is new, edited or gone.

Pure. It travels in the connector's cursor and is bounded: of a post the newest comments are kept, and what is
older than those (`floor`) is taken as sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from connectors.meta.comment import Comment

KEPT: Final = 400
"""Comments of one post."""
POSTS_KEPT: Final = 25
"""Newest posts; with all their comments the cursor stays under Kafka's limit for a record."""


@dataclass(frozen=True, slots=True)
class KnownPost:
    """What was sent of one post."""

    created: int
    """Of the post; seconds since 1970."""
    floor: int = 0
    """No comment from before it is new."""
    comments: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """Id to time of creation, in seconds, and version."""

    def is_new(self, comment: Comment) -> bool:
        return comment.native_id not in self.comments and _seconds(comment.created_at) >= self.floor

    def is_edited(self, comment: Comment) -> bool:
        known = self.comments.get(comment.native_id)
        return known is not None and known[1] != comment.version

    def missing(self, listed: Sequence[Comment], *, is_whole: bool) -> tuple[str, ...]:
        """Known ones that a listing, newest first, should have held and has not.

        Args:
            listed: what the platform lists now.
            is_whole: it was read to its end.
        """
        there = {comment.native_id for comment in listed}
        since = 0 if is_whole else min((_seconds(comment.created_at) for comment in listed), default=0) + 1
        if not listed and not is_whole:
            return ()
        return tuple(
            native_id
            for native_id, (created, _) in self.comments.items()
            if native_id not in there and created >= since
        )

    def learn(self, listed: Sequence[Comment], gone: Sequence[str]) -> "KnownPost":
        """Add what was sent, drop what is gone, forget the oldest beyond `KEPT`."""
        known = dict(self.comments)
        for comment in listed:
            if self.is_new(comment) or comment.native_id in known:
                known[comment.native_id] = (_seconds(comment.created_at), comment.version)
        for native_id in gone:
            known.pop(native_id, None)
        newest = sorted(known.items(), key=lambda item: (item[1][0], item[0]), reverse=True)
        floor = max([self.floor, *(created + 1 for _, (created, _) in newest[KEPT:])])
        return replace(self, floor=floor, comments=dict(newest[:KEPT][::-1]))


def meet(post_created_at: datetime) -> KnownPost:
    """A post seen for the first time."""
    return KnownPost(_seconds(post_created_at))


def newest_posts(posts: Mapping[str, KnownPost], *, since: datetime) -> dict[str, KnownPost]:
    """The newest ones, none from before `since`."""
    young = [(native_id, post) for native_id, post in posts.items() if post.created >= _seconds(since)]
    young.sort(key=lambda item: (item[1].created, item[0]), reverse=True)
    return dict(young[:POSTS_KEPT])


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
