"""A comment on an account of the brand's own, as both of Meta's platforms tell of it."""

from dataclasses import dataclass
from datetime import datetime

from connectors.author import AuthorKey
from connectors.connector import Assignment
from connectors.mention import ChannelKind, Mention, Platform, Speaker
from connectors.text import cut_text, digest_text, tidy


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment, reply or visitor's post."""

    native_id: str
    post_id: str
    """What it stands under; its own id for a post."""
    created_at: datetime
    text: str = ""
    author: str = ""
    """Id or name, as the platform gives it; never leaves this package."""
    is_own: bool = False
    """The account itself wrote it."""
    owned: bool = True
    """Under the brand's own post; not so where somebody mentions the account elsewhere."""
    parent_id: str | None = None
    """What it answers, when that is not the post."""
    url: str | None = None
    interactions: int | None = None

    @property
    def version(self) -> str:
        """Changes when its words do."""
        return digest_text(self.text)[:8]

    @property
    def kind(self) -> ChannelKind:
        if self.native_id == self.post_id:
            return ChannelKind.POST
        return ChannelKind.COMMENT if self.parent_id is None else ChannelKind.REPLY


@dataclass(frozen=True, slots=True)
class Scribe:
    """Writes mentions of one account."""

    assignment: Assignment
    platform: Platform
    authors: AuthorKey
    bot_signs: tuple[str, ...]

    def write_mention(self, comment: Comment, *, seen_at: datetime, edited: bool = False) -> Mention | None:
        """Write one; None when it has no words."""
        text, cut = cut_text(tidy(comment.text))
        if not text:
            return None
        return Mention(
            source=self.assignment.name,
            native_id=comment.native_id,
            brand=self.assignment.brands[0].name,
            platform=self.platform,
            kind=comment.kind,
            published_at=min(comment.created_at, seen_at),
            text=text,
            author=self.authors.hash_author(self.platform, comment.author),
            url=comment.url,
            parent_id=comment.parent_id
            or (comment.post_id if comment.kind is not ChannelKind.POST else None),
            owned=comment.owned,
            speaker=self._tell_speaker(comment, text),
            interactions=comment.interactions,
            edited=edited,
            cut=cut,
            lane=self.assignment.lane,
        )

    def write_tombstone(self, native_id: str, *, at: datetime, kind: ChannelKind) -> Mention:
        """Write that one was taken down."""
        return Mention(
            source=self.assignment.name,
            native_id=native_id,
            brand=self.assignment.brands[0].name,
            platform=self.platform,
            kind=kind,
            published_at=at,
            text="",
            owned=True,
            deleted=True,
            lane=self.assignment.lane,
        )

    def _tell_speaker(self, comment: Comment, text: str) -> Speaker:
        if not comment.is_own:
            return Speaker.PUBLIC
        is_signed = any(text.startswith(sign) or text.endswith(sign) for sign in self.bot_signs)
        return Speaker.BRAND_BOT if is_signed else Speaker.BRAND
