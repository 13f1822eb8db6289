"""A permalink: the address of a quoted post, shown as a link only when it surely leads to its platform."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from connectors.mention import Platform

HOMES: Final[Mapping[Platform, tuple[str, ...]]] = {
    Platform.BLUESKY: ("bsky.app",),
    Platform.DCARD: ("www.dcard.tw",),
    Platform.FACEBOOK: ("www.facebook.com", "facebook.com"),
    Platform.HACKERNEWS: ("news.ycombinator.com",),
    Platform.INSTAGRAM: ("www.instagram.com", "instagram.com"),
    Platform.PTT: ("www.ptt.cc",),
    Platform.REDDIT: ("www.reddit.com", "reddit.com", "old.reddit.com"),
    Platform.THREADS: ("www.threads.net", "www.threads.com"),
    Platform.TIKTOK: ("www.tiktok.com",),
    Platform.X: ("x.com", "twitter.com"),
    Platform.YOUTUBE: ("www.youtube.com", "youtu.be"),
}
"""Where a platform's posts live. One that anybody can host, such as Mastodon or a blog, is not here."""

LONGEST: Final = 1_000
_SAFE: Final = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/?=&%:@#+,;!$'()*[]"
)


def find_permalink(platform: Platform, url: str | None) -> str | None:
    """Return the address if it is https, plain and on the platform's own host; else nothing."""
    if not url or len(url) > LONGEST or not set(url) <= _SAFE:
        return None
    try:
        parts = urlsplit(url)
        is_home = parts.hostname in HOMES.get(platform, ()) and parts.port is None
    except ValueError:
        return None
    is_plain = parts.scheme == "https" and parts.username is None and parts.password is None
    return url if is_home and is_plain else None
