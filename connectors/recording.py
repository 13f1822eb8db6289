"""A recording: mentions of the past as JSON lines, in our own form or in a loose one.

The loose form is what collectors of posts write: `{"id", "published_at", "brand", "source", "kind", "community",
"author", "parent", "score", "text"}`; only `id`, `published_at` and `text` must be there.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Final

from connectors.author import AuthorKey, is_hashed
from connectors.errors import UnreadableError
from connectors.mention import ChannelKind, Mention, Platform, UtcTime
from connectors.nulls import decode_told
from connectors.text import cut_text, tidy
from connectors.wire import Wire, decode

_PLATFORMS: Final = {
    "twitter": Platform.X,
    "hn": Platform.HACKERNEWS,
    "rss": Platform.NEWS,
} | {platform.value: platform for platform in Platform}
_KINDS: Final = {"submission": ChannelKind.POST, "tweet": ChannelKind.POST} | {
    kind.value: kind for kind in ChannelKind
}
_MOST: Final = 2**53


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loose(Wire):
    id: str
    published_at: UtcTime
    text: str
    brand: str | None = None
    source: str | None = None
    kind: str | None = None
    author: str | None = None
    parent: str | None = None
    score: str | int | float | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class _Form:
    native_id: str | None = None


def read_recording(
    lines: Iterable[bytes], *, lane: str, authors: Callable[[], AuthorKey], brand: str | None = None
) -> list[Mention]:
    """Read a recording and bring it into the order of a replay: by time, then as it stands.

    Args:
        lines: JSON objects; empty lines are skipped.
        lane: given to every mention.
        authors: called only when the loose form holds a name that is not a hash yet.
        brand: given to every mention instead of the recorded one.

    Raises:
        UnreadableError: a line cannot be read; the text has its number. A drill must not differ from its
            recording in silence.
    """
    mentions = list(read_mentions(lines, lane=lane, authors=authors, brand=brand))
    mentions.sort(key=lambda mention: mention.published_at)
    return mentions


def read_mentions(
    lines: Iterable[bytes], *, lane: str, authors: Callable[[], AuthorKey], brand: str | None = None
) -> Iterator[Mention]:
    """Read a recording line by line, in the order of the file; see `read_recording`."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            mention = _read_line(line, brand, authors)
        except (UnreadableError, ValueError) as exc:
            raise UnreadableError(f"line {number}: {exc}") from exc
        yield replace(mention, lane=lane, published_at=mention.published_at.astimezone(UTC))


def _read_line(line: bytes, brand: str | None, authors: Callable[[], AuthorKey]) -> Mention:
    if decode(line, _Form).native_id is not None:
        mention = decode(line, Mention)
        return mention if brand is None else replace(mention, brand=brand)
    loose = decode_told(line, _Loose)
    wanted = brand or loose.brand
    if wanted is None:
        raise UnreadableError("no `brand`; name one with --brand")
    text, cut = cut_text(tidy(loose.text))
    platform = _PLATFORMS.get((loose.source or "").lower(), Platform.OTHER)
    return Mention(
        source=_write_name(loose.source or "recording"),
        native_id=loose.id,
        brand=_write_name(wanted),
        platform=platform,
        kind=_KINDS.get((loose.kind or "").lower(), ChannelKind.POST),
        published_at=loose.published_at,
        text=text,
        author=_hash_author(loose.author, platform, authors),
        url=loose.url,
        parent_id=loose.parent or None,
        interactions=_read_score(loose.score),
        cut=cut,
    )


def _hash_author(name: str | None, platform: Platform, authors: Callable[[], AuthorKey]) -> str | None:
    if not name:
        return None
    return name if is_hashed(name) else authors().hash_author(platform, name)


def _read_score(score: str | float | None) -> int | None:
    try:
        return None if score is None else max(-_MOST, min(int(float(score)), _MOST))
    except (ValueError, OverflowError):
        return None


def _write_name(said: str) -> str:
    """A name that is safe in a topic, a path and a metric label."""
    return re.sub(r"[^a-z0-9_-]+", "-", said.lower()).strip("-_")[:63] or "recording"


def list_sources(mentions: Iterable[Mention]) -> dict[str, tuple[str, ...]]:
    """Every source of a recording and the brands it speaks about."""
    brands: dict[str, set[str]] = {}
    for mention in mentions:
        brands.setdefault(mention.source, set()).add(mention.brand)
    return {source: tuple(sorted(names)) for source, names in sorted(brands.items())}
