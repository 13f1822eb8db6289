"""A Mastodon status, as pages and streams bring it, and what a server says about itself."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import msgspec

from connectors.errors import UnreadableError
from connectors.mention import EARLIEST, ChannelKind
from connectors.nulls import convert_told
from connectors.post import Post
from connectors.text import strip_markup

_LONGEST_URL: Final = 2_000
_LONGEST_LANGUAGE: Final = 35
_LONGEST_ID: Final = 19
"""Digits of 64 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Account:
    id: str = ""
    acct: str = ""
    noindex: bool | None = None
    statuses_count: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tag:
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What the API calls a Status; only what is used here."""

    id: str
    created_at: datetime
    content: str = ""
    spoiler_text: str = ""
    edited_at: str | None = None
    language: str | None = None
    url: str | None = None
    uri: str | None = None
    visibility: str = "public"
    in_reply_to_id: str | None = None
    in_reply_to_account_id: str | None = None
    account: _Account = field(default_factory=_Account)
    mentions: tuple[_Account, ...] = ()
    tags: tuple[_Tag, ...] = ()
    replies_count: int = 0
    reblogs_count: int = 0
    favourites_count: int = 0
    reblog: Any = None


def read_status(raw: Any) -> Status:  # noqa: ANN401 - whatever a server sent.
    """Read one.

    Raises:
        UnreadableError: it is none.
    """
    try:
        status = convert_told(raw, Status)
    except msgspec.ValidationError as exc:
        raise UnreadableError("not a status") from exc
    is_number = status.id.isascii() and status.id.isdigit() and len(status.id) <= _LONGEST_ID
    if not is_number or status.created_at.tzinfo is None or status.created_at < EARLIEST:
        raise UnreadableError("a status without a number or a time that can be")
    return status


def write_post(status: Status, host: str, now: datetime) -> Post | None:
    """The post that a status is.

    Args:
        status: as the server sent it.
        host: of that server, which its own people's names leave out.
        now: a status is not from later than this.

    Returns:
        None for what is not said in public, for a boost, and for people who asked not to be indexed.
    """
    is_open = status.visibility in {"public", "unlisted"} and not status.account.noindex
    if not is_open or status.reblog is not None:
        return None
    body = strip_markup(status.content)
    warning = strip_markup(status.spoiler_text)
    named = {account.id: _full_name(account.acct, host) for account in status.mentions if account.acct}
    answered = named.get(status.in_reply_to_account_id or "")
    url = status.url or status.uri
    return Post(
        native_id=status.id,
        version=status.edited_at or "",
        text=f"{warning}\n{body}" if warning else body,
        published_at=min(status.created_at, now),
        author=_full_name(status.account.acct, host),
        kind=ChannelKind.REPLY if status.in_reply_to_id else ChannelKind.POST,
        url=url if url and url.startswith(("http://", "https://")) and len(url) <= _LONGEST_URL else None,
        language=status.language if status.language and len(status.language) <= _LONGEST_LANGUAGE else None,
        parent_id=status.in_reply_to_id,
        handles=tuple(named.values()),
        under=(answered,) if answered else (),
        hashtags=tuple(tag.name for tag in status.tags if tag.name),
        interactions=status.replies_count + status.reblogs_count + status.favourites_count,
        author_posts=_read_count(status.account.statuses_count),
    )


def _read_count(told: Any) -> int | None:  # noqa: ANN401 - whatever a server sent.
    return told if type(told) is int and 0 <= told <= 2**53 else None


def _full_name(acct: str, host: str) -> str:
    return acct if "@" in acct or not acct else f"{acct}@{host}"


def id_at(at: datetime) -> int:
    """The smallest id of a status from then on: an id is a time in milliseconds and 16 bits."""
    return max(0, int(at.timestamp() * 1_000)) << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Access:
    local: str = "public"
    remote: str = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class _TimelinesAccess:
    hashtag_feeds: _Access = field(default_factory=_Access)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Urls:
    streaming: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Configuration:
    urls: _Urls = field(default_factory=_Urls)
    timelines_access: _TimelinesAccess = field(default_factory=_TimelinesAccess)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """What a server says about itself (`/api/v2/instance`)."""

    domain: str
    version: str = ""
    configuration: _Configuration = field(default_factory=_Configuration)

    def find_closed(self, *, has_token: bool) -> str | None:
        """Why hashtag timelines would come back empty or refused; None when they are open to us.

        A closed timeline is answered with an empty page and no error, which would look like calm.
        """
        feeds = self.configuration.timelines_access.hashtag_feeds
        access = {feeds.local, feeds.remote}
        if "disabled" in access:
            return "has switched hashtag timelines off"
        if "authenticated" in access and not has_token:
            return "shows hashtag timelines to its members only: name a token in `secret_env`"
        return None

    def streaming_url(self, server: str) -> str:
        """Where its streams are, as an http(s) address."""
        url = self.configuration.urls.streaming or server
        return url.replace("wss://", "https://", 1).replace("ws://", "http://", 1).rstrip("/")
