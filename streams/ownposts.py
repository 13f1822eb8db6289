"""Own posts: how many of a brand's posts are made with AI, as far as its posts can be told from what comes in.

A post counts when the brand's own account is said to have written it, or when somebody comments right under it where
only the brand can post. A post that nobody brings and nobody comments on is not seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from connectors.mention import ChannelKind, Mention, Platform, Speaker, UtcTime
from connectors.wire import Wire
from streams.backlash.context import AiRegister, Registers
from streams.times import DAY_MINUTES

SPAN: Final = 30 * DAY_MINUTES
"""Minutes for which a post counts, from when it was published or last commented on."""
POSTS_KEPT: Final = 1_000
"""Of one brand; the ones that were quiet for longest go first."""

_OWN_GROUND: Final = frozenset({Platform.INSTAGRAM, Platform.YOUTUBE})
"""Where comments marked `owned` stand under what the brand posted; on its Page or subreddit strangers post, too."""
_POSTS: Final = frozenset({ChannelKind.POST, ChannelKind.ARTICLE})
_UNREGISTERED: Final = AiRegister()

Posts = dict[str, tuple[int, bool]]
"""By a post's name: the minute in which it was published or last commented on, and whether it is made with AI."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPost(Wire):
    """A sign of one of the brand's own posts: itself, or a comment right under it."""

    post: str
    """A hash of its platform and native id."""
    source: str
    at: UtcTime
    """When it, or the comment, was published."""
    is_ai: bool = False
    """Whether it stands in the brand's register of AI-made content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCounts(Wire):
    """The brand's own posts that were published or commented on in the 30 days up to the end of a minute."""

    posts: int = 0
    ai: int = 0
    """Of them, those registered as AI-made content."""

    @property
    def share(self) -> float | None:
        """Of AI; None where no post was seen: that is not none made with AI."""
        return self.ai / self.posts if self.posts else None


def find_own_post(mention: Mention, registers: Registers) -> OwnPost | None:
    """Which of its brand's own posts a mention is, or stands right under; None where that cannot be told.

    Edits and deletions are left out: they say nothing of when something was published.
    """
    is_own = mention.speaker is not Speaker.PUBLIC
    if not (mention.owned or is_own) or mention.edited or mention.deleted:
        return None
    register = registers.get(mention.brand, _UNREGISTERED)
    is_under = mention.owned and mention.kind is ChannelKind.COMMENT and mention.platform in _OWN_GROUND
    if is_under and mention.parent_id is not None:
        # By its id alone: the tag of a campaign may stand in a comment under anything.
        return _write(mention, mention.parent_id, is_ai=mention.parent_id in register.posts)
    if is_own and mention.kind in _POSTS and mention.parent_id is None:
        return _write(mention, mention.native_id, is_ai=register.find_piece(mention) is not None)
    return None


def _write(mention: Mention, native_id: str, *, is_ai: bool) -> OwnPost:
    name = blake2b(f"{mention.platform}\x1f{native_id}".encode("utf-8", "replace"), digest_size=6).hexdigest()
    return OwnPost(post=name, source=mention.source, at=mention.published_at, is_ai=is_ai)


def note_post(posts: Posts, post: str, at: int, *, is_ai: bool) -> None:
    """Take in a sign of a post; the order in which signs come leaves no trace."""
    known_at, was_ai = posts.get(post, (at, is_ai))
    posts[post] = max(at, known_at), is_ai or was_ai


def roll_posts(
    posts: Mapping[str, tuple[int, bool]], fresh: Mapping[str, tuple[int, bool]], minute: int
) -> Posts:
    """Posts that count when a minute closes: those known, those it brought, and none quiet for longer than `SPAN`."""
    rolled = dict(posts)
    for post, (at, is_ai) in fresh.items():
        note_post(rolled, post, at, is_ai=is_ai)
    kept = [(at, post, is_ai) for post, (at, is_ai) in rolled.items() if at > minute - SPAN]
    return {post: (at, is_ai) for at, post, is_ai in sorted(kept)[-POSTS_KEPT:]}


def count_posts(signs: Iterable[tuple[int, bool]]) -> OwnCounts:
    known = [is_ai for _, is_ai in signs]
    return OwnCounts(posts=len(known), ai=sum(known))
