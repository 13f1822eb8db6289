"""A mention: one thing somebody said about a brand, as it travels on the `mentions` topic."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, Literal

from msgspec import Meta

from connectors.wire import Wire

UtcTime = Annotated[datetime, Meta(tz=True)]
"""A point in event time; must carry a time zone."""

MAX_TEXT: Final = 20_000
"""Characters of text kept; a connector cuts longer ones and sets `cut`."""

EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Nothing older is believed: it is a broken clock, not a mention."""

MAX_AHEAD: Final = timedelta(days=1)
"""How far ahead of the record's own Kafka timestamp an event may claim to be."""


class Platform(StrEnum):
    """Where people talk. A name that is not here goes to `mentions.dead` with the reason."""

    APP_STORE = "app_store"
    BLOG = "blog"
    BLUESKY = "bluesky"
    DCARD = "dcard"
    DISCORD = "discord"
    FACEBOOK = "facebook"
    FORUM = "forum"
    GOOGLE_PLAY = "google_play"
    HACKERNEWS = "hackernews"
    INSTAGRAM = "instagram"
    LINE = "line"
    MASTODON = "mastodon"
    NEWS = "news"
    PTT = "ptt"
    REDDIT = "reddit"
    THREADS = "threads"
    TIKTOK = "tiktok"
    TRUSTPILOT = "trustpilot"
    WEIBO = "weibo"
    X = "x"
    XIAOHONGSHU = "xiaohongshu"
    YOUTUBE = "youtube"
    OTHER = "other"


class ChannelKind(StrEnum):
    """What sort of thing was said."""

    POST = "post"
    COMMENT = "comment"
    REPLY = "reply"
    REVIEW = "review"
    ARTICLE = "article"
    MESSAGE = "message"


class Speaker(StrEnum):
    """Who says it. Only the public's words are counted; the brand's own are kept, to know what was answered."""

    PUBLIC = "public"
    BRAND = "brand"
    """From the brand's own account; the platform does not say whether a person wrote it."""
    BRAND_BOT = "brand_bot"
    """From the brand's own account, by a machine: never a human answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Wire):
    """One thing somebody said, or the mark that it was edited or taken down.

    Identity is `(source without its shard, native_id)`, see `identity`: the same pair seen again counts once.

    Raises:
        ValueError: a field is empty, or the text or time is out of range.
    """

    source: str
    """Connector instance and shard that sent it, for example `bluesky#0`."""
    native_id: str
    """The platform's own id, verbatim."""
    brand: str
    platform: Platform
    kind: ChannelKind
    published_at: UtcTime
    text: str
    author: str | None = None
    """Keyed hash of the author's name, never the name."""
    language: str | None = None
    """The platform's hint (BCP 47), not our judgement."""
    url: str | None = None
    parent_id: str | None = None
    """Native id of what this answers."""
    family: str | None = None
    """Shared by cross-posts of one piece."""
    owned: bool = False
    """Said under the brand's own post or account, not elsewhere."""
    group: bool = False
    """Said among the members of a group: of LINE, of Facebook, on a server of Discord."""
    speaker: Speaker = Speaker.PUBLIC
    interactions: Annotated[int, Meta(ge=-(2**53), le=2**53)] | None = None
    """Likes, replies and shares together, when the platform tells."""
    author_posts: Annotated[int, Meta(ge=-(2**53), le=2**53)] | None = None
    """How many posts the author's account has, this one included, when the platform tells."""
    edited: bool = False
    """A new version of something sent before."""
    deleted: bool = False
    """A tombstone: its author or the platform took it down; the text is empty."""
    cut: bool = False
    """The text was longer than `MAX_TEXT`."""
    lane: str = "live"
    type: Literal["mention"] = "mention"

    def __post_init__(self) -> None:
        if not (self.source and self.native_id and self.brand and self.lane):
            names = ("source", "native_id", "brand", "lane")
            raise ValueError(f"`{next(name for name in names if not getattr(self, name))}` is empty")
        if len(self.text) > MAX_TEXT:
            raise ValueError(f"`text` has {len(self.text)} characters; at most {MAX_TEXT} are taken")
        if self.published_at < EARLIEST:
            raise ValueError(f"`published_at` is before {EARLIEST.date()}: {self.published_at.isoformat()}")

    @property
    def identity(self) -> str:
        """The same for every copy of one thing said, whichever shard brought it."""
        return f"{self.source.partition('#')[0]}/{self.native_id}"

    @property
    def is_in_group(self) -> bool:
        """Whether it was said among the members of a group; Discord has nothing else."""
        return self.group or self.platform is Platform.DISCORD


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat(Wire):
    """A source's promise: everything it will ever send that was published up to `upto` has been sent."""

    source: str
    upto: UtcTime
    brands: tuple[str, ...] = ()
    """Whom the source listens for; empty means every configured brand."""
    lane: str = "live"
    type: Literal["heartbeat"] = "heartbeat"

    def __post_init__(self) -> None:
        if not self.source:
            raise ValueError("`source` is empty")
        if self.upto < EARLIEST:
            raise ValueError(f"`upto` is before {EARLIEST.date()}: {self.upto.isoformat()}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Wire):
    """Time itself, for everything that waits; in a drill the replay sends it."""

    at: UtcTime
    brand: str = ""
    """Whose time it is; empty for everybody's."""
    lane: str = "live"
    type: Literal["tick"] = "tick"

    def __post_init__(self) -> None:
        if self.at < EARLIEST:
            raise ValueError(f"`at` is before {EARLIEST.date()}: {self.at.isoformat()}")
