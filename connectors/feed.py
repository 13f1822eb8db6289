"""A feed: the entries of an RSS or Atom document, whatever is wrong with it.

What feedparser 6.0.14 does, tried: external entities are not read; an entity bomb is stopped by expat's
amplification limit and the feed is read without it; a broken document is read as far as it goes; `bytes` are
taken for the name of a local file first, and an empty document raises AttributeError. Hence the BytesIO. A
reference to half an emoji (`&#55357;&#56832;`, as many publishers write one) raises UnicodeEncodeError.
"""

import calendar
import io
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from xml.sax import SAXException

import feedparser

from connectors.errors import TransientError
from connectors.mention import EARLIEST
from connectors.text import digest_text, strip_markup, tidy

MAX_ENTRIES: Final = 2_000
_LONGEST_ID: Final = 500
_LONGEST_URL: Final = 2_000
_REFERENCES: Final = re.compile(rb"(?:&#(?:[xX][0-9a-fA-F]+|[0-9]+);)+")
_HALVES: Final = range(0xD800, 0xE000)
_ENDS: Final = (b"</rss", b"</feed", b"rdf>")
"""With which a whole document ends; looked for in the last bytes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry."""

    native_id: str
    """Its guid or id, else its link, verbatim; a digest where it has neither or one without measure."""
    text: str
    url: str | None
    author: str
    language: str | None
    published_at: datetime | None
    updated_at: datetime | None
    rating: str = ""
    """Stars, of a review in the App Store."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A document that was read."""

    entries: tuple[Entry, ...]
    is_whole: bool
    """False: it breaks off or is ill-formed, so what is missing must be asked for again."""


def read_feed(body: bytes, *, content_type: str = "") -> Feed:
    """Read a document; takes seconds for megabytes of hostile input, so call it in a thread.

    Raises:
        TransientError: it is no feed at all (a login page, an empty answer), or none that can be read.
    """
    if not body.strip():
        raise TransientError("the answer is empty, not a feed")
    body = _mend_references(body)
    try:
        document = feedparser.parse(
            io.BytesIO(body),
            response_headers={"content-type": content_type} if content_type else {},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as exc:  # Whatever its parsers stumble over: one feed must not end other sources.
        raise TransientError(f"the feed cannot be read ({type(exc).__name__})") from exc
    if not document.get("version") and not document.entries:
        raise TransientError("the answer is not a feed")
    breaks_off = not any(end in body[-2_000:].lower() for end in _ENDS)
    entries = document.entries[: -1 if breaks_off else None]  # The last one is cut somewhere: not yet.
    # feedparser's other complaints, of a wrong content type or charset, do not cost an entry.
    is_ill_formed = isinstance(document.get("bozo_exception"), SAXException)
    read = tuple(_read_entry(entry) for entry in entries[:MAX_ENTRIES])
    return Feed(read, is_whole=not breaks_off and not is_ill_formed)


def _mend_references(body: bytes) -> bytes:
    """Make one reference of the two halves of an emoji; half of one, or what is no character, is replaced."""

    def mend(found: re.Match[bytes]) -> bytes:
        numbers = [
            int(each[1:], 16) if each[:1] in b"xX" else int(each)
            for each in (each[:12] for each in found[0][2:-1].split(b";&#"))
        ]
        if all(number not in _HALVES and number <= sys.maxunicode for number in numbers):
            return found[0]
        units = b"".join(
            (number if number <= sys.maxunicode else 0xFFFD).to_bytes(4, "little") for number in numbers
        ).decode("utf-32-le", "surrogatepass")
        whole = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return "".join(f"&#{ord(sign)};" for sign in whole).encode()

    return _REFERENCES.sub(mend, body)


def _read_entry(entry: Any) -> Entry:  # noqa: ANN401 - feedparser has no types.
    title = _read_text(entry.get("title_detail"))
    content = entry.get("content") or [entry.get("summary_detail")]
    body = _read_text(content[0])
    text = body if body.startswith(title) else f"{title}\n{body}".strip()
    link = tidy(str(entry.get("link") or ""))
    published_at = _read_time(entry.get("published_parsed") or entry.get("created_parsed"))
    updated_at = _read_time(entry.get("updated_parsed")) if "updated_parsed" in entry else None
    native_id = tidy(str(entry.get("id") or "")) or link
    if not native_id or len(native_id) > _LONGEST_ID:
        native_id = "digest:" + digest_text(native_id or text)
    language = (entry.get("title_detail") or {}).get("language")
    return Entry(
        native_id=native_id,
        text=text,
        url=link if link.startswith(("http://", "https://")) and len(link) <= _LONGEST_URL else None,
        author=tidy(str(entry.get("author") or "")),
        language=language if isinstance(language, str) and 0 < len(language) <= 35 else None,  # noqa: PLR2004
        published_at=published_at or updated_at,
        updated_at=updated_at,
        rating=str(entry.get("im_rating") or "").strip()[:5],
    )


def _read_text(detail: Any) -> str:  # noqa: ANN401 - feedparser has no types.
    value = str((detail or {}).get("value") or "")
    return tidy(value) if (detail or {}).get("type") == "text/plain" else strip_markup(value)


def _read_time(parsed: Any) -> datetime | None:  # noqa: ANN401 - feedparser has no types.
    if parsed is None:
        return None
    try:
        at = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at if at >= EARLIEST else None
