"""Text as Slack reads it: escaped, and measured after escaping."""

from datetime import datetime, tzinfo
from typing import Any, Final

from alerts.excerpt import clean_excerpt, cut
from alerts.figures import stamp

SECTION_LIMIT: Final = 3_000
FIELD_LIMIT: Final = 2_000
HEADER_LIMIT: Final = 150
FALLBACK_LIMIT: Final = 3_000
"""Of the top-level `text`; Slack recommends under 4,000."""

_ESCAPES: Final = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
# Slack has no escape for its own formatting signs: a look-alike takes their place.
_SIGNS: Final = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})


def escape(text: str) -> str:
    """Replace what Slack would read as a ping or a link: `&`, `<` and `>`, in that order, once."""
    for sign, escaped in _ESCAPES:
        text = text.replace(sign, escaped)
    return text


def inline(text: str, *, limit: int = 400) -> str:
    """Make foreign words a harmless part of an mrkdwn line, `limit` long after escaping."""
    return fit(clean_excerpt(text, limit=limit).translate(_SIGNS), limit)


def fit(text: str, limit: int) -> str:
    """Escape, and shorten so that the escaped text is at most `limit` long; no escape is cut in two."""
    if measure(escape(text)) <= limit:
        return escape(text)
    kept: list[str] = []
    size = 1
    for char in text:
        piece = escape(char)
        size += measure(piece)
        if size > limit:
            break
        kept.append(piece)
    return "".join(kept) + "…"


def join_within(lines: list[str], limit: int) -> str:
    """Join lines that are escaped already, and leave out the last ones that do not fit."""
    kept: list[str] = []
    size = 0
    for line in lines:
        size += measure(line) + 1
        if size > limit:
            break
        kept.append(line)
    return "\n".join(kept)


def measure(text: str) -> int:
    """Length in UTF-16 units: Slack does not say what it counts, and nothing counts more."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clock(at: datetime, zone: tzinfo) -> str:
    """A point in time that each reader sees in their own time zone; where Slack shows none, in `zone`."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{stamp(at, zone)}>"


def section(text: str) -> dict[str, Any]:
    """Make a section of text that is escaped already; bare names and addresses in it stay plain."""
    return {"type": "section", "text": mrkdwn(text)}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def header(text: str) -> dict[str, Any]:
    """Make a headline: plain text, which Slack never parses, so nothing in it is escaped."""
    shown = cut_plain(clean_excerpt(text, limit=HEADER_LIMIT), HEADER_LIMIT)
    return {"type": "header", "text": {"type": "plain_text", "text": shown, "emoji": False}}


def cut_plain(text: str, limit: int) -> str:
    """Shorten what Slack shows as it stands, so that it is at most `limit` long as Slack counts."""
    shown = cut(text, limit)
    while measure(shown) > limit:
        shown = shown[:-2] + "…"
    return shown


def context(*lines: str) -> dict[str, Any]:
    return {"type": "context", "elements": [mrkdwn(line) for line in lines[:10]]}
