"""An excerpt: words of strangers, made safe to show in any channel.

What it takes away can hide, reorder, forge or flood: control and format characters (right-to-left marks,
zero-width marks, tags), line breaks, piles of combining marks, live web addresses, and length.
"""

import re
import unicodedata
from typing import Final

from streams.edges import find_edge

MARKS_KEPT: Final = 3
"""Combining marks in a row; Devanagari and Thai need up to three, zalgo needs many."""

TEXT_READ: Final = 40_000
"""Characters looked at, so that a text of invisible ones costs little."""

_JOINER: Final = "\u200d"
_SCHEME: Final = re.compile(r"(?i)\b([a-z][a-z0-9+.-]{1,15}):(?=/|\\)")
_BARE: Final = re.compile(r"(?i)\b(www|mailto|tel|sms|javascript|data)([.:])")
_ENDINGS: Final = (
    "ai|app|biz|cc|click|club|cn|co|com|de|dev|eu|fr|gg|gl|hk|hu|info|io|jp|link|live|ly|me|mobi|net|news|"
    "online|org|pro|ru|shop|site|store|tk|top|tv|tw|uk|us|vip|xyz"
)
_DOMAIN: Final = re.compile(rf"(?i)(?<=[\w-])\.(?=(?:{_ENDINGS})\b|[a-z]{{2,24}}[/:?#])")


def clean_excerpt(text: str, *, limit: int) -> str:
    """Make a stranger's words one harmless line of at most `limit` characters.

    The words stay readable: only what cannot be seen, or could act, is changed.
    """
    return cut(_disarm_links(keep_line(text)), limit)


def keep_line(text: str) -> str:
    """Make words one line without anything invisible; addresses stay as they are.

    For what the team itself writes, such as a fact or a wording: it goes out word for word.
    """
    shown = unicodedata.normalize("NFC", text[:TEXT_READ].encode("utf-8", "ignore").decode())
    return " ".join(_drop_invisible(shown).split())


def cut(text: str, limit: int) -> str:
    """Shorten to `limit` characters, with an ellipsis where something is missing."""
    if len(text) <= limit:
        return text
    return text[: find_edge(text, max(limit - 1, 0))].rstrip() + "…"[:limit]


def _drop_invisible(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category in ("Mn", "Me"):
            marks += 1
            if marks <= MARKS_KEPT and kept:
                kept.append(char)
            continue
        if char == _JOINER and kept and _joins(kept[-1]):
            kept.append(char)
            continue
        marks = 0
        if category in ("Zl", "Zp") or char in "\t\n\r\v\f\x85":
            kept.append(" ")
        elif category[0] != "C":
            kept.append(char)
    return "".join(kept)


def _joins(before: str) -> bool:
    """A zero-width joiner stays only inside an emoji, such as a family or a profession."""
    return before == "\ufe0f" or unicodedata.category(before) in ("So", "Sk")


def _disarm_links(text: str) -> str:
    text = _SCHEME.sub(r"\1[:]", text)
    text = _BARE.sub(r"\1[\2]", text)
    return _DOMAIN.sub("[.]", text)
