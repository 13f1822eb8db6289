"""The intake: posts become mentions of the brands they are about, each version once, and tombstones when they go.

What it needs to know of earlier sweeps is in the ledger, which is saved with the cursor: a post that was sent
is not sent again, an edit is sent to whom the post was sent, and a deletion finds what it takes down.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from zlib import crc32

from connectors.author import AuthorKey
from connectors.connector import Assignment
from connectors.ledger import Ledger, Sent
from connectors.matching import Matcher
from connectors.mention import ChannelKind, Mention, Platform
from connectors.post import Byline, Post


class Intake:
    """Takes in what one source says.

    Args:
        assignment: whom to listen for, and what was saved.
        platform: of all its posts.
        authors: the installation's key.
        shards: over how many sources it spreads its mentions.

    Raises:
        MisconfiguredError: what was saved cannot be read.
    """

    def __init__(
        self, assignment: Assignment, platform: Platform, authors: AuthorKey, *, shards: int = 1
    ) -> None:
        self._byline = Byline(assignment.name, platform, assignment.lane, authors)
        self._matcher = Matcher(assignment.brands)
        self._shards = shards
        self.ledger = Ledger(assignment.memory)

    @property
    def sources(self) -> tuple[str, ...]:
        """Every `source` of its mentions."""
        name = self._byline.source
        return (name,) if self._shards == 1 else tuple(f"{name}#{number}" for number in range(self._shards))

    def take(self, post: Post, now: datetime) -> tuple[Mention, ...]:
        """Mentions to send for a post: new, edited, or none.

        A new version goes to every brand that had the old one, also where it no longer speaks of it: what was
        quoted is not what is said any more.
        """
        before = self.ledger.find(post.native_id)
        if before is not None and (before.is_deleted or before.version == post.version):
            return ()
        owners = self._matcher.find_owners(post.under)
        found = self._matcher.find_brands(
            f"{post.context}\n{post.text}", handles=(*post.handles, *post.under), hashtags=post.hashtags
        )
        sent_to = before.brands if before is not None else ()
        brands = tuple(dict.fromkeys((*sent_to, *found)))
        if not brands:
            return ()
        shard = self._shard_of(post.native_id)
        mentions = tuple(
            self._byline.write_mention(
                post, brand, owned=brand in owners, edited=brand in sent_to, shard=shard
            )
            for brand in brands
        )
        author = mentions[0].author
        self.ledger.note(Sent(post.native_id, post.version, brands, post.published_at, now, author))
        return mentions

    def take_down(self, native_id: str, now: datetime) -> tuple[Mention, ...]:
        """Tombstones for what was sent under this id; none when nothing was."""
        sent = self.ledger.find(native_id)
        if sent is None or sent.is_deleted:
            return ()
        self.ledger.note(replace(sent, is_deleted=True, sent_at=now))
        return tuple(self._bury(sent, brand) for brand in sent.brands)

    def take_down_author(self, author: str, now: datetime) -> tuple[Mention, ...]:
        """Tombstones for all that an author said; `author` as in `Post.author`."""
        hashed = self._byline.authors.hash_author(self._byline.platform, author)
        theirs = self.ledger.find_author(hashed) if hashed is not None else ()
        return tuple(mention for sent in theirs for mention in self.take_down(sent.native_id, now))

    def recheck(self, limit: int, since: datetime, checked: Mapping[str, int]) -> tuple[Sent, ...]:
        """What to look up again: the ones looked up least, oldest first.

        Args:
            limit: how many at most.
            since: nothing published before is looked up.
            checked: how often each id was looked up.
        """
        return _least_checked(self.ledger.since(since), checked)[:limit]

    def _bury(self, sent: Sent, brand: str) -> Mention:
        return Mention(
            source=self._byline.source + self._shard_of(sent.native_id),
            native_id=sent.native_id,
            brand=brand,
            platform=self._byline.platform,
            kind=ChannelKind.POST,
            published_at=sent.published_at,
            text="",
            author=sent.author,
            deleted=True,
            lane=self._byline.lane,
        )

    def _shard_of(self, native_id: str) -> str:
        return "" if self._shards == 1 else f"#{crc32(native_id.encode()) % self._shards}"


def _least_checked(sent: Iterable[Sent], checked: Mapping[str, int]) -> tuple[Sent, ...]:
    return tuple(
        sorted(sent, key=lambda each: (checked.get(each.native_id, 0), each.published_at, each.native_id))
    )
