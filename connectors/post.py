"""A post: one thing said, in the words all platforms share, before it is known whom it is about."""

from dataclasses import dataclass
from datetime import datetime

from connectors.author import AuthorKey
from connectors.family import trace_family
from connectors.mention import ChannelKind, Mention, Platform
from connectors.text import cut_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a platform says about it."""

    native_id: str
    version: str
    """Whatever changes when its author edits it."""
    text: str
    """As people read it, without markup."""
    published_at: datetime
    author: str = ""
    """What names the author on this platform for ever: a handle, an account's id. Never sent as it is."""
    known_as: str = ""
    """The author's name as other platforms may have it; empty is `author`."""
    kind: ChannelKind = ChannelKind.POST
    url: str | None = None
    language: str | None = None
    parent_id: str | None = None
    context: str = ""
    """The title of what it stands under, where that tells whom it is about; it is not sent."""
    handles: tuple[str, ...] = ()
    """Accounts it names, as the platform tells."""
    under: tuple[str, ...] = ()
    """Accounts under whose posts it stands, as the platform tells."""
    hashtags: tuple[str, ...] = ()
    interactions: int | None = None
    author_posts: int | None = None
    """Of the author's account, this one included; None where the platform does not tell."""


@dataclass(frozen=True, slots=True)
class Byline:
    """What all mentions of a source have in common."""

    source: str
    platform: Platform
    lane: str
    authors: AuthorKey

    def write_mention(
        self, post: Post, brand: str, *, owned: bool = False, edited: bool = False, shard: str = ""
    ) -> Mention:
        """Write the mention of one brand."""
        text, cut = cut_text(post.text)
        return Mention(
            source=self.source + shard,
            native_id=post.native_id,
            brand=brand,
            platform=self.platform,
            kind=post.kind,
            published_at=post.published_at,
            text=text,
            author=self.authors.hash_author(self.platform, post.author),
            language=post.language,
            url=post.url,
            parent_id=post.parent_id,
            family=trace_family(self.authors, post.known_as or post.author, post.text),
            owned=owned,
            interactions=post.interactions,
            author_posts=post.author_posts,
            edited=edited,
            cut=cut,
            lane=self.lane,
        )
